"""What the directory's keepers and the house's own people find: a list that waits for a yes, a webhook that is off."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile

from enterprises.imports import starting, working
from enterprises.models import Contact, DirectoryImport, Enterprise
from parkdesk.core import clock, hooks
from parkdesk.core.models import Hook
from parkdesk.demonstration.play import World

SECOND_PARK = "P02"
HEADER = ("企业名称", "统一社会信用代码", "所在园区", "楼栋", "房号", "联系人", "手机号")
FILE = "招商台账更新.csv"
HOOK, ADDRESS = "街道一网统管平台", "https://example.org/parkdesk/events"


def settle(world: World) -> None:
    """Once; the import is brought and checked through the same doors as everybody's, and writes nothing yet."""
    Hook.objects.get_or_create(
        name=HOOK,
        defaults={"url": ADDRESS, "is_on": False, "since": clock.now(), "secret": hooks.new_secret(), "events": []},
    )
    if DirectoryImport.objects.exists():
        return
    keeper = world.company.by_name["specialist-economy"]
    upload = SimpleUploadedFile(FILE, _table().encode("utf-8-sig"))
    job = starting.bring(upload, starting.look(upload), by=keeper)
    job = starting.check(job, by=keeper)
    # The worker of this house would do it a little later; whoever loads the demonstration finds it done.
    working.work.call(job.pk, job.run)


def _table() -> str:
    """One firm with another room, one as it stands, one whose name a firm without that credit code has already."""
    here = Enterprise.objects.filter(park__code=SECOND_PARK, status=Enterprise.Status.ACTIVE).exclude(building=None)
    moved, same, doubtful = here.exclude(uscc=None).select_related("park", "building").order_by("pk")[1:4]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerow(_row(moved, room="1206"))
    writer.writerow(_row(same))
    writer.writerow(_row(doubtful, uscc=""))
    return text.getvalue()


def _row(firm: Enterprise, **other: str) -> list[str]:
    contact = Contact.objects.filter(enterprise=firm, is_primary=True).first()
    reach = (contact.name, contact.mobile.removeprefix("+86")) if contact else ("", "")
    said = {"uscc": firm.uscc or "", "room": firm.room} | other
    place = (firm.park.name, firm.building.name if firm.building else "")
    return [firm.name, said["uscc"], *place, said["room"], *reach]
