"""Whose inside a person may read: the councils they sit in; all of them for the office and its supervisors."""

from django.apps import apps
from django.db.models import Q

from councils import meeting_guards
from councils.models.council import Council


def within_councils_of(person: object, path: str = "council") -> Q:
    """A condition on the council at the end of `path`."""
    if meeting_guards.reads_all_councils(person):
        return Q(pk__isnull=False)
    return Q(**{f"{path}__in": Council.objects.of(person)})


def sits_along(person: object, path: str = "pk") -> Q:
    """A condition on the meeting at `path`: one of this person's councils sits in it beside the council that leads."""
    joined = apps.get_model("councils", "Meeting").joined.through.objects
    return Q(**{f"{path}__in": joined.filter(council__in=Council.objects.of(person)).values("meeting")})
