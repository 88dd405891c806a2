"""A need from another system: once per idempotency key, in the places that its key is for."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from enterprises import finding
from enterprises.models import Building, Enterprise, Park
from parkdesk.core.idempotency import once
from requests_flow.api.problems import Problem
from requests_flow.api.shapes import ContactIn, NeedIn
from requests_flow.intake import Place, Report, hand_in
from requests_flow.models import ApiKey, KeyedNeed, Need
from requests_flow.words import Channel


def parks_of(key: ApiKey) -> QuerySet[Park]:
    """The parks a key is for: those it was bound to, or all."""
    bound = key.parks.all()
    return bound if bound.exists() else Park.objects.all()


def take(said: NeedIn, *, by: ApiKey, once_key: str) -> tuple[Need, bool]:
    """Hand in what another system says. Returns (need, whether this call stored it). Raises Problem."""
    digest = hashlib.sha256(said.model_dump_json().encode()).hexdigest()
    return hand_in_once(lambda: report_of(said, by), by=by, once_key=once_key, digest=digest)


def hand_in_once(
    report: Callable[[], Report], *, by: ApiKey, once_key: str, digest: str, called: str = ""
) -> tuple[Need, bool]:
    """Store a need for a key, once per idempotency key and words. Raises Problem when the words are others."""
    refuse_switched_off_devices(by)

    def store() -> str:
        said = replace(report(), channel=Channel.DEVICE if by.is_device else Channel.API)
        need, _is_new = hand_in(said, by=by.holder)
        KeyedNeed.objects.create(need=need, key=by, called=called)
        return f"{need.reference} {digest}"

    result, is_new = once(f"api:{by.pk}", once_key, store)
    reference, stored_digest = result.split()
    if stored_digest != digest:
        raise Problem(409, "key-used", _("This Idempotency-Key was used today for something else; nothing was stored."))
    return Need.objects.of_key(by).select_related("park", "building").get(reference=reference), is_new


def refuse_switched_off_devices(key: ApiKey) -> None:
    """Intake by devices is off until somebody switches it on (decisions 44). Raises Problem."""
    if key.is_device and not settings.DEVICE_INTAKE:
        raise Problem(403, "devices-off", _("Intake by devices is switched off in this house."))


def report_of(said: NeedIn, key: ApiKey) -> Report:
    """The report in a body. Raises Problem for a place that is not there, or not for this key."""
    firm = _firm(said.enterprise)
    same = said.model_dump(include={"text", "title", "kind", "language", "is_personal", "is_protected"})
    return Report(
        **same,
        **contact_of(said.contact, key),
        place=_place(said, key),
        enterprise=None if said.is_personal else firm,
        enterprise_name=firm.name if firm else said.enterprise,
        outside_number=said.number,
    )


def contact_of(said: ContactIn | None, key: ApiKey) -> dict[str, str]:
    """The contact as a report has it. Which key passed it on stands where else the version of our notice stands."""
    if said is None:
        return {}
    phone = (said.phone or "").removeprefix("+86")
    return {
        "name": said.name,
        "phone": f"+86{phone}" if phone else "",
        "email": said.email or "",
        "consent_version": f"key:{key.pk}",
    }


def _firm(called: str) -> Enterprise | None:
    """The one firm of exactly this name or credit code; else the name stays as it was written."""
    exact = [one for one in finding.firms(called)[:2] if called.strip() in {one.name, one.uscc}]
    return exact[0] if len(exact) == 1 else None


def _place(said: NeedIn, key: ApiKey) -> Place:
    parks = parks_of(key)
    if said.building is not None:
        building = Building.objects.select_related("park").filter(code=said.building, park__in=parks).first()
        if building is None or said.park not in {None, building.park.code}:
            raise _unknown("building")
        return Place(building.park, building, room=said.room)
    park = parks.filter(code=said.park).first() if said.park is not None else _only(parks)
    if park is None and said.park is not None:
        raise _unknown("park")
    return Place(park, room=said.room)


def _only(parks: QuerySet[Park]) -> Park | None:
    """A key for one park says by itself where its needs are."""
    few = list(parks[:2])
    return few[0] if len(few) == 1 else None


def _unknown(field: str) -> Problem:
    detail = _("This place is not in the directory, or not one that this key is for; nothing was stored.")
    return Problem(404, "unknown-place", detail, [(field, _("Look it up at /api/v1/parks."))])
