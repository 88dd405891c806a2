"""Objections, certification by community leader and party committee, and annulment with a linked new round."""

from collections import Counter
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from councils import composition, rules, seating
from councils.elections import planning, problems, ripening, vetting
from councils.elections.outcome import are_figures_shown
from councils.models import Candidacy, Election, ElectionObjection, ElectionVoter, Representative
from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, advance, begin


@transaction.atomic
def lodge(election: Election, *, text: str, by: Person) -> ElectionObjection:
    """An objection to a result, within its time; one open objection a person."""
    one = ElectionObjection(election=ripening.locked(election.pk), by=by, text=text)
    try:
        with transaction.atomic():
            return begin(one, "lodge", by=by, text=text)
    except IntegrityError as error:
        raise NotNow(one, "lodge", _("Your objection is on record and not answered yet.")) from error


def uphold(objection: ElectionObjection, *, reasons: str, by: Person) -> ElectionObjection:
    return advance(objection, "uphold", by=by, reasons=reasons, by_person=by)


def dismiss(objection: ElectionObjection, *, reasons: str, by: Person) -> ElectionObjection:
    return advance(objection, "dismiss", by=by, reasons=reasons, by_person=by)


@transaction.atomic
def endorse(election: Election, *, by: Person, remedy: str = "") -> Election:
    """The community leader signs; where the council would not be as the rules ask, with how that is mended."""
    election = ripening.locked(election.pk)
    problems.refuse_unless_theirs(election, "endorse", by)
    _refuse_unmended(election, "endorse", remedy)
    return advance(election, "endorse", by=by, by_person=by, remedy=remedy)


@transaction.atomic
def certify(election: Election, *, by: Person) -> Election:
    """The party committee signs, and whoever was elected takes a seat."""
    election = ripening.locked(election.pk)
    problems.refuse_unless_theirs(election, "certify", by)
    _refuse_unmended(election, "certify", election.remedy)
    elected = elected_in(election)
    _make_room(election, elected, by)
    for one in elected:
        _seat(one, by)
    return advance(election, "certify", by=by, seats=len(elected))


def elected_in(election: Election) -> list[Candidacy]:
    found = election.candidacies.filter(outcome=Candidacy.Outcome.ELECTED)
    return list(found.select_related("person", "enterprise", "group").order_by("group__number", "-votes", "pk"))


def faults_after(election: Election) -> list[str]:
    """What would not be as the rules ask if those elected took their seats today, in words."""
    elected, stay = elected_in(election), vetting.staying(election)
    members = [*stay, *(vetting.as_member(one) for one in elected)]
    held = Counter([*(one.party for one in stay), *(one.group.party for one in elected)])
    return rules.faults(election.rule_set, held, composition.coverage_of(election.council, members))


def _refuse_unmended(election: Election, step: str, remedy: str) -> None:
    found = [] if remedy or election.remedy else faults_after(election)
    if found:
        text = _("Say how this is mended, by a by-election for example:")
        raise NotNow(election, step, f"{text} {' '.join(found)}")


def _make_room(election: Election, elected: list[Candidacy], by: Person) -> None:
    """The term before ends where the party was voted on and somebody follows; nobody sits twice."""
    parties = {one.group.party for one in elected} if election.kind == Election.Kind.ORDINARY else set()
    people = {one.person_id for one in elected}
    for one in seating.standing_in(election.council):
        if one.party in parties or one.person_id in people:
            seating.unseat(one, by=by, cause=Representative.LeftFor.TERM)


def _seat(one: Candidacy, by: Person) -> Representative:
    starts = clock.today()
    is_shown = are_figures_shown(one.group.ballots_counted or 0, one.election.rule_set.hide_below)
    by_self = Representative.SelectedBy.SELF_NOMINATION
    term = seating.Term(
        starts_on=starts,
        ends_on=_term_end(starts, one.election.term_years),
        selected_by=by_self if one.is_self_nominated else Representative.SelectedBy.ELECTION,
        votes=one.votes if is_shown else None,
        position=one.position,
        represents=one.represents,
    )
    council, party = one.election.council, one.group.party
    return seating.seat(council, party, one.person, term=term, by=by, enterprise=one.enterprise)


def _term_end(starts: date, years: int) -> date:
    """The day before the same day so many years on; 28 February where that day does not exist."""
    day = min(starts.day, 28) if starts.month == 2 else starts.day
    return date(starts.year + years, starts.month, day) - timedelta(days=1)


@transaction.atomic
def annul(election: Election, *, by: Person, reason: str = "") -> Election:
    """An upheld objection: the ballots stay sealed, and a new round is planned that names this one."""
    election = advance(ripening.locked(election.pk), "annul", by=by, reason=reason)
    groups = list(election.groups.all())
    seats = [planning.SeatsOf(one.party, one.seats, tuple(one.kinds)) for one in groups]
    again = planning.draft(
        election.council, seats, by=CLOCK, kind=election.kind, follows=election,
        has_paper=election.has_paper, scrutineer=election.scrutineer,
    )  # fmt: skip
    for old, new in zip(groups, again.groups.all(), strict=True):
        people = old.voters.exclude(person=None).values_list("person_id", flat=True)
        ElectionVoter.objects.bulk_create(ElectionVoter(group=new, person_id=one) for one in people)
    return election
