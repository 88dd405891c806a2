"""Who is told about filings for firms. The words: notices/filing.propose.txt and filingpaper.remind.txt."""

from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell
from requests_flow.models import Filing, FilingPaper
from requests_flow.notices import FILING, PAPER, reporter_as_recipient
from requests_flow.team_notices import to_people

read_with(Filing.objects.select_related("need"))
read_with(FilingPaper.objects.select_related("filing__need"))


@tell(FILING + "propose")
def who_decides_and_who_answers_for_it(entry: Entry) -> list[Recipient]:
    """The reporter, whose word it waits for; owner and handler of the need, but not whoever proposed it."""
    need = Filing.objects.select_related("need__owner", "need__handler").get(pk=entry.subject_id).need
    others = (one for one in (need.owner, need.handler) if one and one.pk != entry.actor_id)
    return [reporter_as_recipient(need), *to_people(*others)]


@tell(PAPER + "remind")
def who_keeps_it(entry: Entry) -> list[Recipient]:
    """Who proposed the filing, who took the paper, who owns the need."""
    along = ("filing__opened_by", "filing__need__owner", "received_by")
    paper = FilingPaper.objects.select_related(*along).get(pk=entry.subject_id)
    return to_people(paper.filing.opened_by, paper.received_by, paper.filing.need.owner)
