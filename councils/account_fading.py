"""Who commented on shared accounts is forgotten in time, or with the person; what was said and answered stays."""

from datetime import datetime

from django.db.models import QuerySet

from councils.models import AccountComment
from enterprises.models import Person
from parkdesk.core.marks import Marks

# So long a comment knows who made it: two audits of the year, and time to look into a complaint.
KEPT_DAYS = 730


def old(before: datetime) -> QuerySet[AccountComment]:
    """Comments made before this moment that still know their person."""
    return AccountComment.objects.filter(person__isnull=False, at__lt=before).order_by("pk")


def fade(comment: AccountComment) -> None:
    """Take the person away; a second time finds none."""
    AccountComment.objects.filter(pk=comment.pk).update(person=None)


def forget(person: Person, marks: Marks) -> int:
    """Take an erased person and their marks out of what they said. Returns how many comments."""
    mine = list(AccountComment.objects.select_for_update(of=("self",)).filter(person=person))
    for one in mine:
        one.person, one.text = None, marks.blotted(one.text)
        one.save(update_fields=["person", "text"])
    return len(mine)
