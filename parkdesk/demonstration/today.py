"""What each role finds to do today, as a sentence taken from the data."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Person
from parkdesk.core.models import Entry, Notice
from requests_flow.models import Need
from requests_flow.words import Category, State

Find = Callable[[Person], QuerySet[Need]]
CONFIRMED = "requests_flow.need.confirm_facts"
STILL_TO_DO = gettext_lazy("Nothing of this kind waits now. Put the park back to its first day to find it again.")


def _mine(*states: str) -> Find:
    return lambda person: Need.objects.of_firms(person).filter(state__in=states).order_by("-pk")


def _at_the_desk(*states: str, **filters: object) -> Find:
    return lambda person: Need.objects.at_the_desk(person).filter(state__in=states, **filters).order_by("-pk")


def _orders(*states: str) -> Find:
    return lambda person: Need.objects.of_units(person).filter(state__in=states).red_first()


def _own_line(state: str) -> Find:
    return lambda person: Need.objects.at_the_desk(person).filter(state=state, line__in=person.lines()).red_first()


def _owned(state: str) -> Find:
    return lambda person: Need.objects.filter(state=state, owner=person).red_first()


def _on_site(**filters: object) -> Find:
    """What stands open in the park and nobody has confirmed on the spot."""
    seen = Entry.objects.filter(verb=CONFIRMED).values("subject_id")
    return lambda person: (
        Need.objects.on_site(person).filter(state=State.IN_PROGRESS, **filters).exclude(pk__in=seen).order_by("-pk")
    )


_facts = gettext_lazy("Look at “%(title)s” on the spot and confirm what is so.")
TODAY: dict[str, tuple[Find, str | Promise]] = {
    "enterprise": (_mine(State.WAITING_ENTERPRISE), gettext_lazy("Answer the question about “%(title)s”.")),
    "enterprise2": (_mine(State.RESOLVED), gettext_lazy("Confirm that “%(title)s” is done, and rate it.")),
    "window": (_at_the_desk(State.FOLLOWED_UP), gettext_lazy("Close “%(title)s”: the call back said it is solved.")),
    "specialist-governance": (_at_the_desk(State.SUBMITTED), gettext_lazy("Sort “%(title)s”, which has just come in.")),
    "specialist-economy": (_own_line(State.TRIAGED), gettext_lazy("Answer “%(title)s”, or give it to a unit.")),
    "specialist-affairs": (
        _owned(State.ACKNOWLEDGED),
        gettext_lazy("Sort “%(title)s” before the next working day ends."),
    ),
    "specialist-party": (_own_line(State.TRIAGED), gettext_lazy("Give “%(title)s” to a unit.")),
    "manager": (
        _at_the_desk(State.IN_PROGRESS, extension_days_asked__gt=0),
        gettext_lazy("Grant or refuse more time for “%(title)s”."),
    ),
    "leader-community": (
        _at_the_desk(State.TRIAGED, category=Category.FIN),
        gettext_lazy("Decide on “%(title)s”: the specialist proposes to decline it."),
    ),
    "operator": (_orders(State.TRANSFERRED), gettext_lazy("Accept or return the order “%(title)s”.")),
    "property": (_orders(State.IN_PROGRESS), gettext_lazy("Report on “%(title)s” with a picture; it is due next.")),
    "leader": (_on_site(category=Category.SAF), _facts),
    "leader2": (_on_site(category=Category.PRO), _facts),
    "volunteer": (_on_site(category=Category.PRO, tier="simple"), _facts),
    "liaison": (_orders(State.IN_PROGRESS), gettext_lazy("Answer for your department: “%(title)s”.")),
    "subdistrict": (_orders(State.IN_PROGRESS), gettext_lazy("Tell how the major matter “%(title)s” stands.")),
    "auditor": (_at_the_desk(State.DECLINED), gettext_lazy("Read why “%(title)s” was declined, with every step.")),
}


def to_do(person: Person) -> str:
    """One thing that this sign-in can do today; a plain sentence when it is done already."""
    if person.username == "admin":
        failed = Notice.objects.filter(state=Notice.State.FAILED).count()
        return _("See why %(count)s message did not go out.") % {"count": failed} if failed else str(STILL_TO_DO)
    find, sentence = TODAY[person.username]
    need = find(person).only("title", "state").first()
    return str(sentence) % {"title": need.title} if need else str(STILL_TO_DO)
