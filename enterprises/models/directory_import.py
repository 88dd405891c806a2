"""Imports of the directory in the browser: one file on its way in, its rows, and how a layout was read before."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.access import may_import
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK
from parkdesk.core.flow import because
from parkdesk.core.states import StateField, transition

if TYPE_CHECKING:
    from enterprises.models.person import Person

NEW, DRAFT, CHECKING, CHECKED, WRITING, DONE, UNDOING, UNDONE, DROPPED = (
    "new", "draft", "checking", "checked", "writing", "done", "undoing", "undone", "dropped",
)  # fmt: skip

# The step that ends each work half way. Nothing is written before a work is whole.
HALTS_OF = {CHECKING: "stop", WRITING: "stop_writing", UNDOING: "stop_undoing"}
HALTS = frozenset(HALTS_OF.values())


def keeps_the_directory(one, actor):
    """Whoever keeps the directory goes on with any import: a colleague may be ill."""
    return may_import(actor)


def is_machine(one, actor):
    return actor == CLOCK


def keeps_or_machine(one, actor):
    return is_machine(one, actor) or may_import(actor)


@because(_("The rows have not been read yet."))
def has_columns(one):
    return "name" in one.columns


class DirectoryImportQuerySet(models.QuerySet):
    def visible_to(self, person: "Person") -> Self:
        """Whoever keeps the directory sees all imports; nobody else any."""
        return self.all() if may_import(person) else self.none()

    def running(self) -> Self:
        return self.filter(state__in=[CHECKING, WRITING, UNDOING])


class DirectoryImport(models.Model):
    """One file on its way into the directory: read, checked in the background, looked at, written or dropped."""

    class State(models.TextChoices):
        NEW = NEW, pgettext_lazy("import", "new")
        DRAFT = DRAFT, pgettext_lazy("import", "columns to be confirmed")
        CHECKING = CHECKING, pgettext_lazy("import", "being checked")
        CHECKED = CHECKED, pgettext_lazy("import", "to be confirmed")
        WRITING = WRITING, pgettext_lazy("import", "being written")
        DONE = DONE, pgettext_lazy("import", "written")
        UNDOING = UNDOING, pgettext_lazy("import", "being taken back")
        UNDONE = UNDONE, pgettext_lazy("import", "taken back")
        DROPPED = DROPPED, pgettext_lazy("import", "dropped")

    INTERNAL_STEPS = frozenset({"upload", "examine", "show", "confirm", "finish", "undo", "put_back", "drop"}) | HALTS

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="directory_imports")
    created_at = models.DateTimeField()
    file = models.FileField(upload_to="imports/%Y/%m/")
    file_name = models.CharField(_("file"), max_length=120)
    size = models.PositiveIntegerField()
    sheet = models.CharField(_("sheet"), max_length=120, blank=True)
    header_row = models.PositiveIntegerField(_("header row"), default=1)
    columns = models.JSONField(default=dict, help_text="field -> column from 0")
    names = models.JSONField(default=dict, help_text="field -> the word of the file")
    only = models.CharField(_("park"), max_length=8, blank=True)
    chosen = models.JSONField(default=dict, help_text="what a text means where a person said so")
    state = StateField(_("state"), max_length=10, choices=State, default=State.NEW)
    # Each start has a number: whoever works for an older one stops.
    run = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    totals = models.JSONField(default=dict)
    trouble = models.CharField(max_length=400, blank=True)

    objects = DirectoryImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of the directory")
        verbose_name_plural = _("imports of the directory")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_forgotten(self) -> bool:
        """Whether its file and rows are gone."""
        return not self.file

    @property
    def is_running(self) -> bool:
        return self.state in HALTS_OF

    def _start(self) -> None:
        self.run += 1
        self.done, self.trouble, self.ended_at = 0, "", None
        self.started_at = self.beat_at = clock.now()

    def _halt(self, trouble: str) -> None:
        self.run, self.trouble, self.ended_at = self.run + 1, trouble[:400], clock.now()

    @transition("state", source=State.NEW, target=State.DRAFT, permission=keeps_the_directory)
    def upload(self) -> None:
        """The file is stored; its columns are guessed."""

    @transition(
        "state",
        source=[State.DRAFT, State.CHECKED, State.CHECKING],
        target=State.CHECKING,
        conditions=[has_columns],
        permission=keeps_the_directory,
    )
    def examine(self) -> None:
        self._start()

    @transition("state", source=State.CHECKING, target=State.CHECKED, permission=is_machine)
    def show(self, total=0) -> None:
        self.ended_at = clock.now()

    @transition("state", source=[State.CHECKED, State.WRITING], target=State.WRITING, permission=keeps_the_directory)
    def confirm(self) -> None:
        self._start()

    @transition("state", source=State.WRITING, target=State.DONE, permission=is_machine)
    def finish(self, total=0) -> None:
        self.ended_at = clock.now()

    @transition("state", source=[State.DONE, State.UNDOING], target=State.UNDOING, permission=keeps_the_directory)
    def undo(self) -> None:
        self._start()

    @transition("state", source=State.UNDOING, target=State.UNDONE, permission=is_machine)
    def put_back(self, total=0, kept=0) -> None:
        self.ended_at = clock.now()

    @transition("state", source=State.CHECKING, target=State.DRAFT, permission=keeps_or_machine)
    def stop(self, trouble="") -> None:
        """Back to where it was started from; nothing was written."""
        self._halt(trouble)

    @transition("state", source=State.WRITING, target=State.CHECKED, permission=keeps_or_machine)
    def stop_writing(self, trouble="") -> None:
        self._halt(trouble)

    @transition("state", source=State.UNDOING, target=State.DONE, permission=keeps_or_machine)
    def stop_undoing(self, trouble="") -> None:
        self._halt(trouble)

    @transition("state", source=[State.DRAFT, State.CHECKED], target=State.DROPPED, permission=keeps_the_directory)
    def drop(self) -> None:
        self.ended_at = clock.now()


class ImportRow(models.Model):
    """One physical row of the file and what becomes, or became, of it."""

    job = models.ForeignKey(DirectoryImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    key = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120, blank=True)
    messages = models.JSONField(default=list)
    planned = models.JSONField(default=dict, help_text="firm and contact, as columns")
    before = models.JSONField(default=dict, help_text="what stood there before, by the columns of the file")
    firm = models.ForeignKey(
        "enterprises.Enterprise", null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    decision = models.CharField(max_length=4, blank=True)
    is_written = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("row of an import")
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["job", "outcome", "number"], name="import_row_outcome")]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.number}: {self.outcome}"


class ColumnMemory(models.Model):
    """How a person read the columns of one layout: the next file of the same layout is read alike."""

    layout = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("remembered layout")

    def __str__(self) -> str:
        return self.layout
