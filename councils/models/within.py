"""Whose inside a person may read: the councils they sit in; all of them for the office and its supervisors."""

from django.db.models import Q

from councils import meeting_guards
from councils.models.council import Council


def within_councils_of(person: object, path: str = "council") -> Q:
    """A condition on the council at the end of `path`."""
    if meeting_guards.reads_all_councils(person):
        return Q(pk__isnull=False)
    return Q(**{f"{path}__in": Council.objects.of(person)})
