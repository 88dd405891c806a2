"""Hands for an import whose worker is killed; each works in the house's own Django.

python -m tests.journeys.import_hands strike MOMENT PID DEED WORD  does the deed, waits for that moment, then
                                                                   kill -9 of PID; prints the number of the import
python -m tests.journeys.import_hands bring COUNT   brings a list of new firms and has it checked
python -m tests.journeys.import_hands check PK      presses the button
python -m tests.journeys.import_hands confirm PK    presses the button
python -m tests.journeys.import_hands wait PK STATE until it is done
python -m tests.journeys.import_hands later PK      ten minutes pass, the clock does its work
python -m tests.journeys.import_hands count PK      prints how it stands, as JSON
"""

import csv
import io
import json
import os
import signal
import sys
import time
from datetime import timedelta

import django

MARK = "断电试验"
FIRST = 7_000_000
HEADER = ("企业名称", "统一社会信用代码", "所在园区", "楼栋", "房号", "联系人", "手机号")
# What the page shows at each moment: half of the rows checked; half of them compared again; all compared, so that the
# one transaction that writes them runs.
MOMENTS = {
    "checking": lambda job: job.state == "checking" and 0 < job.done < job.total,
    "comparing": lambda job: job.state == "writing" and 0 < job.done < job.total,
    "writing": lambda job: job.state == "writing" and job.done == job.total > 0,
}
SECONDS = 300


def bring(count: str) -> int:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from enterprises.imports import starting
    from enterprises.models import Building, Person
    from tests.factories import invented_uscc

    house = Building.objects.select_related("park").filter(park__code="P01").order_by("pk").first()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for number in range(int(count)):
        mobile = f"1549{number:07}"
        place = (house.park.name, house.name, f"{100 + number}")
        writer.writerow([f"杭州{MARK}{number}号有限公司", invented_uscc(FIRST + number), *place, "乔晨遥", mobile])
    upload = SimpleUploadedFile("断电.csv", text.getvalue().encode("utf-8-sig"))
    keeper = Person.objects.get(username="manager")
    job = starting.bring(upload, starting.look(upload), by=keeper)
    return starting.check(job, by=keeper).pk


def check(pk: str) -> int:
    from enterprises.imports import starting
    from enterprises.models import Person

    return starting.check(_job(pk), by=Person.objects.get(username="manager")).pk


def confirm(pk: str) -> int:
    from enterprises.imports import starting
    from enterprises.models import Person

    return starting.confirm(_job(pk), by=Person.objects.get(username="manager")).pk


def strike(moment: str, pid: str, deed: str, word: str) -> None:
    pk = DEEDS[deed](word)
    end = time.monotonic() + SECONDS
    while not MOMENTS[moment](job := _job(pk)):
        assert job.is_running, f"it was {job.state} before the moment came"
        assert time.monotonic() < end, f"still {job.state}, {job.done} of {job.total}"
        time.sleep(0.005)
    os.kill(int(pid), signal.SIGKILL)
    print(pk)


def later(pk: str) -> None:
    from enterprises.imports import starting, telling
    from parkdesk.core import clock, shift

    shift.move_to(clock.now() + starting.DEAD + timedelta(minutes=1))
    telling.give_up_the_dead()


def wait(pk: str, *states: str) -> None:
    end = time.monotonic() + SECONDS
    while (job := _job(pk)).state not in states:
        assert time.monotonic() < end, f"still {job.state}, {job.done} of {job.total}"
        time.sleep(0.2)


def count(pk: str) -> None:
    from enterprises.models import Contact, Enterprise

    job = _job(pk)
    firms = Enterprise.objects.filter(name__contains=MARK)
    found = {
        "state": job.state,
        "trouble": job.trouble,
        "firms": firms.count(),
        "places": firms.exclude(building=None).count(),
        "contacts": Contact.objects.filter(enterprise__in=firms).count(),
        "rows": job.rows.filter(is_written=True).count(),
    }
    print(json.dumps(found))


def _job(pk):
    from enterprises.models import DirectoryImport

    return DirectoryImport.objects.get(pk=pk)


DEEDS = {one.__name__: one for one in (bring, strike, confirm, check, later, wait, count)}

if __name__ == "__main__":
    django.setup()
    DEEDS[sys.argv[1]](*sys.argv[2:])
