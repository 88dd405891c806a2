"""What is left of a poll without its people: answers are folded into totals, so that the results stay as they were.

A row of an answer holds a person and a moment, and rows stand in the order in which they came: blanking the name alone
would leave enough to find it again. So the rows go, those of weights with them.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from councils.models import Poll, PollAnswer, PollOption, PollWeight
from enterprises.models import Person

# So long after its end a poll keeps who answered what: time to look into a complaint about it.
KEPT_DAYS = 90


def old(before: datetime) -> QuerySet[Poll]:
    """Polls that ended before this moment and still know their people."""
    knows = Q(answers__isnull=False) | Q(weights__isnull=False)
    return Poll.objects.filter(knows, state=Poll.State.CLOSED, closed_at__lt=before).distinct().order_by("pk")


@transaction.atomic
def fold(poll: Poll) -> None:
    """Fold all answers of a poll; a second time finds none."""
    _lock([poll.pk])
    _fold(poll.answers.all())
    poll.weights.all().delete()


@transaction.atomic
def forget(person: Person) -> int:
    """Fold the answers of somebody who is erased; they stay counted, in open polls too. Returns how many."""
    mine = PollAnswer.objects.filter(person=person)
    weights = PollWeight.objects.filter(person=person)
    _lock({*mine.values_list("poll", flat=True), *weights.values_list("poll", flat=True)})
    folded = _fold(mine)
    weights.delete()
    return folded


def _lock(polls: Iterable[int]) -> None:
    """Hold the polls as `polling.answer` does: nobody answers anew meanwhile."""
    list(Poll.objects.select_for_update(of=("self",)).filter(pk__in=list(polls)).order_by("pk"))


def _fold(answers: QuerySet[PollAnswer]) -> int:
    rows = list(answers.values_list("pk", "option", "poll", "person"))
    heavy = set(PollWeight.objects.filter(poll__in={row[2] for row in rows}).values_list("poll", "person"))
    count = Counter(option for _pk, option, _poll, _person in rows)
    more = Counter(option for _pk, option, poll, person in rows if (poll, person) in heavy)
    for option, times in count.items():
        values = {"folded": F("folded") + times, "folded_heavy": F("folded_heavy") + more[option]}
        PollOption.objects.filter(pk=option).update(**values)
    PollAnswer.objects.filter(pk__in=[row[0] for row in rows]).delete()
    return len(rows)
