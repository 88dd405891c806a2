"""The agreement to be contacted about a need: what was left is corrected or taken back; the work goes on (PIPL 15)."""

from django.db import transaction

from parkdesk.core.actors import Actor
from parkdesk.core.flow import record
from parkdesk.core.models import Wishes
from requests_flow.models import Need, ReporterContact


@transaction.atomic
def change_contact(need: Need, *, by: Actor, name: str, phone: str, email: str) -> Need:
    """Correct how the reporter is reached; the trail knows that it changed, not what it was."""
    need = _locked(need)
    ReporterContact.objects.filter(need=need).update(name=name, phone=phone, email=email)
    record(need, "correct_contact", by=by, facts={})
    return need


@transaction.atomic
def withdraw_contact(need: Need, *, by: Actor) -> Need:
    """Agreement taken back: nobody can reach the reporter any more; the work on the need goes on."""
    need = _locked(need)
    left = ReporterContact.objects.filter(need=need)
    version = left.values_list("consent_version", flat=True).first()
    if left.delete()[0]:
        Wishes.objects.filter(recipient=f"need:{need.pk}").delete()
        record(need, "take_back", by=by, facts={"version": version})
    return need


def _locked(need: Need) -> Need:
    return Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
