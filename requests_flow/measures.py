"""What the community measures itself by: each measure is the needs that it counts, so that a figure can open its list.

A rate stands with its two numbers, never alone (look.md). Formulas: domain.md 0.9, 1.1 b and 8.5; decisions 33.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from parkdesk.core import clock
from requests_flow.models import Correction, Mending, Need, Rating
from requests_flow.models.queries import NeedQuerySet
from requests_flow.words import Grade, Outcome, State

SOLVED = (Outcome.SOLVED, Outcome.PARTLY_SOLVED)


@dataclass(frozen=True)
class Span:
    """A run of days in Shanghai: from the first moment of `first` to the last moment of `last`."""

    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From (inclusive) and until (exclusive)."""
        return clock.at(self.first, time()), clock.at(self.last + timedelta(days=1), time())


def collected(span: Span) -> NeedQuerySet:
    """Handed in within the span. Invalid ones (无效件) are no needs."""
    since, until = span.moments
    return Need.objects.handed_in().exclude(state=State.INVALID).filter(submitted_at__gte=since, submitted_at__lt=until)


def solved(span: Span) -> NeedQuerySet:
    """Of those collected in the span, the ones that were solved or partly solved; “explained” does not count."""
    return collected(span).filter(outcome__in=SOLVED)


def completed(span: Span) -> NeedQuerySet:
    """Whose handling was completed within the span, whatever the outcome, and stands."""
    since, until = span.moments
    return Need.objects.handed_in().filter(resolved_at__gte=since, resolved_at__lt=until)


def on_time(span: Span) -> NeedQuerySet:
    """Of those completed in the span, the ones completed by the promised date (with granted extensions and stops)."""
    return completed(span).filter(resolved_at__lte=F("resolve_due_at"))


def within_a_day(span: Span) -> NeedQuerySet:
    """Of those completed in the span, the ones completed within 24 hours after they were handed in."""
    return completed(span).filter(resolved_at__lte=F("submitted_at") + timedelta(hours=24))


def rated(span: Span) -> NeedQuerySet:
    """Whose latest rating was given within the span. Rating is voluntary: not rated is not satisfied."""
    return Need.objects.filter(pk__in=_ratings(span).values("need"))


def satisfied(span: Span) -> NeedQuerySet:
    """Of those rated in the span, the ones rated “fairly satisfied” (基本满意) or better: (5 + 4 + 3) ÷ rated."""
    well = _ratings(span).filter(grade__gte=Grade.FAIRLY_SATISFIED)
    return Need.objects.filter(pk__in=well.values("need"))


def overdue(now: datetime) -> NeedQuerySet:
    """Open, the clock running, and a promised date has passed."""
    return Need.objects.overdue(now)


def _ratings(span: Span) -> QuerySet[Rating]:
    """Given within the span, and the latest of their need. Asked of the ratings: of all needs, few have one."""
    since, until = span.moments
    later = Rating.objects.filter(need=OuterRef("need"), handling__gt=OuterRef("handling"))
    return Rating.objects.filter(~Exists(later), at__gte=since, at__lt=until)


@dataclass(frozen=True)
class Share:
    """A part and the whole that it is a part of; they stand side by side, never a bare percentage."""

    part: int
    whole: int


@dataclass(frozen=True)
class Ratings:
    """How often, and how well, completed handlings were rated in a span, and how low ratings were answered."""

    rated: Share
    satisfied: Share
    mended_in_time: Share
    second_corrections: int


def of_ratings(span: Span) -> Ratings:
    """Rating rate; satisfied rate = (5 + 4 + 3) ÷ rated; low ratings mended in time ÷ those whose limit has passed."""
    given = rated(span).count()
    owed = _owed(span)
    in_time = owed.filter(mended_at__lte=F("due_at"))
    return Ratings(
        rated=Share(given, completed(span).count()),
        satisfied=Share(satisfied(span).count(), given),
        mended_in_time=Share(in_time.count(), owed.count()),
        second_corrections=second_corrections(span),
    )


def second_corrections(span: Span) -> int:
    """Correction notices that were not the first of their need: one should have listed everything (domain.md 8.3)."""
    since, until = span.moments
    return Correction.objects.filter(number__gt=1, at__gte=since, at__lt=until).count()


def _owed(span: Span) -> QuerySet[Mending]:
    """Low ratings of the span that were mended or ought to be by now; those marked as mistaken owe nothing."""
    since, until = span.moments
    given = Mending.objects.filter(rating__at__gte=since, rating__at__lt=until)
    return given.exclude(verdict=Mending.Verdict.MISTAKEN).exclude(mended_at__isnull=True, due_at__gt=clock.now())
