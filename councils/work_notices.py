"""Who is told what about small works. The words: templates/councils/notices/smallwork.*.txt."""

from councils.meeting_notices import to_people, wearing
from councils.models import SmallWork
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell

WORK = "councils.smallwork."
read_with(SmallWork.objects.select_related("case__council__park"))


@tell(WORK + "send_back", WORK + "cancel")
def its_unit(entry: Entry) -> list[Recipient]:
    """Something is missing, or it is called off: whoever has it done has to know. Before it is handed over, nobody."""
    work = SmallWork.objects.select_related("case").get(pk=entry.subject_id)
    return to_people(wearing(unit=work.resolution.unit)) if work.resolution else []
