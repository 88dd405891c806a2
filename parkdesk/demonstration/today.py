"""What each role finds to do today, as a sentence taken from the data."""

from collections.abc import Callable

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import NewsPage, ServicePage
from councils.models import Case, Minutes, Receipt, SupervisionOrder
from councils.tally import Result
from enterprises.models import Person
from parkdesk.core.models import Entry, Notice
from points.models import Voucher
from requests_flow.models import Need
from requests_flow.words import Category, State

Find = Callable[[Person], QuerySet]
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


def _cases(*states: str, **filters: object) -> Find:
    """Cases of the councils in which they sit and from which they have not stepped back."""

    def find(person: Person) -> QuerySet[Case]:
        seen = Case.objects.visible_to(person).filter(council__representatives__person=person, state__in=states)
        return seen.filter(**filters).exclude(recusals__representative__person=person).order_by("-pk")

    return find


def _not_voted(person: Person) -> QuerySet[Case]:
    voted = Receipt.objects.filter(elector__representative__person=person).values("elector__round__case")
    return _cases(Case.State.VOTING)(person).exclude(pk__in=voted)


def _unspoken(person: Person) -> QuerySet[Case]:
    """In discussion, and the party of their seat has not said anything yet."""
    parties = person.council_seats.values_list("seat__party", flat=True)
    return _cases(Case.State.IN_DISCUSSION)(person).exclude(positions__party__in=list(parties))


def _to_countersign(person: Person) -> QuerySet[Minutes]:
    return Minutes.objects.to_countersign_by(person).order_by("-pk")


def _orders_of_the_committee(*states: str) -> Find:
    return lambda person: SupervisionOrder.objects.filter(state__in=states).order_by("pk")


_vote = gettext_lazy("Vote on “%(title)s”.")
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
    "chair": (
        _cases(Case.State.DECIDED, result=Result.AGREED),
        gettext_lazy("Say who carries out “%(title)s” and by when: it was agreed."),
    ),
    "member1": (_not_voted, _vote),
    "member2": (_to_countersign, gettext_lazy("Countersign the minutes “%(title)s”.")),
    "member3": (_not_voted, _vote),
    "member4": (_not_voted, _vote),
    "member5": (_not_voted, _vote),
    "member6": (_unspoken, gettext_lazy("Say what your party thinks of “%(title)s”.")),
    "party": (_orders_of_the_committee("registered"), gettext_lazy("Assign the supervision order on “%(title)s”.")),
    "merchant": (
        lambda person: Voucher.objects.filter(state=Voucher.State.ISSUED).order_by("pk"),
        gettext_lazy("Check the voucher for “%(title)s”; the volunteer shows its code."),
    ),
    "editor": (
        lambda person: ServicePage.objects.filter(live=True, locale__language_code="zh-hans").order_by("code"),
        gettext_lazy("Change the page “%(title)s” and submit it: somebody else publishes."),
    ),
    "publisher": (
        lambda person: NewsPage.objects.filter(live=False).order_by("-pk"),
        gettext_lazy("Read “%(title)s” and publish it, or send it back."),
    ),
    "auditor": (_at_the_desk(State.DECLINED), gettext_lazy("Read why “%(title)s” was declined, with every step.")),
}


def to_do(person: Person) -> str:
    """One thing that this sign-in can do today; a plain sentence when it is done already."""
    if person.username == "admin":
        failed = Notice.objects.filter(state=Notice.State.FAILED).count()
        return _("See why %(count)s message did not go out.") % {"count": failed} if failed else str(STILL_TO_DO)
    find, sentence = TODAY[person.username]
    one = find(person).first()
    return str(sentence) % {"title": _title(one)} if one else str(STILL_TO_DO)


def _title(one: Model) -> str:
    """What it is called, in the reader's language where it has a name in both."""
    names = (getattr(one, name, "") for name in ("display_title", "title", "subject", "product"))
    return str(next(name for name in names if name))
