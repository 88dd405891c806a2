"""The A4 sheet of a form: like the posters of places, with words of its own."""

from django.utils.translation import gettext_noop, override

from enterprises.posters import one_sheet
from requests_flow.models import Questionnaire

CALL = gettext_noop("Scan and answer: no sign-in, no app")
STEPS = (
    gettext_noop("Read what it is for and who reads it"),
    gettext_noop("A few questions, a few minutes"),
    gettext_noop("Press once: that is all"),
)


def poster(questionnaire: Questionnaire, *, public_url: str) -> bytes:
    """A PDF of one page; its address has no language, whoever prints it."""
    with override("zh-hans"):
        what = {"title": questionnaire.title, "path": questionnaire.get_public_url()}
    return one_sheet(what, call=CALL, steps=STEPS, public_url=public_url)
