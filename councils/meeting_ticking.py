"""What the clock does for meetings and minutes. It only records: guards read the clock themselves."""

from councils import meetings, minutes, papers
from councils.models import Meeting, Minutes
from parkdesk.core import clock, pdf
from parkdesk.core.actors import CLOCK
from parkdesk.core.ticking import each, every_minute

BATCH = 100


@every_minute
def close_agendas() -> int:
    """What comes after the papers' working days is urgent business."""
    called = Meeting.objects.filter(state=Meeting.State.CONVENED).order_by("starts_at", "pk")
    return each(called[:BATCH], meetings.close_the_agenda)


@every_minute
def approve_in_silence() -> int:
    """Who did not object within the window has agreed (decisions 39)."""
    silent = Minutes.objects.filter(state=Minutes.State.CIRCULATED, window_ends_at__lte=clock.now())
    return each(silent.order_by("pk")[:BATCH], lambda one: minutes.approve(one, by=CLOCK))


@every_minute
def set_what_was_issued() -> int:
    """The PDF of issued minutes; where the libraries are missing, it waits for a machine that has them."""
    if not pdf.is_available():
        return 0
    return each(Minutes.objects.issued().filter(pdf="")[:BATCH], papers.file_of)
