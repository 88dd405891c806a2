"""From the trail into the ledger: who earns by an entry, within which limits, reviewed by whom, and when it counts.

A listener hears an entry at least once; an award is made once for an entry, a person and a rule, and its transfer has
the award's own key. So hearing an entry again changes nothing.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from enterprises.models import Appointment, Person
from parkdesk.core import clock, outbox
from parkdesk.core.actors import CLOCK, Actor
from parkdesk.core.flow import NotYours, advance, begin
from parkdesk.core.models import Entry
from points import accounts, caps, guards, posting, rulebook, taking_back
from points.models import Account, Award, RuleVersion, Transfer
from points.refusals import AlreadyAwarded, AlreadyHad, LimitReached, NotByHand
from points.slips import key_for, slip_of

State = Award.State
BATCH = 500
# What people propose by hand is for a day: one award of a rule a person and day.
BY_HAND = "points.day"


@transaction.atomic
def hear(entry: Entry) -> None:
    """What an entry earns, what it releases, what it takes back."""
    for version in rulebook.versions(entry.occurred_on).filter(verb=entry.verb):
        for person in _earners(version, entry):
            _earn(version, person, entry)
    for award in [one for one in _about(entry) if entry.verb in one.rule_version.waits_for]:
        _grant(award)
    _undo(entry)


for _name, _pattern in rulebook.LISTENERS.items():
    outbox.follow(_pattern, name=_name)(hear)


def _about(entry: Entry) -> QuerySet[Award]:
    """Awards for the thing that this entry is about, which wait for an outcome."""
    rows = Award.objects.filter(subject_type=entry.subject_type, subject_id=entry.subject_id, state=State.EXPECTED)
    return rows.locked().order_by("person", "pk")


def _undo(entry: Entry) -> None:
    """Take back what the same thing had earned before, where the rule says that this step undoes it."""
    earlier = Award.objects.standing().filter(entry__seq__lt=entry.seq)
    about = earlier.filter(subject_type=entry.subject_type, subject_id=entry.subject_id)
    for award in about.select_related("rule_version").order_by("person", "pk"):
        if entry.verb in award.rule_version.undone_by:
            taking_back.take_back(award, by=CLOCK)


# --- earning -----------------------------------------------------------------------------------------
def _earners(version: RuleVersion, entry: Entry) -> list[Person]:
    """Those whom the entry names, who wore the rule's role on that day; in the order of all locks."""
    people = Person.objects.filter(pk__in=entry.beneficiaries).order_by("pk")
    if version.role:
        wore = Appointment.objects.running(entry.occurred_on).filter(role=version.role)
        people = people.filter(pk__in=wore.values("person"))
    if version.is_for_others:
        first = Entry.objects.filter(subject_type=entry.subject_type, subject_id=entry.subject_id, seq=1)
        people = people.exclude(pk__in=first.filter(actor__isnull=False).values("actor"))
    return list(people)


def _earn(version: RuleVersion, person: Person, entry: Entry) -> None:
    subject = {"subject_type": entry.subject_type, "subject_id": entry.subject_id}
    if _has_it(version, person, entry, subject):
        return
    award = _write(version, person, entry.occurred_on, entry.record["quantity"], entry=entry, **subject)
    if version.waits_for and not _has_followed(version, entry):
        begin(award, "expect", by=CLOCK)
    else:
        _grant(award)


def _has_it(version: RuleVersion, person: Person, entry: Entry, subject: dict[str, object]) -> bool:
    """Whether this entry was heard before, or the thing (or, for a one-off, anything) has earned it already."""
    mine = Award.objects.filter(person=person, rule=version.rule)
    return (
        mine.filter(entry=entry).exists()
        or mine.standing().filter(**subject).exists()
        or (version.is_one_off and mine.standing().exists())
    )


def _has_followed(version: RuleVersion, entry: Entry) -> bool:
    """Whether the outcome stands already: each listener keeps its own pace."""
    later = Entry.objects.filter(subject_type=entry.subject_type, subject_id=entry.subject_id, seq__gt=entry.seq)
    return later.filter(verb__in=version.waits_for).exists()


def _write(version: RuleVersion, person: Person, day: date, quantity: int, **columns: object) -> Award:
    quantity = max(1, min(quantity, version.max_quantity))
    asked = version.points * quantity
    entry = columns.get("entry")
    return Award.objects.create(
        person=person,
        rule=version.rule,
        rule_version=version,
        occurred_on=day,
        quantity=quantity,
        asked=asked,
        points=asked,
        is_one_off=version.is_one_off,
        park_code=entry.park_code if isinstance(entry, Entry) else "",
        **columns,
    )


def _grant(award: Award) -> None:
    """Within the limit: at once, or into review when it is above the threshold."""
    award = _with_points(award)
    if not award.points:
        advance(award, "reach_limit", by=CLOCK)
    elif award.needs_review:
        advance(award, "claim", by=CLOCK)
    else:
        _pay(award, by=CLOCK)


def _with_points(award: Award) -> Award:
    award.points = caps.reserve(award.person, award.rule_version, award.occurred_on, award.asked)
    award.save(update_fields=["points"])
    return award


def _pay(award: Award, *, by: Actor) -> Award:
    """Into the ledger, and on the trail; the guard refuses what has not been on notice to its end (I-14)."""
    return advance(award, "post", by=by, transfer=_transfer(award, by))


def _transfer(award: Award, by: Actor) -> Transfer:
    legs = (
        (accounts.system(Account.Kind.ISSUANCE), -award.points),
        (accounts.of_person(award.person), award.points),
    )
    how = {"code": Transfer.Code.AWARD, "by": by, "effective_on": award.occurred_on}
    return posting.carry_out(slip_of(award, key=key_for("award", award.pk), legs=legs, **how)).transfer


# --- by hand -----------------------------------------------------------------------------------------
@transaction.atomic
def propose(person: Person, code: str, *, on: date, evidence: str, by: Person) -> Award:
    """Somebody at the desk writes down what no step of the house records; a second person reviews it.

    `evidence` goes to the erasable words. Raises NotYours for oneself and for those who do not review; NotByHand for a
    rule that the book of that day has not, or pays by itself; AlreadyAwarded for the same rule and day; AlreadyHad for
    what is given once in a life; LimitReached when nothing is left of the limit.
    """
    version = rulebook.versions(on).filter(rule__code=code, verb="").first()
    if version is None:
        raise NotByHand(person, "propose")
    if not guards.reviews(version, by) or by.pk == person.pk:
        raise NotYours(version, "propose")
    award = _with_points(_write_once(version, person, on, by))
    if not award.points:
        raise LimitReached(award, "propose")
    return begin(award, "claim", by=by, evidence=evidence)


def _write_once(version: RuleVersion, person: Person, on: date, by: Person) -> Award:
    """Two desks may write the same at the same moment: what each of them sees, a constraint knows."""
    subject = {"subject_type": BY_HAND, "subject_id": on.toordinal()}
    mine = Award.objects.standing().filter(person=person, rule=version.rule)
    if version.is_one_off and mine.exists():
        raise AlreadyHad(version, "propose")
    if mine.filter(**subject).exists():
        raise AlreadyAwarded(version, "propose")
    try:
        with transaction.atomic():
            return _write(version, person, on, 1, proposed_by=by, **subject)
    except IntegrityError as error:
        raise AlreadyAwarded(version, "propose") from error


# --- review and notice -------------------------------------------------------------------------------
@transaction.atomic
def review(award: Award, *, by: Actor) -> Award:
    """A second person has looked: above the threshold it goes on public notice, else it is posted."""
    award = Award.objects.locked().get(pk=award.pk)
    if award.needs_review:
        return advance(award, "pass_on", by=by)
    return _pay(award, by=by)


def object_to(award: Award, *, reason: str, by: Actor) -> Award:
    """Somebody knows better: back into review, with the reason in the erasable words."""
    return advance(award, "object", by=by, reason=reason)


@transaction.atomic
def refuse(award: Award, *, reason: str, by: Actor) -> Award:
    """It was not so. What it had taken of the limit is free again."""
    award = advance(award, "refuse", by=by, reason=reason)
    caps.give_back(award)
    return award


def post_what_was_on_notice() -> int:
    """Post awards whose public notice is over. Returns how many."""
    ripe = Award.objects.filter(state=State.ON_NOTICE, notice_until__lte=clock.now()).order_by("pk")
    return sum(_post_ripe(pk) for pk in ripe.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _post_ripe(pk: int) -> bool:
    award = Award.objects.locked().filter(state=State.ON_NOTICE, pk=pk).first()
    return award is not None and bool(_pay(award, by=CLOCK))
