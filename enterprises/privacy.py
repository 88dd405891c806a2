"""What the directory holds about people: accounts, firms, offices, registrations (parkdesk.core.holdings)."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from enterprises.models import Appointment, Membership, Person, Registration
from parkdesk.core.blotting import about_any
from parkdesk.core.holdings import A_YEAR, Fading, Holding, Row, term
from parkdesk.core.models import EntryText
from parkdesk.core.words_of_time import day


def _account(person: Person) -> list[Row]:
    languages = dict(settings.LANGUAGES)
    said = {
        _("Sign-in name"): person.username,
        pgettext("personal data", "Name"): person.name,
        _("E-mail"): person.email or "",
        _("Mobile number"): (person.phone or "").removeprefix("+86"),
        _("Language"): str(languages.get(person.language, "")),
        _("Account since"): day(person.date_joined),
    }
    return [{label: value for label, value in said.items() if value}]


def _firms(person: Person) -> list[Row]:
    found = person.memberships.select_related("enterprise").order_by("-starts_on", "pk")
    return [{_("Firm"): one.enterprise.name, _("Time"): _term(one)} for one in found]


def _offices(person: Person) -> list[Row]:
    found = person.appointments.select_related("park", "unit").order_by("-starts_on", "pk")
    return [
        {
            _("Office"): " · ".join(str(part) for part in (one.get_role_display(), one.title, one.park) if part),
            _("Time"): _term(one),
        }
        for one in found
    ]


def _registrations(person: Person) -> list[Row]:
    found = Registration.objects.filter(person=person).exclude(asked_at=None).select_related("park")
    return [
        {
            _("Registered as"): one.get_kind_display(),
            _("Park"): str(one.park),
            _("Day"): day(one.asked_at),
            pgettext("personal data", "Words"): one.offer,
        }
        for one in found
    ]


def _term(one: Appointment | Membership) -> str:
    return term(one.starts_on, one.ends_on)


def _answered_before(before: datetime) -> QuerySet[Registration]:
    """Registrations that came to nothing, with words that nobody needs any more."""
    ended = Registration.objects.filter(
        state__in=[Registration.State.DECLINED, Registration.State.WITHDRAWN], ended_at__lt=before
    )
    return ended.filter(~Q(offer="") | ~Q(answer="")).order_by("pk")


def _empty(one: Registration) -> None:
    EntryText.objects.filter(entry__in=about_any(Registration.objects.filter(pk=one.pk))).delete()
    Registration.objects.filter(pk=one.pk).update(offer="", answer="")


HOLDINGS = (
    Holding(
        code="account",
        label=gettext_lazy("Your account"),
        purpose=gettext_lazy("To let you in, and to tell you what concerns you."),
        basis=gettext_lazy("You asked for an account, or your office needs one."),
        kept=format_lazy(
            gettext_lazy(
                "While you use it: {days} days after you last signed in it is closed, 30 days after we told you."
                " It stays while you hold an office or a seat, or have an open need or points."
            ),
            days=settings.ACCOUNT_UNUSED_DAYS,
        ),
        stays=gettext_lazy("A number without a name, so that what you did in an office still has an author."),
        of_person=_account,
    ),
    Holding(
        code="firms",
        label=gettext_lazy("Your firms"),
        purpose=gettext_lazy("To show you the needs of your firm, and to let you speak for it."),
        basis=gettext_lazy("Your firm or the directory of the park named you."),
        kept=gettext_lazy("As long as the account stands."),
        stays=gettext_lazy("That a person without a name belonged to the firm."),
        of_person=_firms,
    ),
    Holding(
        code="offices",
        label=gettext_lazy("Your offices"),
        purpose=gettext_lazy("To decide what you may see and do, and who answers for what."),
        basis=gettext_lazy("Tasks of the community that the law gives it."),
        kept=gettext_lazy("As long as the records of that office."),
        stays=gettext_lazy("Office and term, without your name: records of office name who was responsible."),
        of_person=_offices,
    ),
    Holding(
        code="registrations",
        label=pgettext_lazy("kind of personal data", "Registrations as a volunteer"),
        purpose=gettext_lazy("To decide on your registration."),
        basis=gettext_lazy("You asked for it."),
        kept=gettext_lazy("What you wrote: 12 months after a registration was declined or taken back."),
        of_person=_registrations,
        fading=Fading(A_YEAR, _answered_before, _empty),
    ),
)
