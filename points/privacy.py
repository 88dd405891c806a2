"""What the ledger holds about people (parkdesk.core.holdings)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Person
from parkdesk.core.holdings import Holding, Row
from parkdesk.core.words_of_time import day
from points import statement
from points.models import Account

# A copy holds the newest of an account; the whole statement is a file of its own.
IN_A_COPY = 500


def _postings(person: Person) -> list[Row]:
    mine = Account.objects.filter(owner_type="person", owner_id=person.pk)
    return [
        {_("Day"): day(line.day), _("Points"): f"{line.amount:+d}", _("Reason"): str(line.why)}
        for account in mine
        for line in statement.lines(account, limit=IN_A_COPY).lines
    ]


HOLDINGS = (
    Holding(
        code="points",
        label=gettext_lazy("Your points"),
        purpose=gettext_lazy("To thank you for what you contribute."),
        basis=gettext_lazy("You take part; you may leave at any time."),
        kept=gettext_lazy("As long as the books."),
        stays=gettext_lazy(
            "Postings of an account without a name, because the sums of the books must hold. What is left on it can no "
            "longer be spent."
        ),
        of_person=_postings,
    ),
)
