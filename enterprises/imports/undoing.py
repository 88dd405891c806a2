"""Taking an import back: what was written is put back, except where somebody went on with it since."""

from typing import Any

from django.db.models import Model, Q

from enterprises.directory.firms import CONTACT
from enterprises.directory.plans import MAKE
from enterprises.imports.rows import COLUMNS, Standing, raw
from enterprises.models import Contact, Enterprise, ImportRow

# What no person fills in.
WRITTEN_BESIDE = frozenset({"id", "search_text", "initials"})


def changed_since(part: list[ImportRow]) -> list[ImportRow]:
    """The rows of some written ones that cannot be put back: their firm was changed, or something hangs on it."""
    standing = Standing(part)
    used = _used({row.firm_id for row in part if row.outcome in MAKE and row.firm_id})
    return [row for row in part if row.firm_id in used or not _is_as_written(row, standing)]


def put_back(part: list[ImportRow]) -> int:
    """Put back what can be. Returns how many rows stay as they are."""
    kept = changed_since(part)
    ready = [row for row in part if row not in kept]
    made = [row for row in ready if row.outcome in MAKE]
    standing = Standing(ready)
    for row in ready:
        if row.outcome not in MAKE:
            _restore(row, standing)
        row.is_written = False
    ImportRow.objects.bulk_update(ready, ["is_written"])
    Enterprise.objects.filter(pk__in=[row.firm_id for row in made]).delete()
    return len(kept)


def _is_as_written(row: ImportRow, standing: Standing) -> bool:
    if row.firm_id not in standing.firms:
        return False
    # A new firm goes as a whole, and with it what the list left empty and somebody filled in since.
    names = row.before if row.outcome not in MAKE else {*COLUMNS, *CONTACT} - WRITTEN_BESIDE
    return all(standing.value(row, name) == _written(row, name) for name in names)


def _written(row: ImportRow, name: str) -> Any:
    if name in CONTACT:
        return row.planned["contact"].get(CONTACT[name], "")
    firm = row.planned["firm"]
    return firm[name] if name in firm else raw(COLUMNS[name].get_default())


def _restore(row: ImportRow, standing: Standing) -> None:
    """Old values into the firm and its contact; a contact that the import brought goes."""
    firm, contact = standing.firms[row.firm_id], standing.contacts.get(row.firm_id or 0)
    own = {name: old for name, old in row.before.items() if name in COLUMNS and name not in CONTACT}
    for name, old in own.items():
        setattr(firm, COLUMNS[name].attname, COLUMNS[name].to_python(old))
    if own:
        firm.save()
    reach = {CONTACT[name]: old for name, old in row.before.items() if name in CONTACT}
    if contact and reach:
        for name, old in reach.items():
            setattr(contact, name, old)
        is_bare = not any((contact.name, contact.role, contact.mobile, contact.landline, contact.email))
        contact.delete() if is_bare else contact.save()


def _used(firms: set[int | None]) -> set[int]:
    """Of these firms those on which something hangs besides their first contact: a need, a member, a visit."""
    used: set[int] = set()
    for relation in Enterprise._meta.related_objects:
        model: type[Model] = relation.related_model
        if model is ImportRow or (not relation.field.many_to_one and not relation.field.one_to_one):
            continue
        column = relation.field.attname
        found = model._base_manager.filter(**{f"{column}__in": firms})
        found = found.filter(Q(is_primary=False)) if model is Contact else found
        used.update(found.values_list(column, flat=True))
    return used
