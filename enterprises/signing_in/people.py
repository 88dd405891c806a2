"""The people whom a second factor is asked of, for whoever looks after the doors."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from enterprises.models import Person
from enterprises.models.appointment import Appointment
from enterprises.roles import SECOND_FACTOR
from parkdesk.core import clock


def who_must_show(asked: str = "") -> QuerySet[Person]:
    """Those whose roles of today ask for one, or who administer; `asked` is a part of a name. Without one first.

    Each has `has_factor`, and `worn`: the appointments of today.
    """
    running = Appointment.objects.running(clock.today())
    wearers = running.filter(person=OuterRef("pk"), role__in=SECOND_FACTOR)
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    found = Person.objects.filter(Exists(wearers) | Q(is_staff=True) | Q(is_superuser=True), is_active=True)
    if asked:
        found = found.filter(Q(name__icontains=asked) | Q(username__icontains=asked))
    worn = Prefetch("appointments", running.select_related("unit", "park"), to_attr="worn")
    return found.annotate(has_factor=Exists(factors)).prefetch_related(worn).order_by("has_factor", "name", "pk")


def worn_by(person: Person) -> list[str]:
    """The names of the roles of today, each once; of somebody found by `who_must_show`."""
    return list(dict.fromkeys(str(hat.get_role_display()) for hat in person.worn))  # type: ignore[attr-defined]
