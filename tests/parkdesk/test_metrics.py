"""/metrics: for monitors, not for the public; logs that machines read and that name nobody."""

import json
import logging

import pytest
from django.db import DatabaseError

from parkdesk import metrics
from parkdesk.core import pulse
from parkdesk.discreet import Lines, WithoutSecrets

PHONE, NAME, MAIL = "15400001201", "魏临乔", "wei@firm.example"


@pytest.fixture
def read(client, db):
    def ask(**headers):
        return client.get("/metrics", headers=headers)

    return ask


def test_a_monitor_on_this_machine_reads_what_waits_and_how_old_it_is(read, a_need):
    a_need("in_progress")
    pulse.beat(pulse.TICK)
    page = read().content.decode()
    assert 'parkdesk_queue_waiting{queue="outbox"}' in page
    assert 'parkdesk_open_needs{state="in_progress"} 1.0' in page
    assert 'parkdesk_age_seconds{part="tick"}' in page
    assert "parkdesk_database_up 1.0" in page


def test_answers_are_counted_by_route_and_never_by_address(read, client, a_need):
    client.get("/needs/track/" + "7" * 40 + "/")
    client.get(f"/search/?q={NAME}")
    page = read().content.decode()
    assert 'parkdesk_answers_total{method="GET",route="requests_flow:track",status="404"}' in page
    assert "parkdesk_answer_seconds_bucket" in page
    assert "7" * 40 not in page
    assert NAME not in page


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_who_comes_through_the_proxy_reads_nothing(read, header):
    assert read(**{header: "10.0.0.7"}).status_code == 404


def test_a_public_address_reads_nothing(client, db):
    assert client.get("/metrics", REMOTE_ADDR="8.8.8.8").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200


def test_with_a_token_only_the_token_opens(read, settings):
    settings.METRICS_TOKEN = "a long token"
    assert read().status_code == 404
    assert read(Authorization="Bearer a short token").status_code == 404
    assert read(Authorization="Bearer a long token", **{"X-Forwarded-For": "203.0.113.9"}).status_code == 200


def test_without_the_database_the_page_still_says_that_it_is_away(monkeypatch):
    def gone():
        raise DatabaseError("gone")

    monkeypatch.setattr(metrics, "_open_needs", gone)
    monkeypatch.setattr(metrics, "_queues", gone)
    assert b"parkdesk_database_up 0.0" in metrics.page()


@pytest.fixture
def log():
    """What a production house would have written: a list of parsed lines."""
    written = []

    class Keeper(logging.Handler):
        def emit(self, record):
            written.append(Lines().format(record))

    handler = Keeper()
    handler.addFilter(WithoutSecrets())
    root = logging.getLogger()
    requests = logging.getLogger("parkdesk.request")
    before = requests.level
    root.addHandler(handler)
    requests.setLevel("INFO")
    yield written
    root.removeHandler(handler)
    requests.setLevel(before)


def test_each_answer_is_one_line_of_json_that_names_nobody(log, client, db, reception):
    client.get(f"/search/?q={NAME}+{PHONE}")
    client.get(f"/needs/track/{'7' * 40}/?from={MAIL}")
    client.post("/needs/new/", {"text": f"我是{NAME}，电话{PHONE}", "name": NAME, "phone": PHONE, "email": MAIL})
    lines = [json.loads(one) for one in log]
    routes = [one["route"] for one in lines if one["logger"] == "parkdesk.request"]
    assert routes == ["search", "requests_flow:track", "requests_flow:new"]
    everything = "\n".join(log)
    assert not [one for one in (PHONE, NAME, MAIL, "7" * 40) if one in everything]


def test_an_error_is_named_with_its_place_and_without_its_words(log):
    try:
        raise ValueError(f"Key (phone)=(+86{PHONE}) of {NAME} already exists")
    except ValueError:
        logging.getLogger("parkdesk.probe").exception("listener %s failed for %s", "points", f"+86 {PHONE}")
    said = json.loads(log[0])
    assert said["error"] == "ValueError"
    assert said["where"][0].startswith(__file__)
    assert said["message"] == "listener points failed for …"
    assert PHONE not in log[0]
    assert NAME not in log[0]


def test_what_a_record_carries_beside_is_left_out(log):
    logging.getLogger("parkdesk.probe").warning("x", extra={"request": f"<GET /search/?q={NAME}>", "status": 404})
    assert json.loads(log[0])["status"] == 404
    assert NAME not in log[0]


def test_a_query_never_stands_in_a_line(log):
    logging.getLogger("parkdesk.probe").warning("Not Found: %s", f"/search/?q={NAME}&page=2")
    assert json.loads(log[0])["message"] == "Not Found: /search/?…"
