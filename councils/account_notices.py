"""Who is told what about shared accounts. The words: templates/councils/notices/quarteraccount.*.txt.

What waits for the office or the auditor stands on their pages (`account_waits`); the people of the park read the list.
"""

from councils.meeting_notices import to_people
from councils.models import QuarterAccount
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell

ACCOUNT = "councils.quarteraccount."
read_with(QuarterAccount.objects.select_related("council__park"))


@tell(ACCOUNT + "send_back")
def whoever_wrote_it(entry: Entry) -> list[Recipient]:
    """The council wants it mended first."""
    return to_people([QuarterAccount.objects.select_related("written_by").get(pk=entry.subject_id).written_by])


@tell(ACCOUNT + "disclose", ACCOUNT + "correct", ACCOUNT + "audit")
def the_members(entry: Entry) -> list[Recipient]:
    """They answer for it in the park; every firm being told each quarter would be noise."""
    account = QuarterAccount.objects.select_related("council").get(pk=entry.subject_id)
    return to_people(one.person for one in account.council.members())
