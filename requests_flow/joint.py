"""What a team does in a joint handling (专班): open, members, a line a day, the register, instalments, close."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprises.models import Person, Unit
from parkdesk.core import clock
from parkdesk.core.flow import NotNow, advance, begin
from requests_flow.joint_guards import is_kept_from
from requests_flow.models import Incident, Joint, JointClaim, JointInstalment, JointMember, JointStatus, Need


@transaction.atomic
def open_for(thing: Need | Incident, *, matter: str, head: Person, by: Person) -> Joint:
    """Call a team together about a need or an incident. Raises NotNow where one is at work already."""
    about = {"need": thing} if isinstance(thing, Need) else {"incident": thing}
    one = Joint(matter=matter, head=head, opened_by=by, opened_at=clock.now(), **about)
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow(one, "open", _("A team is at work on it already.")) from error
    return begin(one, "open", by=by, matter=matter)


@transaction.atomic
def add_member(joint: Joint, *, task: str, by: Person, person: Person | None = None, unit: Unit | None = None) -> Joint:
    """A person or a unit joins with a task. Raises NotNow for a landlord where the need is protected."""
    joint = advance(joint, "add_member", by=by, task=task)
    is_landlord = unit is not None and joint.is_protected and unit.is_tied_to_a_landlord
    if is_landlord or (person is not None and is_kept_from(joint, person)):
        raise NotNow(joint, "add_member", _("It is about a protected need: operators and property firms stay out."))
    JointMember.objects.create(joint=joint, person=person, unit=unit, task=task)
    return joint


@transaction.atomic
def report(joint: Joint, *, text: str, by: Person) -> Joint:
    """The line of today."""
    joint = advance(joint, "report", by=by, text=text)
    JointStatus.objects.create(joint=joint, day=clock.today(), at=clock.now(), by=by, text=text)
    return joint


@transaction.atomic
def add_claim(joint: Joint, *, name: str, kind: str, amount_fen: int, by: Person, evidence: str = "") -> Joint:
    """Somebody claims an amount."""
    joint = advance(joint, "add_claim", by=by, name=name, amount_fen=amount_fen, evidence=evidence)
    JointClaim.objects.create(joint=joint, name=name, kind=kind, amount_fen=amount_fen, evidence=evidence)
    return joint


@transaction.atomic
def correct_claim(joint: Joint, *, claim: JointClaim, amount_fen: int, reason: str, by: Person) -> Joint:
    """Another amount, on a line of its own that names the old one and waits to be checked anew.

    Raises NotNow for a claim of another register, and for one that was corrected already.
    """
    joint = advance(joint, "correct_claim", by=by, claim=claim, amount_fen=amount_fen, reason=reason)
    old = _standing(joint, claim, "correct_claim")
    same = {"name": old.name, "kind": old.kind, "evidence": old.evidence}
    JointClaim.objects.create(joint=joint, amount_fen=amount_fen, corrects=old, reason=reason, **same)
    return joint


def _standing(joint: Joint, claim: JointClaim, verb: str) -> JointClaim:
    """The claim as it counts on this register; the register is locked by the step."""
    found = joint.claims.standing().filter(pk=claim.pk).first()
    if found is None:
        raise NotNow(joint, verb, _("This claim is not on this register, or another line corrects it."))
    return found


@transaction.atomic
def judge_claim(joint: Joint, *, claim: JointClaim, verdict: str, by: Person) -> Joint:
    """Confirm or dispute a claim. Raises NotNow for one of another register, and for one that was corrected."""
    joint = advance(joint, "judge_claim", by=by, claim=claim, verdict=verdict)
    JointClaim.objects.filter(pk=_standing(joint, claim, "judge_claim").pk).update(verdict=verdict)
    return joint


@transaction.atomic
def plan(joint: Joint, *, due_on: date, amount_fen: int, payer: str, by: Person) -> Joint:
    """An instalment by a day; the day is never moved."""
    facts = {"due_on": due_on, "amount_fen": amount_fen, "payer": payer}
    joint = advance(joint, "plan", by=by, **facts)
    JointInstalment.objects.create(joint=joint, planned_at=clock.now(), **facts)
    return joint


@transaction.atomic
def pay(joint: Joint, *, instalment: JointInstalment, paid_on: date, by: Person) -> Joint:
    """It was paid, on that day. Raises NotNow when it was marked already."""
    joint = advance(joint, "pay", by=by, instalment=instalment, paid_on=paid_on)
    unpaid = JointInstalment.objects.filter(pk=instalment.pk, joint=joint, paid_on__isnull=True)
    if not unpaid.update(paid_on=paid_on, marked_by=by):
        raise NotNow(joint, "pay", _("It was marked as paid already."))
    return joint


@dataclass(frozen=True)
class Sums:
    """What the register adds up to, in fen."""

    claimed: int = 0
    confirmed: int = 0
    disputed: int = 0
    paid: int = 0


def sums(claims: list[JointClaim], instalments: list[JointInstalment]) -> Sums:
    """Added up from the whole register, read already; a line that was corrected counts no more."""
    corrected = {one.corrects_id for one in claims}
    last = [one for one in claims if one.pk not in corrected]
    of = {verdict: sum(one.amount_fen for one in last if one.verdict == verdict) for verdict in JointClaim.Verdict}
    return Sums(
        claimed=sum(of.values()),
        confirmed=of[JointClaim.Verdict.CONFIRMED],
        disputed=of[JointClaim.Verdict.DISPUTED],
        paid=sum(one.amount_fen for one in instalments if one.paid_on is not None),
    )
