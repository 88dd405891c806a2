"""Who hears how an import ended, and what the clock does with those that nobody ends."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.imports.starting import DEAD, KEPT, forget
from enterprises.models import DirectoryImport
from enterprises.models.directory_import import HALTS_OF
from parkdesk.core import clock, kinds
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry
from parkdesk.core.notices import Recipient, read_with, tell
from parkdesk.core.ticking import each, every_minute

IMPORT = "enterprises.directoryimport."
AT_MOST = 20
kinds.add(
    kinds.Kind(
        "imports",
        gettext_lazy("Imported lists of firms"),
        gettext_lazy("A list that I imported is checked, written or taken back."),
        patterns=(IMPORT + "*",),
    )
)
read_with(DirectoryImport.objects.select_related("by"))


@tell(IMPORT + "show", IMPORT + "finish", IMPORT + "put_back")
def who_brought_it(entry: Entry) -> list[Recipient]:
    """Whoever brought the file; the work may have taken its time."""
    by = DirectoryImport.objects.select_related("by").get(pk=entry.subject_id).by
    return [Recipient(f"person:{by.pk}", by.language)] if by.is_active else []


@tell(IMPORT + "stop", IMPORT + "stop_writing", IMPORT + "stop_undoing")
def who_waits_for_it(entry: Entry) -> list[Recipient]:
    """The same person, where no person stopped it."""
    return who_brought_it(entry) if entry.actor_id is None else []


@every_minute
def give_up_the_dead() -> int:
    """A work whose worker was killed ends; it may be started again, nothing was written."""
    dead = DirectoryImport.objects.running().filter(beat_at__lt=clock.now() - DEAD).select_related("by")
    return each(dead[:AT_MOST], _give_up)


def _give_up(job: DirectoryImport) -> DirectoryImport:
    with translation.override(job.by.language):
        trouble = _("The work was broken off. Nothing was changed; start once more.")
    return advance(job, HALTS_OF[job.state], by=CLOCK, trouble=trouble)


@every_minute
def forget_old_files() -> int:
    """Files and rows of imports go after KEPT, whatever became of them."""
    old = DirectoryImport.objects.filter(created_at__lt=clock.now() - KEPT).exclude(file="")
    return each(old.exclude(pk__in=DirectoryImport.objects.running())[:AT_MOST], forget)
