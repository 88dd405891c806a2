"""What needs hold about people: contacts, words, pictures, visits (parkdesk.core.holdings)."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from enterprises.models import Person
from parkdesk.core import files
from parkdesk.core.holdings import A_YEAR, Fading, Holding, Row
from parkdesk.core.models import Attachment, Entry
from parkdesk.core.words_of_time import day, day_time
from requests_flow import fading, forgetting
from requests_flow.erasing import OWN_PICTURES, OWN_VERBS, needs_of
from requests_flow.models import Need, ReporterContact, Visit
from requests_flow.titles import title_of

BASIS = gettext_lazy("You asked us to do something.")


def _contacts(needs: Iterable[Need]) -> list[Row]:
    """With the version of the notice that was agreed to, and when (PIPL 14)."""
    found = ReporterContact.objects.filter(need__in=needs).select_related("need").order_by("-pk")
    return [
        {
            _("Need"): one.need.reference or "",
            pgettext("personal data", "Name"): one.name,
            _("Mobile number"): one.phone.removeprefix("+86"),
            _("E-mail"): one.email,
            _("You agreed on"): _agreed(one),
        }
        for one in found
    ]


def _veiled(need: Need) -> list[Row]:
    """The same behind a link, which may have been passed on: enough to see whether it is right (ADR 6)."""
    contact = ReporterContact.objects.filter(need=need).first()
    if contact is None:
        return []
    return [
        {
            pgettext("personal data", "Name"): contact.masked_name,
            _("Mobile number"): contact.masked_phone,
            _("E-mail"): contact.masked_email,
            _("You agreed on"): _agreed(contact),
        }
    ]


def _agreed(one: ReporterContact) -> str:
    """To the notice itself, or through another system, which obtained it."""
    if one.consent_version.startswith("key:"):
        return _("%(when)s, through another system") % {"when": day_time(one.consent_at)}
    said = {"when": day_time(one.consent_at), "version": one.consent_version}
    return _("%(when)s, version %(version)s of the notice") % said


def _needs(needs: Iterable[Need]) -> list[Row]:
    return [
        {
            _("Need"): f"{one.reference} {one.title}",
            _("Handed in"): day(one.submitted_at),
            _("State"): one.get_state_display(),
            pgettext("personal data", "Words"): one.text,
        }
        for one in needs
    ]


def _said(needs: Iterable[Need]) -> list[Row]:
    """What a reporter wrote in later steps."""
    kind, ids = Need._meta.label_lower, [one.pk for one in needs]
    entries = Entry.objects.filter(subject_type=kind, subject_id__in=ids, verb__in=OWN_VERBS, text__isnull=False)
    return [
        {
            _("Day"): day_time(one.at),
            _("Step"): title_of(one.step, one.facts),
            pgettext("personal data", "Words"): "\n".join(one.words.values()),
        }
        for one in entries.select_related("text").order_by("-pk")
    ]


def _pictures(needs: Iterable[Need]) -> list[Row]:
    return [
        {_("Need"): need.reference or "", _("Day"): day_time(one.created_at), _("File"): f"{one.key}.jpg"}
        for need in needs
        for one in pictures_of(need)
    ]


def pictures_of(need: Need) -> QuerySet[Attachment]:
    """The pictures that the reporter of a need sent."""
    return files.of(need).filter(step__in=OWN_PICTURES)


def _visits(person: Person) -> list[Row]:
    found = Visit.objects.of(person).select_related("enterprise")
    return [{_("Day"): day(one.visited_on), _("Firm"): str(one.enterprise)} for one in found]


def _mine(person: Person) -> QuerySet[Need]:
    return needs_of(person).order_by("-pk")


HOLDINGS = (
    Holding(
        code="contacts",
        label=gettext_lazy("How to reach you about a need"),
        purpose=gettext_lazy("To ask back, to tell you how it stands, to hear whether it is solved."),
        basis=gettext_lazy("You agreed by a tick. You can take that back at any time; the work goes on."),
        kept=gettext_lazy("24 months after the last need under it was closed; then it is masked."),
        of_person=lambda person: _contacts(_mine(person)),
        of_need=_veiled,
        fading=Fading(2 * A_YEAR, fading.old_contacts, fading.mask_contact),
    ),
    Holding(
        code="needs",
        label=gettext_lazy("What you asked for"),
        purpose=gettext_lazy("To have it done, and to learn from it."),
        basis=BASIS,
        kept=gettext_lazy("As records of the community. Numbers and names in the text are masked with the contact."),
        stays=gettext_lazy(
            "That there was a need: category, park, dates, outcome and figures, because the community answers for "
            "them. What you asked for in the name of a firm stays with the firm, without your name and number."
        ),
        of_person=lambda person: _needs(_mine(person)),
        of_need=lambda need: _needs([need]),
    ),
    Holding(
        code="words",
        label=gettext_lazy("What you wrote later"),
        purpose=gettext_lazy("Answers, additions and ratings of your needs."),
        basis=BASIS,
        kept=gettext_lazy("As records of the community; words with a number or a name go with the contact."),
        stays=gettext_lazy("The steps and their times, sealed by a check sum without your words; stars that you gave."),
        of_person=lambda person: _said(_mine(person)),
        of_need=lambda need: _said([need]),
    ),
    Holding(
        code="pictures",
        label=pgettext_lazy("kind of personal data", "Your pictures"),
        purpose=gettext_lazy("To show what is the matter."),
        basis=BASIS,
        kept=gettext_lazy("24 months after the need was closed; then they are deleted."),
        of_person=lambda person: _pictures(_mine(person)),
        of_need=lambda need: _pictures([need]),
        fading=Fading(2 * A_YEAR, fading.old_pictures, fading.drop_picture),
    ),
    Holding(
        code="visits",
        label=gettext_lazy("Visits that you made"),
        purpose=gettext_lazy("To know which firms were called on."),
        basis=gettext_lazy("Tasks of the community that the law gives it."),
        kept=gettext_lazy("As records of the community."),
        stays=gettext_lazy("The visits, made by somebody without a name."),
        of_person=_visits,
    ),
    Holding(
        code="confirmed",
        label=gettext_lazy("Who confirmed a notice"),
        purpose=gettext_lazy("To know whom to ask at a firm that has read it."),
        basis=gettext_lazy("Tasks of the community that the law gives it."),
        kept=gettext_lazy("24 months after the confirmation; then the name goes."),
        stays=gettext_lazy("That the firm confirmed, and when."),
        fading=Fading(2 * A_YEAR, forgetting.confirmed_before, forgetting.forget_who_confirmed),
    ),
    Holding(
        code="met",
        label=gettext_lazy("Who was met on a visit"),
        purpose=gettext_lazy("To know whom to ask for at the firm the next time."),
        basis=gettext_lazy("Tasks of the community that the law gives it."),
        kept=gettext_lazy("24 months after the visit; then the names go."),
        stays=gettext_lazy("That the firm was called on and signed, and when."),
        fading=Fading(2 * A_YEAR, forgetting.visited_before, forgetting.forget_who_was_met),
    ),
)
