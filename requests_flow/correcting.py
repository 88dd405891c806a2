"""One correction notice (一次性告知): everything that is missing in one list (domain.md 8.3)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from enterprises.models import Person
from parkdesk.core import clock
from parkdesk.core.flow import advance
from requests_flow.models import Correction, Need, Service


def papers_of(service: Service | None, language: str) -> list[str]:
    """The names of the papers that a service asks for, in a language."""
    is_chinese = language.startswith("zh")
    rows = service.materials if service else []
    return [(row["zh"] if is_chinese else row["en"] or row["zh"]) for row in rows]


@transaction.atomic
def correct(need: Need, *, items: Iterable[str], by: Person) -> Need:
    """Tell the reporter everything that is missing; the clock stands still until they answer. Raises NotNow."""
    wanted = list(items)
    number = need.corrections.count() + 1
    need = advance(need, "correct", by=by, question=_in_words(need, wanted), number=number)
    Correction.objects.create(need=need, number=number, items=wanted, by=by, at=clock.now())
    return need


@transaction.atomic
def allow_correction(need: Need, *, reason: str, by: Person) -> Need:
    """Consent to one more notice; it is counted (`measures.second_corrections`)."""
    need = advance(need, "allow_correction", by=by, reason=reason)
    last = need.corrections.last()
    Correction.objects.filter(pk=last.pk).update(next_allowed_by=by, next_allowed_at=clock.now())
    return need


def _in_words(need: Need, items: list[str]) -> str:
    """The notice in the language of whoever handed the need in."""
    with translation.override(need.language):
        lines = [_("Please bring or send all of this at once; nothing else is missing:")]
        lines += [f"{number}. {item}" for number, item in enumerate(items, 1)]
    return "\n".join(lines)
