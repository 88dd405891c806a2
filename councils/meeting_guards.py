"""Guards of meetings, minutes and resolutions. One argument asks "can it?"; two ask "may they?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from councils import minutes_lint, presence
from councils.guards import is_member, is_office, is_party_committee, presides
from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because

# --- can it, now? A meeting ---------------------------------------------------------------------------


@because(_("Put at least one item on the agenda first."))
def has_an_agenda(meeting):
    return meeting.items.exists()


@because(_("Say where it is held: a place, a link, or both."))
def has_its_place(meeting):
    wants_place = meeting.mode != meeting.Mode.ONLINE
    wants_link = meeting.mode != meeting.Mode.ON_SITE
    return bool((meeting.place or not wants_place) and (meeting.link or not wants_link))


@because(_("It begins too soon: agenda and papers go out 3 working days before; 4 hours before a special meeting."))
def is_announced_in_time(meeting):
    return meeting.starts_at >= presence.earliest_start(meeting.kind, clock.now(), meeting.papers_days)


@because(_("The agenda is closed: what comes now is urgent business."))
def has_an_open_agenda(meeting):
    return not presence.is_agenda_closed(meeting)


@because(_("The agenda is still open: put it on the agenda."))
def has_a_closed_agenda(meeting):
    return presence.is_agenda_closed(meeting)


@because(_("Who comes is written down from one hour before the beginning."))
def is_about_to_begin(meeting):
    return clock.now() >= meeting.starts_at - presence.DOORS_OPEN


@because(_("It has no quorum: two thirds of the seats that are filled, and at least four parties."))
def has_its_quorum(meeting):
    return presence.quorum(meeting).is_reached


@because(_("Say who presides: one of the members who are there."))
def has_somebody_presiding(meeting):
    return meeting.presiding_candidate() is not None


@because(_("A vote of this meeting is still open. It ends when the vote has closed."))
def has_no_open_vote(meeting):
    return not meeting.open_rounds().exists()


@because(_("It has begun already, or its time has passed."))
def has_not_begun(meeting):
    return meeting.began_at is None


@because(_("The minutes have gone round already; results are not changed any more."))
def has_open_minutes(meeting):
    minutes = meeting.minutes_or_none
    return minutes is None or minutes.state == minutes.State.DRAFT


# --- can it, now? Minutes -----------------------------------------------------------------------------


@because(_("An item has no result yet: agreed, deferred, withdrawn or noted. Enter it, then send the minutes round."))
def has_all_results(minutes):
    return not minutes.meeting.items.without_result().exists()


@because(_("An item says “agreed”, but nothing that was agreed is written down under it."))
def has_what_was_agreed(minutes):
    return not minutes.meeting.items.without_what_was_agreed().exists()


@because(_("Personal data stand in it: a number, an address or a name that is nobody's business. Take them out first."))
def is_redacted(minutes):
    return not minutes_lint.personal_data(minutes)


@because(_("The window for objections is still open."))
def is_window_over(minutes):
    return minutes.window_ends_at is not None and clock.now() >= minutes.window_ends_at


@because(_("The window for objections is over: who did not object in time has agreed."))
def is_window_open(minutes):
    return minutes.window_ends_at is not None and clock.now() < minutes.window_ends_at


@because(_("An objection is not answered yet."))
def has_no_open_objection(minutes):
    return not minutes.objections.filter(answered_at=None).exists()


@because(_("Two parties have to countersign."))
def has_enough_signatures(minutes):
    return minutes.countersignatures.count() >= minutes.meeting.rule_set.signing_parties


# --- may they, ever? ----------------------------------------------------------------------------------


def runs_it(meeting, actor):
    """The office, whoever presides over the council, and the party committee; nobody else calls or runs a meeting."""
    return is_office(actor) or is_party_committee(actor) or presides(meeting.council, actor)


def is_called(meeting, actor):
    """Whoever holds a seat of a council that sits in it."""
    return is_person(actor) and any(is_member(one, actor) for one in sitting(meeting))


def sitting(meeting):
    """The council that leads, then those that sit with it, by park."""
    return [meeting.council, *meeting.joined.select_related("park").order_by("park__code")]


def runs_it_or_is_the_clock(meeting, actor):
    return actor == CLOCK or runs_it(meeting, actor)


def issues_minutes(thing, actor):
    """The community leader issues (签发); a clerk, a specialist or a member does not."""
    return is_person(actor) and actor.wears(Role.COMMUNITY_LEADER)


def keeps_minutes(minutes, actor):
    """The office keeps them; whoever presides may do the same."""
    return is_office(actor) or presides(minutes.meeting.council, actor)


def keeps_minutes_or_is_the_clock(minutes, actor):
    return actor == CLOCK or keeps_minutes(minutes, actor)


def attended(minutes, actor):
    """Those who were there as members: they alone object and countersign."""
    return is_person(actor) and minutes.meeting.attendances.present().filter(representative__person=actor).exists()


def is_the_clock(thing, actor):
    return actor == CLOCK


def carries_resolutions(resolution, actor):
    return actor == CLOCK or is_office(actor) or is_member(resolution.council, actor)


def checks_resolutions(resolution, actor):
    """The trail, when the need behind it is closed as solved; else the office.

    Never the unit that did it, nor who sits in the council that agreed it (decisions 40).
    """
    if actor == CLOCK:
        return True
    is_free = is_office(actor) and not is_member(resolution.council, actor)
    return is_free and resolution.unit_id not in actor.units()


def ends_resolutions(resolution, actor):
    return is_office(actor) or presides(resolution.council, actor)


def reads_all_councils(actor):
    """The office, the party committee, the sub-district and the auditors read what all councils do inside."""
    is_reader = is_person(actor) and actor.wears(Role.SUBDISTRICT, Role.DISCIPLINE_AUDITOR)
    return is_reader or is_office(actor) or is_party_committee(actor)
