"""What every template may say (a builtin: no load needed): icons, days, landlines, lights, fields."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parkdesk.core import words_of_time
from parkdesk.core.icons import STROKES

register = template.Library()

# Longer stretches than this are drawn as one bar: nobody counts thirty boxes.
BOXES = 15
# Chinese area codes have three digits where they begin with 01 or 02, else four.
LANDLINE = re.compile(r"^0(?:10|2\d|[3-9]\d{2})")
EMPTY: tuple[Any, ...] = (None, "")


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline SVG of `parkdesk.core.icons`, hidden from readers: the word stands beside it. KeyError if unknown."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        SafeString(STROKES[name]),  # what goes in is escaped or our own # nosec B703
    )


# --- days and numbers -----------------------------------------------------------------------------
def _day_filter(name: str) -> None:
    words = getattr(words_of_time, name)
    register.filter(name, lambda value: "" if value in EMPTY else words(value))


for _name in ("day", "short_day", "weekday", "time_of_day", "day_time", "long_day"):
    _day_filter(_name)


@register.simple_tag
def when(value: date | datetime, form: str = "day_time") -> str:
    """`<time datetime="…">` in one of the forms of `words_of_time`; empty without a value."""
    if value in EMPTY:
        return ""
    there = words_of_time.local(value)
    precise = there.isoformat(timespec="seconds") if isinstance(there, datetime) else there.isoformat()
    return format_html('<time datetime="{}">{}</time>', precise, getattr(words_of_time, form)(value))


@register.filter
def landline(value: str) -> str:
    """`0571-00001006` as it is read aloud: `0571-0000 1006`. Short numbers (119, 12345) stay."""
    digits = re.sub(r"\D", "", str(value or ""))
    area = LANDLINE.match(digits)
    if not area:
        return str(value or "")
    rest = digits[area.end() :]
    return f"{area.group()}-{rest[:-4]} {rest[-4:]}" if len(rest) > 4 else f"{area.group()}-{rest}"


@register.filter
def tel(value: str) -> str:
    """What stands behind `tel:`: with the country code for landlines and mobiles, short numbers as they are."""
    digits = re.sub(r"\D", "", str(value or ""))
    if digits.startswith("0"):
        return f"+86{digits[1:]}"
    if len(digits) == 11:
        return f"+86{digits}"
    return f"+{digits}" if str(value or "").startswith("+") else digits


# --- supervision lights ---------------------------------------------------------------------------
@register.simple_tag
def light(light: Any, is_box: bool = False) -> str:
    """A supervision light of `parkdesk.core.clock`: word, colour, shape. Nothing without a light.

    Not a template: lists print 25 of them, and rendering as many parts was an eighth of the desk's time.
    """
    if light is None:
        return ""
    kind = "light light-box" if is_box else "light"
    return format_html('<span class="{}" data-light="{}">{}</span>', kind, light.colour, light.words())


@register.inclusion_tag("parts/_days.html")
def days_strip(light: Any) -> dict[str, Any]:
    """One box a working day of the promise, filled as they pass; a bar above BOXES days. Halves count as begun."""
    total = ceil(light.total_days) if light is not None and light.total_days else 0
    # A single box says nothing: the light's words already do.
    total = total if total > 1 else 0
    left = min(max(ceil(light.days_left or 0), 0), total) if total else 0
    used = total - left
    return {"total": total, "used": used, "boxes": [n < used for n in range(total)] if total <= BOXES else []}


# --- pieces that need a little arithmetic ---------------------------------------------------------
@register.inclusion_tag("parts/_pill.html")
def pill(label: str, is_: str = "") -> dict[str, str]:
    """The state of a record: `going`, `done`, `wait`, `bad`, or nothing for what is over and neutral."""
    return {"label": label, "is_": is_}


@register.inclusion_tag("parts/_table.html")
def table_cards(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], numbers: str = "") -> dict[str, Any]:
    """A table that turns into cards below 640 px. `numbers` names the columns set to the right: "2,3", from 0."""
    right = {int(n) for n in numbers.split(",") if n}
    columns = [{"head": head, "is_number": n in right} for n, head in enumerate(heads)]
    lines = [[{**column, "cell": cell} for column, cell in zip(columns, row, strict=True)] for row in rows]
    return {"caption": caption, "columns": columns, "lines": lines}


# --- forms ----------------------------------------------------------------------------------------
@register.inclusion_tag("parts/_field.html")
def field(bound: BoundField, label: str = "", hint: str = "", opt: str = "") -> dict[str, Any]:
    """Label, hint, error and widget.

    `opt` says why it may stay empty; a hint of one space hides the form's own; `explanations` of the form field, a
    mapping of value to text, stand below its choices.
    """
    widget = bound.field.widget
    if label or widget.attrs.get("placeholder") == bound.label:
        widget.attrs.pop("placeholder", None)  # it would say the label once more, or something else than it
    return {
        "field": bound,
        "kind": _kind(widget),
        "label": label or bound.label,
        "hint": hint.strip() if hint else bound.help_text,
        "opt": opt,
        "is_optional": not bound.field.required and not opt,
        "choices": _choices(bound) if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else [],
    }


def _kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "chips" if getattr(widget, "is_chips", False) else "choices"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "line"


def _choices(bound: BoundField) -> list[dict[str, Any]]:
    explanations: Mapping[Any, str] = getattr(bound.field, "explanations", {})
    return [
        {"tag": sub.tag, "id": sub.id_for_label, "label": sub.choice_label, "more": explanations.get(sub.data["value"])}
        for sub in bound.subwidgets
        if sub.data["value"] not in EMPTY
    ]


@register.inclusion_tag("parts/_errors.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong, on top of the form, each linked to its field; nothing when nothing is wrong."""
    lines = [{"text": text, "href": ""} for text in form.non_field_errors()]
    for name, texts in form.errors.items():
        if name in form.fields:
            lines += [{"text": _named(form[name], text), "href": _anchor(form[name])} for text in texts]
    return {"lines": lines, "count": len(lines)}


def _named(bound: BoundField, text: object) -> str:
    """Django's own sentences do not say which field they mean; ours often do."""
    if str(bound.label) in str(text):
        return str(text)
    return _("%(field)s: %(error)s") % {"field": str(bound.label).rstrip("?？:："), "error": text}


def _anchor(bound: BoundField) -> str:
    """The id that the browser can focus: for a group, its first choice."""
    return bound.id_for_label or f"{bound.auto_id}_0"
