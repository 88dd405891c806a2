"""What stands above and below the desk's list: tabs with counts, conditions as chips, the panel, the pages."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.models import Appointment, Park, Person
from enterprises.roles import DESK
from parkdesk.core import clock
from requests_flow.lists import MANY, NOBODY, OPEN_TABS, TABS, Asked, Listing
from requests_flow.words import Category, State, Tier

TAB_WORDS = {
    "mine": pgettext_lazy("tab of the desk", "Mine"),
    "open": gettext_lazy("All open"),
    "today": gettext_lazy("Due today"),
    "overdue": gettext_lazy("Overdue"),
    "sort": gettext_lazy("To sort"),
    "ended": gettext_lazy("Ended"),
}
LIGHT_WORDS = {
    "red": gettext_lazy("overdue"),
    "amber": gettext_lazy("due soon"),
    "green": gettext_lazy("on time"),
    "grey": gettext_lazy("clock stopped"),
}
FIELD_WORDS = {
    "q": gettext_lazy("Words"),
    "state": pgettext_lazy("of a need", "State"),
    "tier": gettext_lazy("Tier"),
    "light": pgettext_lazy("of a need", "Light"),
    "park": gettext_lazy("Park"),
    "category": gettext_lazy("Category"),
    "owner": pgettext_lazy("of a need", "Owner"),
}


def desk_word() -> str:
    return _("Desk")


def tabs(listing: Listing) -> list[dict[str, Any]]:
    """The tabs with exact counts of open work; what has ended is not counted."""
    asked = listing.asked
    return [
        {
            "label": TAB_WORDS[tab],
            "url": Asked(tab=tab).address(),
            "count": listing.counts[tab] if tab in OPEN_TABS else None,
            "is_current": tab == asked.tab,
        }
        for tab in TABS
    ]


def chips(asked: Asked) -> list[dict[str, str]]:
    """Each condition with the address without it."""
    return [
        {
            "label": _("%(field)s: %(value)s") % {"field": FIELD_WORDS[name], "value": _word(name, value)},
            "url": asked.address(**{name: ""}),
        }
        for name, value in asked.conditions.items()
    ]


def _word(name: str, value: str) -> str:
    """What a condition's value is called."""
    if name == "park":
        return Park.objects.filter(code=value).values_list("name", flat=True).first() or value
    if name == "owner":
        return _("nobody") if value == NOBODY else str(Person.objects.filter(pk=value).first() or value)
    words = {"state": State, "tier": Tier, "category": Category}
    return str(words[name](value).label if name in words else LIGHT_WORDS.get(value, value))


def panel(asked: Asked) -> list[dict[str, Any]]:
    """The conditions that can be chosen: name, word, value and choices."""
    choices: dict[str, list[tuple[Any, Any]]] = {
        "state": [one for one in State.choices if one[0] != State.DRAFT],
        "tier": Tier.choices,
        "light": list(LIGHT_WORDS.items()),
        "category": Category.choices,
        "park": list(Park.objects.values_list("code", "name")),
        "owner": [(NOBODY, _("nobody")), *_owners()],
    }
    return [
        {"name": name, "label": FIELD_WORDS[name], "value": getattr(asked, name), "choices": some}
        for name, some in choices.items()
    ]


def _owners() -> list[tuple[str, str]]:
    at_the_desk = Appointment.objects.running(clock.today()).filter(role__in=DESK)
    people = Person.objects.filter(Q(appointments__in=at_the_desk), is_active=True).distinct().order_by("name", "pk")
    return [(str(one.pk), str(one)) for one in people.only("name", "username")]


def pages(listing: Listing) -> dict[str, str]:
    """“1–25 of 140” with the addresses of the pages around; empty for a list that fits."""
    page, asked = listing.page, listing.asked
    if not page.rows:
        return {}
    return {
        "says": _says(listing),
        "newer": asked.address(cursor=str(page.newer)) if page.newer else "",
        "older": asked.address(cursor=str(page.older)) if page.older else "",
    }


def _says(listing: Listing) -> str:
    page, total = listing.page, listing.total
    numbers = {"first": page.first, "last": page.last, "total": total, "many": f"{MANY:,}"}
    if listing.is_more_than_counted:
        return _("%(first)s–%(last)s of more than %(many)s") % numbers
    return _("%(first)s–%(last)s of %(total)s") % numbers
