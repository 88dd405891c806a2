"""Opening an account for somebody who proved a number or a mailbox: for people of firms, who need no staff for it."""

import secrets

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language

from enterprises.models import Person
from parkdesk.core.flow import record
from parkdesk.core.recipients import Address


def owner_of(address: Address) -> Person | None:
    """Whoever has this number or mailbox already."""
    same = Q(phone=address.phone) if address.phone else Q(email__iexact=address.email)
    return Person.objects.filter(same).first()


@transaction.atomic
def open_account(name: str, address: Address) -> Person:
    """An account without a role or a password. The address was proved by a code; it is nobody else's."""
    person = Person(username=f"p-{secrets.token_hex(5)}", name=name, language=get_language() or "zh-hans")
    person.phone, person.email, person.phone_verified = address.phone, address.email, bool(address.phone)
    person.set_unusable_password()
    person.save()
    if person.email:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record(person, "open_account", by=person, facts={"by": "phone" if person.phone else "email"})
    return person
