"""Who is told what about advice. The words: templates/councils/notices/advice.*.txt."""

from councils.case_guards import presiding_over
from councils.meeting_notices import to_people, wearing
from councils.models import Advice
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell

ADVICE = "councils.advice."
read_with(Advice.objects.select_related("case__council__park", "unit"))


@tell(ADVICE + "ask")
def the_unit(entry: Entry) -> list[Recipient]:
    return to_people(wearing(unit=_advice(entry).unit))


@tell(ADVICE + "give")
def who_asked(entry: Entry) -> list[Recipient]:
    """Whoever presides over the case, and who asked for it."""
    advice = _advice(entry)
    first = presiding_over(advice.case)
    asked = Entry.objects.about(advice).select_related("actor").filter(verb=ADVICE + "ask").first()
    people = {one.pk: one for one in (first and first.person, asked and asked.actor) if one}
    return to_people(people.values())


def _advice(entry: Entry) -> Advice:
    return Advice.objects.select_related("case__council__park", "case__need", "unit").get(pk=entry.subject_id)
