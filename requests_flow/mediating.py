"""What is done in a mediation (调解): sides named, sittings held, an agreement written down, kept and confirmed."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import clock, files
from parkdesk.core.flow import NotNow, advance, begin
from requests_flow.models import Mediation, MediationDuty, MediationParty, MediationSitting, Need

Role = MediationParty.Role


@transaction.atomic
def open_for(need: Need, *, matter: str, applicant: str, respondent: str, by: Person) -> Mediation:
    """Begin a mediation between two sides. Raises NotNow where one is under way already."""
    one = Mediation(need=need, matter=matter, opened_by=by, opened_at=clock.now())
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow(one, "open", _("A mediation is under way already.")) from error
    one = begin(one, "open", by=by, matter=matter)
    one = name_party(one, name=applicant, role=Role.APPLICANT, by=by)
    return name_party(one, name=respondent, role=Role.RESPONDENT, by=by)


@transaction.atomic
def name_party(one: Mediation, *, name: str, role: str, by: Person, agent: str = "", position: str = "") -> Mediation:
    """Name somebody on one side, with whom they sent and what they say."""
    facts = {"name": name, "role": role, "agent": agent, "position": position}
    one = advance(one, "name_party", by=by, **facts)
    MediationParty.objects.create(mediation=one, **facts)
    return one


@transaction.atomic
def hear(one: Mediation, *, held_at: datetime, place: str, mediators: str, by: Person, notes: str = "") -> Mediation:
    """Put a sitting on record."""
    facts = {"held_at": held_at, "place": place, "mediators": mediators, "notes": notes}
    one = advance(one, "hear", by=by, **facts)
    MediationSitting.objects.create(mediation=one, **facts)
    return one


def conclude(
    one: Mediation, *, outcome: str, by: Person, agreement: str = "", effective_on: date | None = None
) -> Mediation:
    """It has ended: agreed, in part, or failed. An agreement takes effect on a day, from which 30 days run."""
    return advance(one, "conclude", by=by, outcome=outcome, agreement=agreement, effective_on=effective_on)


@transaction.atomic
def plan(one: Mediation, *, what: str, due_on: date, by: Person, amount_fen: int | None = None) -> Mediation:
    """A day by which something of the agreement is done."""
    facts = {"what": what, "due_on": due_on, "amount_fen": amount_fen}
    one = advance(one, "plan", by=by, **facts)
    MediationDuty.objects.create(mediation=one, **facts)
    return one


@transaction.atomic
def perform(one: Mediation, *, duty: MediationDuty, done_on: date, by: Person) -> Mediation:
    """It was done, on that day; the day by which it was due stays. Raises NotNow when it was marked already."""
    one = advance(one, "perform", by=by, duty=duty, done_on=done_on)
    open_ones = MediationDuty.objects.filter(pk=duty.pk, mediation=one, done_on__isnull=True)
    if not open_ones.update(done_on=done_on, done_by=by):
        raise NotNow(one, "perform", _("It was marked as done already."))
    return one


@transaction.atomic
def attach(one: Mediation, *, pictures: list[str], by: Person) -> Mediation:
    """The signed record, as photographs or scans."""
    files.claim_drafts(pictures, one, step="attach", is_public=False)
    return advance(one, "attach", by=by)
