"""Asking a body that nobody here can order (提请、报送、商请), and chasing it (decisions 31)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.flow import begin
from requests_flow.models import Need, UpwardRequest


@dataclass(frozen=True)
class Letter:
    """What goes out: to whom, in which manner, what is asked, and since which day."""

    kind: str
    addressee: str
    matter: str
    sent_on: date
    receipt_number: str = ""


@transaction.atomic
def send(need: Need, letter: Letter, *, by: Person) -> UpwardRequest:
    """Put a request on record that has gone out. The need's own clock goes on; `wait` stops it, where that is right."""
    now = clock.now()
    request = UpwardRequest(need=need, sent_by=by, asked_at=now, chase_due_at=now, **vars(letter))
    request.save(force_insert=True)
    return begin(request, "send", by=by, matter=letter.matter)
