"""Whom a notice is for, who of them can be reached and how, and who is left in peace."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from enterprises.models import Contact, Enterprise, Membership
from parkdesk.core import clock
from requests_flow.models import Circular
from requests_flow.outreach import budget
from requests_flow.planning import CONTACT_EVERY


@dataclass(frozen=True)
class Reach:
    """How many firms, and by which way each of them at best; `spared` and `lately` are left out of a questionnaire."""

    firms: int
    by_account: int
    by_mail: int
    by_phone: int
    spared: int = 0
    lately: int = 0

    @property
    def by_nothing(self) -> int:
        return self.firms - self.by_account - self.by_mail - self.by_phone

    @property
    def left_out(self) -> int:
        return self.spared + self.lately


def circle(circular: Circular) -> QuerySet[Enterprise]:
    """All firms that it is for, those that have moved out never. A correction follows the notice it corrects."""
    where = Q(park__in=circular.parks.all()) | Q(building__in=circular.buildings.all())
    is_everywhere = not circular.parks.exists() and not circular.buildings.exists()
    meant = Q() if is_everywhere else where
    for column, chosen in (("sector", circular.sectors), ("size", circular.sizes)):
        meant &= Q(**{f"{column}__in": chosen}) if chosen else Q()
    for trait in circular.traits:
        meant &= Q(**{trait: True})
    if circular.corrects_id:
        meant |= Q(pk__in=circular.corrects.copies.values("enterprise"))
    return Enterprise.objects.exclude(status=Enterprise.Status.MOVED_OUT).filter(meant)


def addressed(circular: Circular) -> tuple[list[int], Reach]:
    """The firms that it goes to now, and how they are reached. Official notices go to all, questionnaires do not."""
    meant = set(circle(circular).values_list("pk", flat=True))
    spared: set[int] = set()
    lately: set[int] = set()
    if circular.is_survey:
        spared = budget.spared(clock.today()) & meant
        since = clock.today() - CONTACT_EVERY
        lately = (budget.contacted(since, but=circular.corrects_id) & meant) - spared
    goes = sorted(meant - spared - lately)
    return goes, _ways(set(goes), len(spared), len(lately))


def ways_to(firms: QuerySet) -> Reach:
    """How these firms (a query of their ids) are reached."""
    return _ways(set(firms), 0, 0)


def _ways(firms: set[int], spared: int, lately: int) -> Reach:
    account = with_account() & firms
    mail = (with_mail() & firms) - account
    phone = (with_phone() & firms) - account - mail
    return Reach(len(firms), len(account), len(mail), len(phone), spared, lately)


def with_account() -> set[int]:
    """Firms of which somebody can sign in today."""
    running = Membership.objects.running(clock.today()).filter(person__is_active=True)
    return set(running.order_by().values_list("enterprise", flat=True))


def with_mail() -> set[int]:
    """Firms with a contact who has an e-mail address."""
    return set(Contact.objects.exclude(email="").values_list("enterprise", flat=True))


def with_phone() -> set[int]:
    return set(Contact.objects.exclude(mobile="", landline="").values_list("enterprise", flat=True))
