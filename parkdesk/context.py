"""What every page knows of its house: names, languages, reading choices and the ways that this person may go."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from enterprises.roles import DESK, ON_SITE, UNIT, Role
from parkdesk.core.actors import is_person

SCHEME_COOKIE, TYPE_COOKIE = "parkdesk-scheme", "parkdesk-type"
SCHEMES, TYPES = ("light", "dark"), ("large",)
# The name of each language in itself, and its tag in HTML.
LANGUAGES = {"zh-hans": ("中文", "zh-Hans"), "en": ("English", "en")}


class Way(NamedTuple):
    """One section of the house: its URL name, its word, and whose roles lead there."""

    name: str
    label: Any
    is_for: Callable[[frozenset[str]], bool]


# They read the desk's list and do nothing there.
READERS = frozenset({Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR})
# People of an enterprise wear no role by appointment; some of them are volunteers or representatives besides.
TENANTS = frozenset({Role.VOLUNTEER, Role.REPRESENTATIVE})
# Whom a park's council is for: those who sit there or hand matters in, and those who prepare and follow them.
NEAR_COUNCILS = DESK | READERS | TENANTS | {Role.VISITOR, Role.PARK_LEADER, Role.PARTY_COMMITTEE}
# They earn points by what they do for the park; everybody else finds the page by its address.
EARNERS = frozenset({Role.VOLUNTEER, Role.REPRESENTATIVE, Role.PARK_LEADER})
# Who leads supervision, whose orders are followed, and who reads along.
SUPERVISION = UNIT | READERS | {Role.PARTY_COMMITTEE}
# Who looks into what was asked of firms outside the rules.
CONDUCT = frozenset({Role.PARTY_COMMITTEE, Role.DISCIPLINE_AUDITOR})
WAYS = (
    Way("requests_flow:new", gettext_lazy("Say what you need"), lambda roles: not roles & DESK),
    Way("requests_flow:mine", gettext_lazy("My needs"), lambda roles: roles <= TENANTS),
    Way("company", gettext_lazy("My firm"), lambda roles: roles <= TENANTS),
    Way("services", gettext_lazy("Services"), lambda roles: roles <= TENANTS | {Role.VISITOR}),
    Way("requests_flow:desk", gettext_lazy("Desk"), lambda roles: bool(roles & (DESK | READERS))),
    Way("cockpit", gettext_lazy("Cockpit"), lambda roles: bool(roles & (DESK | READERS | {Role.PARTY_COMMITTEE}))),
    Way("requests_flow:tasks", gettext_lazy("Tasks"), lambda roles: bool(roles & UNIT)),
    Way("councils:supervision", gettext_lazy("Supervision"), lambda roles: bool(roles & SUPERVISION)),
    Way("requests_flow:conduct_reports", gettext_lazy("Conduct"), lambda roles: bool(roles & CONDUCT)),
    Way("requests_flow:visits", gettext_lazy("On site"), lambda roles: bool(roles & ON_SITE)),
    Way("councils:mine", gettext_lazy("Councils"), lambda roles: not roles or bool(roles & NEAR_COUNCILS)),
    Way("points:points", gettext_lazy("Points"), lambda roles: bool(roles & EARNERS)),
    Way("points:till", gettext_lazy("Till"), lambda roles: Role.MERCHANT in roles),
    Way(
        "enterprises:directory",
        gettext_lazy("Directory"),
        lambda roles: bool(roles & (DESK | {Role.DISCIPLINE_AUDITOR})),
    ),
    Way("enterprises:places", gettext_lazy("Place codes"), lambda roles: bool(roles & DESK)),
    Way("wagtailadmin_home", gettext_lazy("Edit pages"), lambda roles: bool(roles & {Role.EDITOR, Role.PUBLISHER})),
    Way("health", gettext_lazy("Deliveries"), lambda roles: Role.SYSTEM_ADMIN in roles),
    Way("requests_flow:keys", gettext_lazy("Keys"), lambda roles: Role.SYSTEM_ADMIN in roles),
    Way("requests_flow:lookup", gettext_lazy("Track"), lambda roles: Role.VISITOR in roles),
    Way("me", gettext_lazy("My page"), lambda roles: Role.VISITOR not in roles),
)


class Entry(NamedTuple):
    """One way to go: an address and its word; `is_current` where one stands on it or below it."""

    url: str
    label: str
    is_current: bool = False


class Counterpart(NamedTuple):
    """The same page in the other language."""

    url: str
    label: str
    tag: str


def house(request: HttpRequest) -> dict[str, "House"]:
    """The context processor. Everything in it is worked out when a template asks, and only once."""
    return {"house": House(request)}


@dataclass
class House:
    """The community, this reader's choices, and where this person can go. No query for a visitor."""

    request: HttpRequest

    name = property(lambda self: settings.COMMUNITY["name"])
    desk = property(lambda self: settings.COMMUNITY["desk"])
    address = property(lambda self: settings.COMMUNITY["address"])
    hours = property(lambda self: settings.COMMUNITY["hours"])
    landline = property(lambda self: settings.COMMUNITY["landline"])
    is_demo = property(lambda self: settings.PARKDESK_DEMO)
    public_url = property(lambda self: settings.PUBLIC_URL)

    @property
    def tag(self) -> str:
        """The running language as HTML names it."""
        return LANGUAGES[_language()][1]

    @property
    def scheme(self) -> str:
        """`light` or `dark` when somebody chose, else empty: as the device likes it."""
        return _among(self.request.COOKIES.get(SCHEME_COOKIE), SCHEMES)

    @property
    def type(self) -> str:
        """`large` when somebody chose it, else empty."""
        return _among(self.request.COOKIES.get(TYPE_COOKIE), TYPES)

    @property
    def home(self) -> str:
        return _home(_language())

    @cached_property
    def person(self) -> Any:
        """Who signed in, or None."""
        user = getattr(self.request, "user", None)
        return user if is_person(user) else None

    @cached_property
    def nav(self) -> list[Entry]:
        """The sections that this person can use; the one that one stands in is marked."""
        entries = [Entry(self.home, _("Home")), *_entries(_ways(self.person))]
        here = max((e.url for e in entries if _is_within(self.request.path, e.url)), key=len, default="")
        return [entry._replace(is_current=entry.url == here) for entry in entries]

    @property
    def ways_on(self) -> list[Entry]:
        """Where to go from a page that is not there."""
        ways = [("requests_flow:new", _("Say what you need")), ("requests_flow:lookup", _("Track by number"))]
        return [*_entries(ways), Entry(self.home, _("Home page"))]

    @cached_property
    def counterpart(self) -> Counterpart:
        """This page in the other language; its home page where this one stands outside the languages."""
        label, tag = LANGUAGES[self._other]
        return Counterpart(self._there or _home(self._other), label, tag)

    @property
    def alternates(self) -> list[Counterpart]:
        """Absolute addresses of this page in each language, for search engines; none outside the languages."""
        if not self._there:
            return []
        here = {self._other: self._there.partition("?")[0], _language(): escape_uri_path(self.request.path)}
        return [Counterpart(settings.PUBLIC_URL + here[code], *LANGUAGES[code]) for code in LANGUAGES]

    @property
    def _other(self) -> str:
        return "en" if _language() != "en" else "zh-hans"

    @cached_property
    def _there(self) -> str:
        """This address in the other language; empty outside the languages. All addresses are walked for it: once."""
        here = self.request.get_full_path()
        there = translate_url(here, self._other)
        return there if there != here else ""


def _language() -> str:
    running = get_language() or settings.LANGUAGE_CODE
    return running if running in LANGUAGES else settings.LANGUAGE_CODE


def _home(language: str) -> str:
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def _among(value: str | None, known: tuple[str, ...]) -> str:
    return value if value in known else ""


def _is_within(path: str, url: str) -> bool:
    return path == url or (path.startswith(url) and url not in {_home(code) for code in LANGUAGES})


def _ways(person: Any) -> list[tuple[str, str]]:
    """URL names with their words, by role; a visitor wears the visitor's role and nothing else."""
    roles = person.roles if person else frozenset({Role.VISITOR})
    return [(way.name, str(way.label)) for way in WAYS if way.is_for(roles)]


def _entries(ways: list[tuple[str, str]]) -> list[Entry]:
    """Only what has an address today: no link leads to a page that is not built (contracts)."""
    found = []
    for name, label in ways:
        try:
            found.append(Entry(reverse(name), label))
        except NoReverseMatch:
            continue
    return found
