"""A case that is referred to a meeting stands on the agenda of the next one, where that is still open."""

from councils import agenda, presence
from councils.models import Case, Meeting
from parkdesk.core.actors import CLOCK
from parkdesk.core.models import Entry
from parkdesk.core.outbox import follow

OPEN_AGENDA = ("draft", "convened")


@follow("councils.case.refer", name="councils.refer")
def put_it_on_the_next_agenda(entry: Entry) -> None:
    """Without such a meeting it waits among the cases for a meeting (`Case.objects.for_a_meeting`)."""
    case = Case.objects.select_related("council__park", "need").get(pk=entry.subject_id)
    ahead = Meeting.objects.ahead().filter(council=case.council_id)
    if case.state != Case.State.TO_MEETING or case.agenda_items.filter(meeting__in=ahead.order_by()).exists():
        return
    for meeting in ahead.filter(state__in=OPEN_AGENDA).select_related("rule_set"):
        if not presence.is_agenda_closed(meeting):
            agenda.put_on_agenda(meeting, by=CLOCK, case=case)
            return
