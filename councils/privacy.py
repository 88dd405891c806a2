"""What councils hold about people: who sat in a seat (parkdesk.core.holdings). How somebody voted is held nowhere."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councils.models import Candidacy, Representative
from enterprises.models import Person
from parkdesk.core.holdings import Holding, Row, term


def _seats(person: Person) -> list[Row]:
    found = Representative.objects.of(person).select_related("council__park", "seat").order_by("-starts_on", "pk")
    return [
        {
            _("Council"): str(one.council.park),
            _("Speaks for"): str(one.get_party_display()),
            _("Time"): term(one.starts_on, one.ends_on),
        }
        for one in found
    ]


def _candidacies(person: Person) -> list[Row]:
    found = Candidacy.objects.filter(person=person).select_related("election__council__park", "enterprise")
    return [
        {
            _("Council"): str(one.election.council.park),
            _("Firm"): str(one.enterprise),
            _("In your own words"): one.statement,
            _("State"): str(one.get_state_display()),
        }
        for one in found.order_by("pk")
    ]


HOLDINGS = (
    Holding(
        code="seats",
        label=gettext_lazy("Your seats in councils"),
        purpose=gettext_lazy("To know who speaks and votes for whom."),
        basis=gettext_lazy("You were named or elected."),
        kept=gettext_lazy("As records of the council."),
        stays=gettext_lazy(
            "Seat and term without your name; your name in minutes that were issued, because they are signed and "
            "sealed. A secret ballot holds no name at all."
        ),
        of_person=_seats,
    ),
    Holding(
        code="candidacies",
        label=gettext_lazy("Where you stood for election"),
        purpose=gettext_lazy("So that firms know whom they choose."),
        basis=gettext_lazy("You agreed to stand."),
        kept=gettext_lazy("As records of the council."),
        stays=gettext_lazy("That somebody stood, with votes and result, without your name."),
        of_person=_candidacies,
    ),
)
