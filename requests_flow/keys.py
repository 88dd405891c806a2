"""Keys of other systems: made and revoked by people, asked at each call."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from enterprises.models import Park, Person
from enterprises.roles import Role
from parkdesk.core import clock, limits
from parkdesk.core.actors import is_person
from parkdesk.core.flow import NotYours, record
from requests_flow.models import ApiKey
from requests_flow.models.key import Scope, digest_of

BEGINS = "pdk_"
HOUR = timedelta(hours=1)
# Wrong keys an hour from one address, behind which a whole park may sit; right ones never count here.
WRONG_PER_ADDRESS = 120


class NoKey(Exception):
    """There is no key, or none that opens anything today (401)."""


class OutOfScope(Exception):
    """The key is good and does not open this (403)."""


@dataclass(frozen=True)
class Terms:
    """What a key is made for."""

    name: str
    scopes: Iterable[str]
    expires_on: date
    parks: Iterable[Park] = ()
    per_hour: int = 600


def may_keep_keys(person: object) -> bool:
    """The desk manager, and the administrator: a key reads nothing but the needs that it handed in itself (4)."""
    return isinstance(person, Person) and is_person(person) and person.wears(Role.DESK_MANAGER, Role.SYSTEM_ADMIN)


@transaction.atomic
def make_key(terms: Terms, *, by: Person) -> tuple[ApiKey, str]:
    """Make a key. Returns it with its secret, which nobody can see again. Raises NotYours."""
    secret = BEGINS + secrets.token_urlsafe(32)
    key = ApiKey(
        name=terms.name, digest=digest_of(secret), hint=secret[-4:], scopes=sorted(terms.scopes),
        per_hour=terms.per_hour, made_at=clock.now(), made_by=by, expires_on=terms.expires_on,
    )  # fmt: skip
    if not may_keep_keys(by):
        raise NotYours(key, "make")
    key.save(force_insert=True)
    key.parks.set(terms.parks)
    facts = {"scopes": key.scopes, "until": key.expires_on, "parks": sorted(one.code for one in terms.parks)}
    record(key, "make", by=by, facts=facts)
    return key, secret


@transaction.atomic
def revoke_key(key: ApiKey, *, by: Person) -> ApiKey:
    """Let a key open nothing from now on. A second time changes nothing. Raises NotYours."""
    if not may_keep_keys(by):
        raise NotYours(key, "revoke")
    locked = ApiKey.objects.select_for_update().get(pk=key.pk)
    if locked.revoked_at is None:
        locked.revoked_at, locked.revoked_by = clock.now(), by
        locked.save(update_fields=["revoked_at", "revoked_by"])
        record(locked, "revoke", by=by, facts={})
    return locked


def key_behind(secret: str, *, address: str) -> ApiKey:
    """The running key with this secret; its call is counted. `address` is whom the house takes the caller for.

    Raises NoKey, and TooMany for a key that calls too often or an address that guesses.
    """
    key = ApiKey.objects.running(clock.today()).filter(digest=digest_of(secret)).first() if secret else None
    if key is None:
        if secret:
            limits.hit(f"key:wrong:{address}", limit=WRONG_PER_ADDRESS, window=HOUR)
        raise NoKey
    limits.hit(f"key:{key.pk}", limit=key.per_hour, window=HOUR)
    if key.last_used_on != clock.today():
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=clock.today())
    return key


def refuse_unless_for(key: ApiKey, *scopes: Scope) -> None:
    """Raise OutOfScope unless the key was made for one of these."""
    if not set(scopes) & set(key.scopes):
        raise OutOfScope
