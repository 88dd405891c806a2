"""Who is told what about lowering a tier together. The words: templates/councils/notices/case.<step>.txt."""

from councils.case_guards import is_tied, presiding_over, reviews_it
from councils.case_notices import CASE
from councils.meeting_notices import to_people
from councils.models import Case
from enterprises.models import Appointment, Person
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, tell


@tell(CASE + "propose_lower")
def the_party_committee_is_asked(entry: Entry) -> list[Recipient]:
    """Who may answer: never whoever sits in the council (decisions 40)."""
    case = _case(entry)
    today = Appointment.objects.running(clock.today()).filter(role=Role.PARTY_COMMITTEE)
    return to_people(one for one in Person.objects.filter(pk__in=today.values("person")) if reviews_it(case, one))


@tell(CASE + "keep_tier")
def whoever_presides(entry: Entry) -> list[Recipient]:
    first = presiding_over(_case(entry))
    return to_people([first.person] if first else [])


@tell(CASE + "lower")
def those_who_deliberate(entry: Entry) -> list[Recipient]:
    """The members where they go on with it; of a case that is withdrawn they hear by that step."""
    case = _case(entry)
    if case.state == Case.State.WITHDRAWN:
        return whoever_presides(entry)
    return to_people(one.person for one in case.council.members() if not is_tied(case, one.person))


def _case(entry: Entry) -> Case:
    return Case.objects.select_related("council__park", "need").get(pk=entry.subject_id)
