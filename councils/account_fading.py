"""Who commented on shared accounts is forgotten in time, or with the person; what was said and answered stays."""

from datetime import datetime

from django.db.models import QuerySet

from councils.models import AccountComment
from enterprises.models import Person
from parkdesk.core import trail
from parkdesk.core.marks import Marks
from parkdesk.core.models import Entry

# So long a comment knows who made it: two audits of the year, and time to look into a complaint.
KEPT_DAYS = 730


def old(before: datetime) -> QuerySet[AccountComment]:
    """Comments made before this moment that still know their person."""
    return AccountComment.objects.filter(person__isnull=False, at__lt=before).order_by("pk")


def fade(comment: AccountComment) -> None:
    """Take the person away, and the words from the trail, which knows who spoke; a second time finds none."""
    _out_of_the_trail(comment)
    AccountComment.objects.filter(pk=comment.pk).update(person=None)


def forget(person: Person, marks: Marks) -> int:
    """Take an erased person and their marks out of what they said. Returns how many comments."""
    mine = list(AccountComment.objects.select_for_update(of=("self",)).filter(person=person))
    for one in mine:
        _out_of_the_trail(one)
        one.person, one.text = None, marks.blotted(one.text)
        one.save(update_fields=["person", "text"])
    return len(mine)


def _out_of_the_trail(comment: AccountComment) -> None:
    said = Entry.objects.about(comment.account).filter(verb="councils.quarteraccount.comment", actor=comment.person_id)
    trail.erase(said)
