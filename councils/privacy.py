"""What councils hold about people (parkdesk.core.holdings). How somebody voted in secret is held nowhere."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from councils import account_fading, poll_folding
from councils.models import (
    AccountComment,
    Attendance,
    Candidacy,
    CasePaper,
    Contribution,
    Countersignature,
    Lowering,
    Meeting,
    Objection,
    PollAnswer,
    Representative,
    Voice,
)
from enterprises.models import Person
from parkdesk.core.holdings import Fading, Holding, Row, term
from parkdesk.core.words_of_time import day_time
from requests_flow.masking import masked


def _seats(person: Person) -> list[Row]:
    found = Representative.objects.of(person).select_related("council__park", "seat").order_by("-starts_on", "pk")
    return [
        {
            _("Council"): str(one.council.park),
            _("Speaks for"): str(one.get_party_display()),
            _("Time"): term(one.starts_on, one.ends_on),
        }
        for one in found
    ]


def _candidacies(person: Person) -> list[Row]:
    found = Candidacy.objects.filter(person=person).select_related("election__council__park", "enterprise")
    return [
        {
            _("Council"): str(one.election.council.park),
            _("Firm"): str(one.enterprise),
            _("In your own words"): one.statement,
            _("State"): str(one.get_state_display()),
        }
        for one in found.order_by("pk")
    ]


def _said(person: Person) -> list[Row]:
    """What somebody said about cases, and the papers that they laid before them, newest first."""
    along = ("case__council__park",)
    said = Contribution.objects.filter(representative__person=person).select_related(*along)
    papers = CasePaper.objects.filter(put_by=person).select_related(*along)
    rows = [(one.at, one.case, one.text) for one in said] + [(one.put_at, one.case, one.title) for one in papers]
    newest = sorted(rows, key=lambda row: row[0], reverse=True)
    return [
        {pgettext("council", "Case"): case.display_title, _("In your own words"): text, _("Time"): day_time(at)}
        for at, case, text in newest
    ]


def _meetings(person: Person) -> list[Row]:
    """Where somebody was called to, what they objected to in minutes, and what they countersigned; newest first."""
    called = Attendance.objects.filter(representative__person=person).select_related("meeting__council__park")
    mine = {"representative__person": person}
    objections = Objection.objects.filter(**mine).select_related("minutes__meeting__council__park")
    signed = Countersignature.objects.filter(**mine).select_related("minutes__meeting__council__park")
    rows = [(one.meeting.starts_at, one.meeting, str(one.get_kind_display())) for one in called]
    rows += [(one.made_at, one.minutes.meeting, f"{one.passage}: {one.objection}") for one in objections]
    rows += [(one.signed_at, one.minutes.meeting, _("countersigned the minutes")) for one in signed]
    return [_of_meeting(*row) for row in sorted(rows, key=lambda row: row[0], reverse=True)]


def _of_meeting(at: datetime, meeting: Meeting, what: str) -> Row:
    where = f"{meeting.council.park} {meeting.get_kind_display()}"
    return {pgettext("council", "Meeting"): where, _("What is recorded"): what, _("Time"): day_time(at)}


def _tiers(person: Person) -> list[Row]:
    """Needs that they asked to raise, tiers that they proposed to lower, and their answers for the party committee."""
    voices = Voice.objects.of(person).select_related("need")
    said = [(one.at, masked(one.need.title), one.reason) for one in voices]
    for one in Lowering.objects.filter(representative__person=person).select_related("case"):
        said.append((one.at, one.case.display_title, one.reason))
    for one in Lowering.objects.filter(answered_by=person).select_related("case"):
        said.append((one.answered_at, one.case.display_title, one.answer))
    newest = sorted(said, key=lambda row: row[0], reverse=True)
    return [{_("Matter"): title, _("In your own words"): text, _("Time"): day_time(at)} for at, title, text in newest]


def _answers(person: Person) -> list[Row]:
    given = PollAnswer.objects.filter(person=person).select_related("poll", "option").order_by("-at")
    return [{_("Question"): str(one.poll), pgettext("poll", "Answer"): one.option.text} for one in given]


def _comments(person: Person) -> list[Row]:
    said = AccountComment.objects.filter(person=person).select_related("account__council__park").order_by("-at")
    return [
        {_("Shared accounts"): str(one.account), _("Your comment"): one.text, _("Time"): day_time(one.at)}
        for one in said
    ]


HOLDINGS = (
    Holding(
        code="seats",
        label=gettext_lazy("Your seats in councils"),
        purpose=gettext_lazy("To know who speaks and votes for whom."),
        basis=gettext_lazy("You were named or elected."),
        kept=gettext_lazy("As records of the council."),
        stays=gettext_lazy(
            "Seat and term without your name; your name in minutes that were issued, because they are signed and "
            "sealed. A secret ballot holds no name at all."
        ),
        of_person=_seats,
    ),
    Holding(
        code="candidacies",
        label=gettext_lazy("Where you stood for election"),
        purpose=gettext_lazy("So that firms know whom they choose."),
        basis=gettext_lazy("You agreed to stand."),
        kept=gettext_lazy("As records of the council."),
        stays=gettext_lazy("That somebody stood, with votes and result, without your name."),
        of_person=_candidacies,
    ),
    Holding(
        code="said",
        label=gettext_lazy("What you said about cases of a council"),
        purpose=gettext_lazy("So that members decide knowing what each other think."),
        basis=gettext_lazy("You spoke as a member, or laid a paper before the council."),
        kept=gettext_lazy("As records of the council."),
        stays=gettext_lazy("Words and papers without your name."),
        of_person=_said,
    ),
    Holding(
        code="meetings",
        label=gettext_lazy("Meetings of councils: where you were, what you objected to and signed"),
        purpose=gettext_lazy("So that minutes say who was there, and are right."),
        basis=gettext_lazy("You attended as a member of the council."),
        kept=gettext_lazy("As records of the council."),
        stays=gettext_lazy(
            "Attendance and signature of the seat without your name; your name in minutes that were issued, because "
            "they are signed and sealed."
        ),
        of_person=_meetings,
    ),
    Holding(
        code="tiers",
        label=gettext_lazy("What you asked about the tier of needs"),
        purpose=gettext_lazy("So that members know who wants a need raised or lowered, and why."),
        basis=gettext_lazy("You asked as a member, or answered for the party committee."),
        kept=gettext_lazy("As records of the council."),
        stays=gettext_lazy("Words without your name."),
        of_person=_tiers,
    ),
    Holding(
        code="poll_answers",
        label=gettext_lazy("Your answers to polls of a park"),
        purpose=gettext_lazy("To count each person once."),
        basis=gettext_lazy("You answered of your own accord."),
        kept=gettext_lazy("90 days after the poll has ended."),
        stays=gettext_lazy("The totals of the poll."),
        of_person=_answers,
        fading=Fading(poll_folding.KEPT_DAYS, poll_folding.old, poll_folding.fold),
    ),
    Holding(
        code="account_comments",
        label=gettext_lazy("Your comments on shared accounts of a park"),
        purpose=gettext_lazy("To answer what people of the park ask about their money."),
        basis=gettext_lazy("You commented of your own accord."),
        kept=gettext_lazy("Two years after the comment."),
        stays=gettext_lazy("The comment and its answer without your name."),
        of_person=_comments,
        fading=Fading(account_fading.KEPT_DAYS, account_fading.old, account_fading.fade),
    ),
)
