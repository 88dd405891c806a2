"""What the floor holds about people: what they were told, their wishes, who looked (parkdesk.core.holdings)."""

from datetime import datetime

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from parkdesk.core import notices
from parkdesk.core.holdings import A_YEAR, Fading, Holding, Row
from parkdesk.core.models import LookWords, Notice, Wishes
from parkdesk.core.words_of_time import day_time

# A copy holds the newest of what somebody was told.
IN_A_COPY = 200


def _told(key: str) -> list[Row]:
    newest = Notice.objects.filter(recipient=key).select_related("entry", "entry__text").order_by("-created_at")
    told = list(newest[:IN_A_COPY])
    notices.bring_subjects(told)
    return [
        {
            _("Day"): day_time(one.created_at),
            pgettext("personal data", "By"): one.get_channel_display(),
            _("Message"): notices.words(one).subject,
        }
        for one in told
    ]


def _wishes(key: str) -> list[Row]:
    found = Wishes.objects.filter(recipient=key)
    return [
        {_("When"): one.get_rhythm_display(), _("Quiet hours"): f"{one.quiet_from:%H:%M}–{one.quiet_until:%H:%M}"}
        for one in found
    ]


def _person(person: Model) -> str:
    return f"person:{person.pk}"


def _need(need: Model) -> str:
    return f"need:{need.pk}"


def _old_reasons(before: datetime) -> QuerySet[LookWords]:
    return LookWords.objects.filter(look__at__lt=before).order_by("pk")


def _drop_reason(words: LookWords) -> None:
    LookWords.objects.filter(pk=words.pk).delete()


HOLDINGS = (
    Holding(
        code="told",
        label=gettext_lazy("What you were told"),
        purpose=gettext_lazy("To tell you each thing once, and to know that it went out."),
        basis=gettext_lazy("It belongs to what you asked for, or to your office."),
        kept=gettext_lazy("As long as what it is about. Your address never stands in it."),
        stays=gettext_lazy("That a message went out, without name and address."),
        of_person=lambda person: _told(_person(person)),
        of_need=lambda need: _told(_need(need)),
    ),
    Holding(
        code="wishes",
        label=gettext_lazy("How you want to be told"),
        purpose=gettext_lazy("To send by the ways and at the times that you chose."),
        basis=gettext_lazy("You chose it."),
        kept=gettext_lazy("As long as the account stands, or the contact of the need."),
        of_person=lambda person: _wishes(_person(person)),
        of_need=lambda need: _wishes(_need(need)),
    ),
    Holding(
        code="looks",
        label=gettext_lazy("Who looked at your contact or your needs"),
        purpose=gettext_lazy("So that nobody looks without a reason, and you can read it."),
        basis=gettext_lazy("The law asks for it."),
        kept=gettext_lazy("At least 6 months; the reasons 3 years."),
        stays=gettext_lazy("That somebody looked, when, and at what; no words in which you are named."),
        fading=Fading(3 * A_YEAR, _old_reasons, _drop_reason),
    ),
)
