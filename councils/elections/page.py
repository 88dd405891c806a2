"""What the page of an election shows: its course as a line of dates, who stands, the result with its arithmetic."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from councils.elections import outcome, turnout
from councils.models import Candidacy, Election, ElectionGroup
from councils.models.election import ENDED
from parkdesk.core.words_of_time import day_time

# The order of the line; what was annulled or called off has no place on it.
COURSE = ("announced", "nominating", "vetting", "published", "voting", "counting", "declared", "certified")
RESULT_STAGES = ("declared", "certified", "annulled")
SHOWN_STAGES = ("published", "voting", "counting", *RESULT_STAGES)
LOOKS = {"nominating": "going", "voting": "going", "certified": "done", "annulled": "late", "cancelled": "rest"}


@dataclass(frozen=True)
class Stop:
    """One stop of the course: its word, when, and whether it is over or running."""

    word: str
    when: datetime | None
    is_done: bool
    is_now: bool


def course(election: Election) -> list[Stop]:
    """The whole way with its dates; those that hang on people are empty until they are known."""
    moments = {
        "announced": election.announced_at,
        "nominating": election.nominations_open_at,
        "vetting": election.nominations_close_at,
        "published": election.published_at,
        "voting": election.voting_opens_at,
        "counting": election.voting_closes_at,
        "declared": election.declared_at,
        "certified": election.ended_at if election.state == "certified" else election.objections_close_at,
    }
    stage = election.stage
    here = COURSE.index(stage) if stage in COURSE else -1
    return [
        Stop(str(Election.State(one).label), moments[one], place < here or stage == "certified", one == stage)
        for place, one in enumerate(COURSE)
    ]


@dataclass(frozen=True)
class Line:
    """One candidate: votes where they may be shown, with the width of the bar in hundredths of the ballots."""

    one: Candidacy
    votes: int | None
    of: int
    is_elected: bool


@dataclass(frozen=True)
class GroupCard:
    """One seat group: who stands, and after the count what came out."""

    group: ElectionGroup
    standing: list[Candidacy]
    turnout: turnout.Turnout
    lines: list[Line]
    sentence: str
    lot: str


def groups(election: Election) -> list[GroupCard]:
    """The seat groups in their order. Before candidates are published nobody's name is shown."""
    found = []
    for group in election.groups.all():
        group.election = election
        standing = list(group.candidacies.accepted().select_related("person", "enterprise"))
        shown = standing if election.stage in SHOWN_STAGES else []
        found.append(_card(group, shown, is_out=election.state in RESULT_STAGES))
    return found


def _card(group: ElectionGroup, shown: list[Candidacy], *, is_out: bool) -> GroupCard:
    lines, said, lot = (_lines(group, shown), sentence(group, shown), _lot(group)) if is_out else ([], "", "")
    return GroupCard(group, shown, turnout.of(group), lines, said, lot)


def _lines(group: ElectionGroup, standing: list[Candidacy]) -> list[Line]:
    total, is_shown = group.ballots_counted or 0, are_figures_shown(group)
    rows = [
        Line(one, one.votes if is_shown else None, max(total, 1), one.outcome == Candidacy.Outcome.ELECTED)
        for one in standing
    ]
    return sorted(rows, key=lambda row: (not row.is_elected, -(row.votes or 0), row.one.pk))


def are_figures_shown(group: ElectionGroup) -> bool:
    return outcome.are_figures_shown(group.ballots_counted or 0, group.election.rule_set.hide_below)


def sentence(group: ElectionGroup, standing: list[Candidacy]) -> str:
    """The arithmetic in one sentence, in the running language."""
    if not are_figures_shown(group):
        return _("Fewer than %(least)s ballots: only who is elected is said, so that nobody's vote is given away.") % {
            "least": group.election.rule_set.hide_below
        }
    used = turnout.of(group)
    facts = {
        "voters": used.voters, "voted": used.voted, "percent": used.percent, "paper": used.on_paper,
        "void": group.ballots_void, "seats": group.seats,
        "valid": (group.ballots_counted or 0) - group.ballots_void,
    }  # fmt: skip
    if len(standing) <= group.seats:
        rule = _("No more candidates than seats, so each needs more than half of %(valid)s valid ballots.")
    else:
        rule = _("The most votes of %(valid)s valid ballots fill %(seats)s seats.")
    said = _("%(voters)s may vote, %(voted)s have voted (%(percent)s %%), %(paper)s of them on paper; %(void)s void.")
    return f"{said % facts} {rule % facts}"


def _lot(group: ElectionGroup) -> str:
    if not group.lot:
        return ""
    text = _(
        "The last seat was tied. The lot was drawn with the seed %(seed)s: SHA-256 of seed and number, smallest first."
    )
    return text % {"seed": group.lot["seed"]}


def says_now(election: Election) -> str:
    """What everybody can do now and until when, in one sentence."""
    end = election.next_end
    moment = {"moment": day_time(end)} if end else {"moment": ""}
    told = {
        "announced": _("Nominations open on %(moment)s."),
        "nominating": _("Until %(moment)s you can stand, or name somebody together with a second firm."),
        "vetting": _("Two people check everybody who stands. Then the candidates are published."),
        "published": _("Read who stands. The ballot opens on %(moment)s."),
        "voting": _("The ballot is open until %(moment)s: one firm, one vote, secret."),
        "counting": _("The ballot is over. It is counted, and signed by office and scrutineer."),
        "declared": _("Objections are taken until %(moment)s. Then community leader and party committee certify."),
        "certified": _("Those elected have taken their seats."),
        "annulled": _("An objection was upheld. The ballots stay sealed, and a new round is planned."),
        "cancelled": _("It was called off before the ballot."),
        "draft": _("Only the office and those who confirm it see this plan."),
    }
    return told[election.stage] % moment


def row(election: Election) -> dict[str, Any]:
    """One line of a list."""
    return {
        "url": election.get_absolute_url(),
        "title": election.title,
        "says": says_now(election),
        "stage": election.get_stage_display(),
        "look": LOOKS.get(election.stage, ""),
        "is_over": election.state in ENDED,
    }
