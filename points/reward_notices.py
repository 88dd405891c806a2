"""Who is told what about a voucher. The words: templates/points/notices/voucher.<step>.txt."""

from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell
from points.models import Voucher

VOUCHER = "points.voucher."
read_with(Voucher.objects.select_related("product", "merchant"))


@tell(VOUCHER + "take", VOUCHER + "undo", VOUCHER + "expire")
def the_owner(entry: Entry) -> list[Recipient]:
    """Whoever had it: that it was used, taken back, or ended by itself."""
    person = Voucher.objects.select_related("person").get(pk=entry.subject_id).person
    return [Recipient(f"person:{person.pk}", person.language)] if person.is_active else []
