"""The published class case that may answer what somebody types: the same cause, and words that are alike (8.7).

What is personal or protected is never answered so, nor are unpaid wages (decisions 5, 6, 30): it deserves a person.
"""

from functools import lru_cache

from django.db.models import Q

from enterprises.models import Park
from requests_flow.models import ClassCase
from requests_flow.suggestion.around import is_about_wages
from requests_flow.suggestion.features import Features, features
from requests_flow.suggestion.judging import Judgement
from requests_flow.suggestion.relating import alike

# How alike words have to be. Questions about one cause reach it with its title, other matters of its category do not.
FITS = 0.15
LOOKED_AT = 100
_COLUMNS = ("category", "service__code", "title", "title_en", "standard_answer", "standard_answer_en", "park__name")


def answer_to(judged: Judgement, park: Park | None = None) -> ClassCase | None:
    """The published class case that fits best, of this park or of several; None where none fits. One query at most.

    Where no park is known, those of one park are offered too; they say of which.
    """
    if judged.category is None or is_about_wages(judged.text):
        return None
    public = ClassCase.objects.published().filter(category=judged.category[0])
    near = public.filter(Q(park__isnull=True) | Q(park=park)) if park else public
    likely = {code for code, _chance in judged.services()}
    fitting = [
        (fit, case)
        for case in near.select_related("service", "park").only(*_COLUMNS)[:LOOKED_AT]
        if (case.service is None or case.service.code in likely) and (fit := _fit(case, judged)) >= FITS
    ]
    return max(fitting, key=lambda one: (one[0], one[1].pk))[1] if fitting else None


def _fit(case: ClassCase, judged: Judgement) -> float:
    """How alike the words are to the title, or to title and answer, in the language that fits better; 0 to 1."""
    tongues = ((case.title, case.standard_answer), (case.title_en, case.standard_answer_en))
    said = [text for title, answer in tongues if title for text in (title, f"{title} {answer}")]
    return max(alike(judged.features, _features(text), judged.model) for text in said)


@lru_cache(maxsize=4 * LOOKED_AT)
def _features(text: str) -> Features:
    return features(text)
