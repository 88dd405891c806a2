"""What a service promises from a day on: set when its page is published or its catalogue is read (decisions 23).

A need freezes its promise when it is sorted; nothing that is set here later changes a need that runs.
"""

from datetime import date
from typing import NamedTuple

from django.db import transaction

from parkdesk.core import clock
from requests_flow.models import Need, Service, ServiceTerms


class Numbers(NamedTuple):
    """The numbers of a service: its promise in half working days, the statutory limit in days, what is covered."""

    promised_half_days: int
    legal_limit_days: int | None
    scope: str


@transaction.atomic
def set_terms(service: Service, numbers: Numbers, *, valid_from: date | None = None) -> ServiceTerms | None:
    """Let these numbers hold from a day on: from today at the earliest. Returns the new terms, or None when the same
    hold then already.

    What was planned for a later day is dropped: the newest decision stands alone. Terms that have held stay for good.
    """
    today = clock.today()
    start = max(valid_from or today, today)
    Service.objects.select_for_update().get(pk=service.pk)
    service.terms.filter(valid_from__gt=start).delete()
    standing = service.terms_on(start)
    if standing and Numbers(standing.promised_half_days, standing.legal_limit_days, standing.scope) == numbers:
        return None
    return ServiceTerms.objects.update_or_create(service=service, valid_from=start, defaults=numbers._asdict())[0]


def keeping_their_promise(service: Service) -> int:
    """How many open needs keep the promise of this service that they were given when they were sorted."""
    return Need.objects.open().filter(service=service, promised_half_days__isnull=False).count()
