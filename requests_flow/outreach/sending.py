"""A notice to firms from its draft to its end: written, sent once, reminded, corrected, withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Building, Park, Person
from parkdesk.core import files
from parkdesk.core.flow import NotNow, advance, begin
from requests_flow.models import Circular, CircularCopy, Questionnaire
from requests_flow.outreach import reach

AT_ONCE = 500


@dataclass(frozen=True)
class Letter:
    """What is written, and to whom: nothing chosen means everybody."""

    title: str
    text: str
    title_en: str = ""
    text_en: str = ""
    confirm_by: date | None = None
    sectors: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    questionnaire: Questionnaire | None = None
    parks: tuple[Park, ...] = ()
    buildings: tuple[Building, ...] = ()

    def columns(self) -> dict[str, Any]:
        """What stands in the row itself."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("parks", "buildings")}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


@transaction.atomic
def write(letter: Letter, *, by: Person, pictures: Iterable[str] = (), corrects: Circular | None = None) -> Circular:
    """A draft; one that corrects another notice goes to whoever got that one, too."""
    if corrects is not None and hasattr(corrects, "correction"):
        raise NotNow(corrects, "correct", _("A correction of it is being written already."))
    circular = begin(Circular(**letter.columns(), by=by, corrects=corrects), "write", by=by)
    return _complete(circular, letter, pictures)


@transaction.atomic
def change(circular: Circular, letter: Letter, *, by: Person, pictures: Iterable[str] = ()) -> Circular:
    """Write the draft anew; new pictures take the place of the old ones."""
    circular = advance(circular, "change", by=by)
    for name, value in letter.columns().items():
        setattr(circular, name, value)
    circular.save(update_fields=list(letter.columns()))
    return _complete(circular, letter, pictures)


def _complete(circular: Circular, letter: Letter, pictures: Iterable[str]) -> Circular:
    circular.parks.set(letter.parks)
    circular.buildings.set(letter.buildings)
    if keys := list(pictures):
        files.erase(files.of(circular))
        files.claim_drafts(keys, circular, step="write")
    return circular


@transaction.atomic
def send(circular: Circular, *, by: Person) -> Circular:
    """To each firm its own copy, once. Raises NotNow where no firm is left to send it to."""
    firms, reached = reach.addressed(circular)
    facts = {"firms": len(firms), "left_out": reached.left_out}
    circular = advance(circular, "send", by=by, title=circular.title, text=circular.text, **facts)
    if not firms:
        raise NotNow(circular, "send", _("No firm is left that it could go to."))
    copies = [CircularCopy(circular=circular, enterprise_id=firm) for firm in firms]
    CircularCopy.objects.bulk_create(copies, batch_size=AT_ONCE)
    if circular.corrects_id:
        advance(circular.corrects, "correct", by=by, correction=circular)
    return circular


@transaction.atomic
def remind(circular: Circular, *, by: Person) -> Circular:
    """Once a working day, those alone who have not confirmed. Raises NotNow when nobody is missing."""
    missing = circular.copies.missing().count()
    if not missing:
        raise NotNow(circular, "remind", _("Nobody is missing: all have confirmed or were told."))
    return advance(circular, "remind", by=by, firms=missing)
