"""Which firms of a park have a party organisation: by count only, never who belongs to it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from enterprises.models import Enterprise, Park

# Three full members or more found an organisation of their own (中国共产党章程, article 30); fewer join another's.
FOUNDS_AT = 3
_HAS = Q(party_branch__in=[Enterprise.PartyBranch.OWN, Enterprise.PartyBranch.JOINT])
_ELIGIBLE = Q(party_members__gte=FOUNDS_AT) | Q(party_branch=Enterprise.PartyBranch.OWN)


@dataclass(frozen=True)
class Cover:
    """Firms with three members or more, how many of them have an organisation, and firms that said nothing yet."""

    eligible: int
    covered: int
    silent: int


def _here(park: Park) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(park=park).exclude(status=Enterprise.Status.MOVED_OUT)


def cover(park: Park) -> Cover:
    """The counts of one park; moved-out firms do not count."""
    return Cover(
        **_here(park).aggregate(
            eligible=Count("pk", filter=_ELIGIBLE),
            covered=Count("pk", filter=_ELIGIBLE & _HAS),
            silent=Count("pk", filter=Q(party_members=None, party_branch="")),
        )
    )


def without_branch(park: Park) -> QuerySet[Enterprise]:
    """The firms that could found one and have none, for staff: by name, and without the number."""
    return _here(park).filter(_ELIGIBLE).exclude(_HAS).order_by("name", "pk")
