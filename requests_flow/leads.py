"""What becomes of merged needs when the one that leads ends without an answer: they stand alone again."""

from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry
from parkdesk.core.outbox import follow
from requests_flow.models import Need
from requests_flow.words import State

NEED = "requests_flow.need."
ENDED_UNANSWERED = frozenset({State.WITHDRAWN, State.INVALID})


def let_go(entry: Entry) -> None:
    """Hearing it twice changes nothing: what was let go is merged no more."""
    lead = Need.objects.get(pk=entry.subject_id)
    if lead.state not in ENDED_UNANSWERED:
        return
    for one in Need.objects.filter(merged_into=lead, state=State.MERGED).exclude(merged_from="").order_by("pk"):
        advance(one, "unmerge", by=CLOCK)


follow(NEED + "withdraw", name="together.withdraw")(let_go)
follow(NEED + "invalidate", name="together.invalidate")(let_go)
