"""Search text: what people write in several forms is found in one."""

from types import SimpleNamespace

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from enterprises.models import Enterprise
from parkdesk.core import search
from tests.factories import EnterpriseFactory, ParkFactory

TEXT = st.text(alphabet="充电桩电梯坏了楼號梯機ab B3３ＷＩ-_%'", max_size=20)


@pytest.mark.parametrize(
    ("written", "folded"),
    [("電梯", "电梯"), ("ＷＩＦＩ", "wifi"), ("開會", "开会"), (" B３幢 ", "b3幢"), ("Straße", "strasse")],
)
def test_width_case_and_traditional_forms_are_one(written, folded):
    assert search.fold(written) == folded


@pytest.mark.parametrize(
    ("written", "tokens"),
    [
        ("充电桩坏了", "充电 电桩 桩坏 坏了"),
        ("桩", "桩"),
        ("3号楼WiFi断了", "3 号楼 wifi 断了"),
        ("N-2026-000123-K", "n 2026 000123 k"),
        ("电梯，电梯！", "电梯 电梯"),
        ("——！", ""),
        ("𠮷野家", "𠮷野 野家"),
        ("a" * 80, "a" * 64),
    ],
)
def test_text_is_cut_into_pairs_of_characters_and_whole_words(written, tokens):
    assert search.segment(written) == tokens


def test_several_texts_make_one_search_text():
    assert search.segment("电梯", "", "B3") == "电梯 b3"


def test_a_query_is_cut_like_a_text_and_has_an_end():
    assert search.query_tokens("電梯 WIFI") == ["电梯", "wifi"]
    assert len(search.query_tokens("电" * 10_000)) < search.LONGEST_QUERY


def test_the_field_writes_nothing_of_itself_into_migrations():
    _, path, args, kwargs = search.SearchTextField().deconstruct()
    assert (path, args, kwargs) == ("parkdesk.core.search.SearchTextField", [], {})


@pytest.fixture
def found(db):
    """Which of some texts a query finds, by their place."""
    park = ParkFactory()

    def ask(query, *texts):
        Enterprise.objects.all().delete()
        for place, text in enumerate(texts):
            firm = EnterpriseFactory(park=park, room=str(place))
            Enterprise.objects.filter(pk=firm.pk).update(search_text=search.segment(text))
        rows = Enterprise.objects.filter(search_text__finds=query).values_list("room", flat=True)
        return sorted(int(room) for room in rows)

    return ask


TEXTS = ("园区充电桩坏了", "3号楼電梯故障，WiFi 也断了", "充值卡没电，桩也坏了", "会议室 ＷＩＦＩ 密码 N-2026-000123-K")


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("充电", [0]),
        ("充电桩", [0]),
        ("电梯", [1]),
        ("電梯", [1]),
        ("ＷＩＦＩ", [1, 3]),
        ("wifi", [1, 3]),
        ("桩", [0, 2]),
        ("电梯 wifi", [1]),
        ("wifi电梯", [1]),
        ("n-2026-000123-k", [3]),
        ("2026-000123", [3]),
        ("000123-2026", []),
        ("电充", []),
        ("wif", []),
        ("%", [0, 1, 2, 3]),
        ("", [0, 1, 2, 3]),
        ("' OR 1=1 --", []),
    ],
)
def test_people_find_what_they_wrote(found, query, places):
    assert found(query, *TEXTS) == places


@given(text=TEXT, start=st.integers(0, 20), length=st.integers(2, 6))
def test_each_piece_of_a_chinese_run_is_found_in_it(text, start, length):
    run = "".join(one for one in search.fold(text) if "\u4e00" <= one <= "\u9fff")
    piece = run[start : start + length]
    if len(piece) > 1:
        assert f" {search.segment(piece)} " in f" {search.segment(run)} "


def test_finding_can_be_turned_round_and_joined(found, db):
    assert found("充电", *TEXTS) == [0]
    other = Enterprise.objects.exclude(search_text__finds="充电").filter(search_text__finds="wifi")
    assert other.count() == 2
    assert not Enterprise.objects.exclude(search_text__finds="").exists()


def test_the_index_is_made_and_dropped_where_the_database_has_one(db):
    operation = search.gin_index_operation("enterprises_enterprise", "search_text")
    assert operation.reversible
    is_postgresql = connection.vendor == "postgresql"
    run = connection.cursor().execute
    run("DROP INDEX IF EXISTS enterprises_enterprise_search_text_finds")
    editor = SimpleNamespace(connection=connection, execute=run)
    operation.code(None, editor)
    assert _has_index() is is_postgresql
    operation.reverse_code(None, editor)
    assert not _has_index()


def _has_index():
    with connection.cursor() as cursor:
        names = connection.introspection.get_constraints(cursor, "enterprises_enterprise")
    return "enterprises_enterprise_search_text_finds" in names


@pytest.mark.postgresql
def test_postgresql_finds_by_its_index(db):
    editor = SimpleNamespace(connection=connection, execute=connection.cursor().execute)
    connection.cursor().execute("DROP INDEX IF EXISTS enterprises_enterprise_search_text_finds")
    search.gin_index_operation("enterprises_enterprise", "search_text").code(None, editor)
    connection.cursor().execute("SET LOCAL enable_seqscan = off")
    plan = Enterprise.objects.order_by().filter(search_text__finds="充电桩").explain()
    assert "enterprises_enterprise_search_text_finds" in plan
