"""Polls of a park: asked, answered once a person, closed, counted with and without weights (decisions 38, 44)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.models import Poll, PollAnswer, PollOption, PollWeight
from councils.models.poll import EXTRA, PLAIN
from enterprises.models import Membership, Park, Person
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import NotNow, NotYours, advance, begin, record
from parkdesk.core.spreadsheets import Sheet
from parkdesk.core.ticking import each, every_minute
from points.models import Award

# Fewer answers than these would tell who said what.
SHOWN_FROM = 3
# The part of those who earned anything that counts more (points.md G3).
ONE_IN = 10


@transaction.atomic
def ask(
    park: Park, question: str, options: Sequence[str], *, closes_on: date, by: Person, question_en: str = ""
) -> Poll:
    """Put a question to the verified people of a park. Who counts more is frozen now, where weights are switched on."""
    poll = Poll(
        park=park, question=question, question_en=question_en, closes_on=closes_on, asked_by=by,
        is_weighted=settings.VOTE_WEIGHTS,
    )  # fmt: skip
    poll.save(force_insert=True)
    PollOption.objects.bulk_create(
        PollOption(poll=poll, number=number, text=text) for number, text in enumerate(options, start=1)
    )
    if poll.is_weighted:
        PollWeight.objects.bulk_create(PollWeight(poll=poll, person_id=pk) for pk in most_active(park))
    return begin(poll, "ask", by=by, options=len(options))


def may_answer(poll: Poll, person: Any) -> bool:
    """A member of a firm of the park, or somebody with an office in it: who is verified and belongs there."""
    if any(hat.park_id == poll.park_id for hat in person.hats):
        return True
    return poll.park.enterprises.filter(pk__in=person.firms).exists()


@transaction.atomic
def answer(poll: Poll, option: PollOption, *, by: Person) -> PollAnswer:
    """One answer a person; a later one replaces it until the poll ends. Its entry does not hold the choice.

    Raises NotYours for who does not belong to the park, NotNow after the end or for an answer of another poll.
    """
    poll = Poll.objects.select_for_update(of=("self",)).select_related("park").get(pk=poll.pk)
    if not may_answer(poll, by):
        raise NotYours(poll, "answer")
    if not poll.takes_answers:
        raise NotNow(poll, "answer", _("This poll has ended. Nothing was recorded."))
    if option.poll_id != poll.pk:
        raise NotNow(poll, "answer", _("This answer belongs to another poll. Nothing was recorded."))
    values = {"option": option, "at": clock.now()}
    given, is_new = PollAnswer.objects.update_or_create(poll=poll, person=by, defaults=values)
    record(poll, "answer", by=by, facts={"changes": not is_new})
    return given


def close(poll: Poll, *, by: Any) -> Poll:
    """No more answers. Raises NotNow for the second who closes it."""
    return advance(poll, "close", by=by)


@every_minute
def close_polls_whose_last_day_is_over() -> int:
    """Write down that they have ended; answers are refused from then on anyway."""
    from_yesterday = Poll.objects.filter(state=Poll.State.OPEN, closes_on__lt=clock.today())
    return each(from_yesterday.order_by("pk")[:200], lambda one: close(one, by=CLOCK))


def most_active(park: Park) -> list[int]:
    """Of the people of a park who earned points this year, the tenth who earned most; who ties with them counts too."""
    people = Membership.objects.running(clock.today()).filter(enterprise__park=park).values("person")
    posted = Award.objects.filter(state=Award.State.POSTED, occurred_on__year=clock.today().year, points__gt=0)
    earned = dict(posted.filter(person__in=people).values_list("person").annotate(sum=Sum("points")))
    places = -(-len(earned) // ONE_IN)
    line = sorted(earned.values(), reverse=True)[places - 1] if earned else 0
    return sorted(pk for pk, points in earned.items() if points >= line)


# --- counted --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """One answer: how many chose it, and the tenths of votes that they weigh together."""

    number: int
    text: str
    count: int
    tenths: int

    @property
    def weighed(self) -> str:
        """The weight as people write it: 12, or 12.5."""
        whole, rest = divmod(self.tenths, PLAIN)
        return f"{whole}.{rest}" if rest else str(whole)


@dataclass(frozen=True)
class Results:
    """All answers of a poll. `may_show`: whether there are enough of them to tell on nobody."""

    lines: list[Line]
    answered: int
    extra_tenths: int

    @property
    def may_show(self) -> bool:
        return self.answered >= SHOWN_FROM

    @property
    def most(self) -> int:
        return max((line.tenths for line in self.lines), default=0)


def results(poll: Poll) -> Results:
    """What was answered so far. Three queries, however many answered."""
    options = list(poll.options.all())
    counted = Counter(poll.answers.values_list("option", flat=True))
    counted.update({one.pk: one.folded for one in options})
    heavier: Counter[int] = Counter()
    if poll.is_weighted:
        more = poll.weights.values("person")
        heavier.update(poll.answers.filter(person__in=more).values_list("option", flat=True))
        heavier.update({one.pk: one.folded_heavy for one in options})
    lines = [
        Line(one.number, one.text, counted[one.pk], counted[one.pk] * PLAIN + heavier[one.pk] * (EXTRA - PLAIN))
        for one in options
    ]
    return Results(lines, sum(counted.values()), sum(heavier.values()) * (EXTRA - PLAIN))


def sheet(poll: Poll) -> Sheet:
    """The totals as a table to take away; nothing where they would tell who said what."""
    found = results(poll)
    heads = [pgettext("poll", "Answer"), pgettext("poll", "People")] + ([_("With weights")] if poll.is_weighted else [])

    def rows() -> list[list[Any]]:
        if not found.may_show:
            return []
        return [[one.text, one.count, *([one.weighed] if poll.is_weighted else [])] for one in found.lines]

    return Sheet(str(poll), heads, rows)
