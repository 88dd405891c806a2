"""How good the directory is: what is stale, missing, doubtful or moved, as lists that somebody can mend.

Each problem is a query over the firms that are here. Nothing is guessed and nothing is merged on its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from enterprises.models import Contact, Enterprise, Park, Relocation
from parkdesk.core import clock

STALE_AFTER = timedelta(days=365)
MOVED_WITHIN = timedelta(days=90)
# Two firms of one owner share a telephone; from the third on it is somebody's who registers firms.
FIRMS_A_NUMBER = 3
Firms = QuerySet[Enterprise]


def _stale(firms: Firms) -> Firms:
    return firms.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=clock.today() - STALE_AFTER))


def _no_contact(firms: Firms) -> Firms:
    reachable = Contact.objects.filter(enterprise=OuterRef("pk")).exclude(mobile="", landline="", email="")
    return firms.filter(~Exists(reachable))


def _same_phone(firms: Firms) -> Firms:
    """Counted over the whole directory: the agency's other firms may sit in other parks."""
    here = Contact.objects.exclude(mobile="").exclude(enterprise__status=Enterprise.Status.MOVED_OUT)
    shared = here.order_by().values("mobile").annotate(firms=Count("enterprise", distinct=True))
    numbers = shared.filter(firms__gte=FIRMS_A_NUMBER).values("mobile")
    return firms.filter(pk__in=Contact.objects.filter(mobile__in=numbers).values("enterprise"))


def _wrong_digit(firms: Firms) -> Firms:
    """The check character is arithmetic (GB 32100-2015), so the codes are read and looked at one by one."""
    codes = firms.exclude(uscc=None).order_by().values_list("pk", "uscc").iterator(chunk_size=2000)
    return firms.filter(pk__in=[pk for pk, code in codes if not uscc.is_valid(code)])


def _same_name(firms: Firms) -> Firms:
    here = Enterprise.objects.exclude(status=Enterprise.Status.MOVED_OUT).filter(name=OuterRef("name"))
    return firms.filter(Exists(here.filter(park=OuterRef("park")).exclude(pk=OuterRef("pk"))))


def _moved(firms: Firms) -> Firms:
    lately = Relocation.objects.standing().filter(at__gte=clock.now() - MOVED_WITHIN)
    return firms.filter(pk__in=lately.values("enterprise"))


@dataclass(frozen=True)
class Problem:
    """One kind of flaw: its word, what counts as it, and the firms that have it."""

    code: str
    group: Any
    label: Any
    definition: Any
    rows: Callable[[Firms], Firms]
    # Whether firms that have left are among them.
    is_of_all: bool = False


STALE, MISSING, DOUBTFUL, MOVED = _("Stale"), _("Missing"), _("Doubtful"), _("Moved")
PROBLEMS = (
    Problem(
        "stale",
        STALE,
        _("Not confirmed for 12 months"),
        _("Nobody of the firm and nobody at the desk has said within a year that its data are right."),
        _stale,
    ),
    Problem(
        "no-contact",
        MISSING,
        _("No contact"),
        _("The directory has neither a number nor an e-mail address."),
        _no_contact,
    ),
    Problem(
        "no-building",
        MISSING,
        _("No building"),
        _("The park is known and the building is not."),
        lambda firms: firms.filter(building=None),
    ),
    Problem(
        "no-uscc",
        MISSING,
        _("No credit code"),
        _("The unified social credit code is empty."),
        lambda firms: firms.filter(uscc=None),
    ),
    Problem(
        "same-phone",
        DOUBTFUL,
        _("One number for many firms"),
        _("The contact’s mobile number stands at three firms or more: perhaps an agency’s."),
        _same_phone,
    ),
    Problem(
        "wrong-digit",
        DOUBTFUL,
        _("Wrong check character"),
        _("The credit code does not agree with its check character (GB 32100-2015)."),
        _wrong_digit,
    ),
    Problem(
        "same-name",
        DOUBTFUL,
        _("Same name twice in a park"),
        _("Two entries of one name in one park: perhaps one firm."),
        _same_name,
    ),
    Problem(
        "moved",
        MOVED,
        _("Moved within 90 days"),
        _("Moved out or to another place: look whether rooms, codes and contacts follow."),
        _moved,
        is_of_all=True,
    ),
)
BY_CODE = {one.code: one for one in PROBLEMS}


def rows(problem: Problem, park: Park | None = None) -> Firms:
    """The firms with this problem, in the order in which somebody walks from door to door."""
    firms = Enterprise.objects.all() if problem.is_of_all else _here()
    firms = firms.filter(park=park) if park else firms
    found = problem.rows(firms).select_related("park", "building")
    return found.order_by("park__code", "building__code", "room", "pk")


def counts(park: Park | None = None) -> list[tuple[Problem, int]]:
    """How many firms have each problem."""
    return [(one, rows(one, park).order_by().count()) for one in PROBLEMS]


def total(park: Park | None = None) -> int:
    """How many firms are here at all."""
    return (_here().filter(park=park) if park else _here()).count()


def _here() -> Firms:
    return Enterprise.objects.exclude(status=Enterprise.Status.MOVED_OUT)
