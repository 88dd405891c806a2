"""Learning from confirmed sorting: what people chose becomes counts of words; measured before it is taken into use.

A word is learned only if the package knows it or three different needs say it, and never one with a digit: names,
numbers and other traces of persons stay out. Protected and personal needs teach nothing (decisions 5, 6).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from parkdesk.core import clock
from parkdesk.core.search import fold
from requests_flow import tiers
from requests_flow.models import Need, SortingModel
from requests_flow.suggestion import catalogue_text, seed, tiering
from requests_flow.suggestion.features import features
from requests_flow.suggestion.model import Model, categories_in, services_in
from requests_flow.suggestion.seed import Example, label_of
from requests_flow.suggestion.versions import PACKAGED, composed
from requests_flow.words import State

MOST_NEEDS = 20_000
SAID_BY = 3
MEASURES = ("service", "top_three", "category", "tier")


@dataclass(frozen=True)
class Sorted:
    """A need that a person sorted: as an example, with its folded text and the moment of the sorting."""

    example: Example
    text: str
    at: datetime | None = None


@dataclass(frozen=True)
class Lesson:
    """What a lesson came to: both versions' figures on the same needs, and whether the new one was taken into use."""

    learned_from: int
    examined: int
    new: dict[str, float]
    old: dict[str, float]
    old_version: str
    version: str = ""

    @property
    def is_not_worse(self) -> bool:
        return sum(self.new.values()) >= sum(self.old.values())


@transaction.atomic
def learn(*, is_dry_run: bool = False) -> Lesson:
    """Learn from all confirmed sorting; compare with the model in use; take the new one if it is not worse."""
    old_row = SortingModel.objects.select_for_update().filter(is_in_use=True).first()
    confirmed = list(confirmed_sorting())
    lesson_model, examples = _learned(confirmed)
    described = catalogue_text.packaged()
    new = composed("", described, lesson_model.weights)
    old = composed(PACKAGED, described, old_row.weights if old_row else {})
    unseen = [one for one in examples if old_row is None or _is_after(one, old_row.seen_until)]
    exam = [*_seed(), *unseen]
    lesson = Lesson(
        learned_from=len(examples),
        examined=len(exam),
        new=measured(new, exam, without=exam),
        old=measured(old, exam, without=_seed()),
        old_version=old_row.version if old_row else PACKAGED,
    )
    if is_dry_run or not examples:
        return lesson
    return replace(lesson, version=_store(lesson, lesson_model, examples))


def confirmed_sorting() -> Iterator[Sorted]:
    """The needs that people sorted, the newest first; none protected, personal or invalid."""
    needs = (
        Need.objects.filter(triaged_at__isnull=False, is_protected=False, is_personal=False)
        .exclude(state=State.INVALID)
        .exclude(category="")
        .order_by("-triaged_at", "-pk")
        .values_list("pk", "title", "text", "category", "tier", "service__code", "triaged_at")
    )
    for pk, title, text, category, tier, service, at in needs[:MOST_NEEDS].iterator(chunk_size=500):
        said = f"{title} {text}"
        example = Example(f"need {pk}", label_of(service or "", category), features(said), category, tier)
        yield Sorted(example, fold(said), at)


def measured(model: Model, exam: Iterable[Sorted], without: Sequence[Sorted]) -> dict[str, float]:
    """Shares of right answers; the examples `without` are each judged by what all others say."""
    left_out = {one.example.key for one in without}
    right, asked = Counter[str](), Counter[str]()
    for one in exam:
        itself = one.example if one.example.key in left_out else Example("", "", {})
        for measure, is_right in _answers(model, one, itself):
            asked[measure] += 1
            right[measure] += is_right
    return {name: right[name] / asked[name] if asked[name] else 0.0 for name in MEASURES}


def _answers(model: Model, one: Sorted, itself: Example) -> Iterator[tuple[str, bool]]:
    wanted = one.example
    chances = model.chances(wanted.features, itself)
    if not wanted.label.startswith(seed.NO_SERVICE):
        found = [label for label, _ in services_in(chances)][:3]
        yield "service", found[:1] == [wanted.label]
        yield "top_three", wanted.label in found
    yield "category", categories_in(chances)[0][0] == wanted.category
    if wanted.tier:
        yield "tier", tiering.suggest(tiers.Facts(one.text), chances, model, itself).tier == wanted.tier


def _learned(confirmed: Sequence[Sorted]) -> tuple[Model, list[Sorted]]:
    """The counts of these needs, and the needs as they were counted: with the words that may be learned."""
    said_in = Counter(name for one in confirmed for name in one.example.features)
    known = {name for one in (*seed.examples(), *seed.phrases()) for name in one.features}

    def may_be_learned(name: str) -> bool:
        return not any(sign.isdigit() for sign in name) and (name in known or said_in[name] >= SAID_BY)

    kept = [
        replace(one, example=replace(one.example, features={
            name: count for name, count in one.example.features.items() if may_be_learned(name)
        }))
        for one in confirmed
    ]  # fmt: skip
    model = Model()
    model.learn(one.example for one in kept)
    return model, kept


def _seed() -> list[Sorted]:
    rows = zip(seed.corpus(), seed.examples(), strict=True)
    return [Sorted(example, fold(f"{row['title']} {row['text']}")) for row, example in rows]


def _is_after(one: Sorted, moment: datetime | None) -> bool:
    return moment is None or (one.at is not None and one.at > moment)


def _store(lesson: Lesson, learned: Model, examples: Sequence[Sorted]) -> str:
    """The new version as a row; in use when it is not worse than the one before."""
    now = clock.now()
    version = f"{now.astimezone(clock.SHANGHAI):%Y%m%d}-{SortingModel.objects.count() + 1}"
    if lesson.is_not_worse:
        SortingModel.objects.filter(is_in_use=True).update(is_in_use=False)
    SortingModel.objects.create(
        version=version,
        made_at=now,
        learned_from=lesson.learned_from,
        seen_until=max((one.at for one in examples if one.at), default=None),
        figures={"new": lesson.new, "old": lesson.old, "examined": lesson.examined},
        weights=learned.weights,
        is_in_use=lesson.is_not_worse,
    )
    return version
