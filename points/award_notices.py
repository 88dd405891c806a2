"""Who is told what about an award, and that points end. The words: templates/points/notices/<model>.<step>.txt."""

from django.utils.translation import gettext_lazy as _

from enterprises.models import Person
from parkdesk.core import kinds
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell
from points.models import Award, ExpiryWarning

AWARD = "points.award."
read_with(Award.objects.select_related("rule_version"))
kinds.add(
    kinds.Kind(
        "points",
        _("Points and vouchers"),
        _("Awards that were looked at, vouchers that were used, points that end."),
        patterns=("points.*",),
    )
)


@tell(AWARD + "pass_on", AWARD + "refuse", AWARD + "reverse")
def whoever_earns(entry: Entry) -> list[Recipient]:
    """What people decide about somebody's points, they are told. What the trail pays by itself is on the statement."""
    return _tell(Award.objects.values_list("person", flat=True).get(pk=entry.subject_id))


@tell(AWARD + "post")
def whoever_waited(entry: Entry) -> list[Recipient]:
    """Points that had to be reviewed may be spent from now on."""
    award = Award.objects.select_related("rule_version").get(pk=entry.subject_id)
    return _tell(award.person_id) if award.notice_until or award.proposed_by_id else []


@tell("points.expirywarning.tell")
def whose_points_end(entry: Entry) -> list[Recipient]:
    """The member whose account it is."""
    return _tell(ExpiryWarning.objects.values_list("account__owner_id", flat=True).get(pk=entry.subject_id))


def _tell(person: int) -> list[Recipient]:
    return [Recipient(f"person:{one.pk}", one.language) for one in Person.objects.filter(pk=person, is_active=True)]
