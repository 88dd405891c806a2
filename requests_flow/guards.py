"""Guards of a need's steps. One argument asks "can it, now?"; two ask "may they, ever?" (style 6)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from enterprises.access import employers
from enterprises.roles import DESK, ON_SITE, Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, Holder, is_person
from parkdesk.core.flow import because
from requests_flow import promises
from requests_flow.words import INCIDENT_CATEGORIES, NEVER_TO_THE_COUNCIL, Kind, State, Tier

UNDONE_WITHIN = timedelta(hours=24)

# --- can it, now? ------------------------------------------------------------------------------------


@because(_("It has to be sorted first: category and tier."))
def is_sorted(need):
    return bool(need.category and need.tier)


@because(_("Simple, personal and urgent major needs (M1, M2, M5) do not go to the council."))
def is_for_the_council(need):
    """Complex ones; major ones where the desk asks for a vote, never danger, wages or seizures (decisions 6, 27)."""
    may_be_voted_on = need.tier == Tier.MAJOR and need.tier_rule not in NEVER_TO_THE_COUNCIL
    return not need.is_personal and (need.tier == Tier.COMPLEX or may_be_voted_on)


@because(_("It can be closed after a follow-up, or after two notices and 10 working days of silence."))
def is_ripe_to_close(need):
    if need.state == State.RESOLVED:
        return _is_past(need.reminded_at, promises.SILENCE_DAYS)
    if need.state == State.WAITING_ENTERPRISE:
        return _is_past(need.stopped_at, promises.NO_REPLY_DAYS)
    return need.state == State.FOLLOWED_UP


@because(_("The second notice goes out 2 working days after the first, once."))
def is_time_to_remind(need):
    return need.reminded_at is None and _is_past(need.resolved_at, promises.REMIND_AFTER_DAYS)


@because(_("It can be rated or reopened within 10 working days after it was completed."))
def is_within_rating_time(need):
    return need.resolved_at is not None and not _is_past(need.resolved_at, promises.RATING_OPEN_DAYS)


@because(is_within_rating_time.reason)
def is_time_to_reopen(need):
    """Within the time for ratings; a follow-up that finds it unsolved reopens it at any time (domain.md 8.6).

    A major need also until its second call.
    """
    is_call_open = promises.second_call_due_at(need) is not None
    return need.state == State.FOLLOWED_UP or is_call_open or is_within_rating_time(need)


@because(_("The second call is for major needs: from 15 working days after completion, once."))
def is_time_for_the_second_call(need):
    return promises.second_call_due_at(need) is not None and _is_past(need.resolved_at, promises.SECOND_CALL_OPENS_DAYS)


@because(_("This handling has been rated already."))
def is_not_yet_rated(need):
    return not need.is_rated


@because(_("The extensions for this tier are used up."))
def has_extension_left(need):
    return need.extensions < promises.limits_of(need).extensions


@because(_("Nobody has asked for an extension."))
def is_extension_asked(need):
    return need.extension_days_asked > 0


@because(_("An extension has been asked for already and waits for an answer."))
def is_no_extension_asked(need):
    return need.extension_days_asked == 0


@because(_("It is the highest tier already."))
def can_rise(need):
    return need.tier != Tier.MAJOR


@because(_("It is the lowest tier already."))
def can_be_lowered(need):
    return need.tier != Tier.SIMPLE


@because(_("A merging can be undone within 24 hours, or when the other need ended without an answer."))
def was_merged_lately(need):
    """A lead that was withdrawn or refused answers nobody: what was merged into it may then stand alone again."""
    if not need.merged_from:
        return False
    is_left_alone = need.merged_into.state in (State.WITHDRAWN, State.DECLINED, State.INVALID)
    return is_left_alone or clock.now() <= need.closed_at + UNDONE_WITHIN


@because(_("Complaints, personal and protected needs, and those of other categories, join no incident."))
def fits_an_incident(need):
    """Facilities and surroundings only; never what concerns one person or accuses somebody (decisions 30)."""
    is_of_the_place = not need.category or need.category in INCIDENT_CATEGORIES
    return is_of_the_place and need.kind != Kind.COMPLAINT and is_for_all_of_the_firm(need)


@because(_("It belongs to an incident already."))
def is_in_no_incident(need):
    return need.incident_id is None


@because(_("It belongs to no incident."))
def is_in_an_incident(need):
    return need.incident_id is not None


def _is_past(start, days):
    return start is not None and clock.now() >= promises.add_days(start, days)


# --- may they, ever? ---------------------------------------------------------------------------------


def reported_it(need, actor):
    """Whoever holds the tracking link; the reporter; also the enterprise's members, unless it is kept from them."""
    if isinstance(actor, Holder):
        return actor.kind == "link" and actor.ref == f"need:{need.pk}"
    return is_person(actor) and (
        need.reporter_id == actor.pk or (is_for_all_of_the_firm(need) and need.enterprise_id in actor.firms)
    )


def is_for_all_of_the_firm(need):
    """Neither personal (decisions 6) nor protected from the employer (decisions 5)."""
    return not (need.is_personal or need.is_protected)


def may_submit(need, actor):
    """A draft is handed in by whoever wrote it: a terminal without a name, a person, the desk."""
    return isinstance(actor, Holder) or is_person(actor)


def sits_at_the_desk(need, actor):
    return is_person(actor) and actor.wears(*DESK) and serves_its_line(need, actor)


def serves_its_line(need, actor):
    """Window, manager and leader serve all lines; a specialist the own line and what has none yet."""
    if actor.wears(Role.WINDOW_CLERK, Role.DESK_MANAGER, Role.COMMUNITY_LEADER):
        return True
    return not need.line or need.line in actor.lines() or need.owner_id == actor.pk


def sits_at_the_desk_or_is_the_clock(need, actor):
    return actor == CLOCK or sits_at_the_desk(need, actor)


def is_the_clock(need, actor):
    return actor == CLOCK


def works_in_its_unit(need, actor):
    """Those of the unit it was dispatched to; never a landlord's people when it is protected from them."""
    is_theirs = is_person(actor) and need.unit_id is not None and need.unit_id in actor.units()
    return is_theirs and not (need.is_protected and need.unit.is_tied_to_a_landlord)


def handles_it(need, actor):
    return works_in_its_unit(need, actor) or sits_at_the_desk(need, actor)


def joins_it(need, actor):
    """The desk; and whoever hands it in, while following an incident with one tap."""
    is_theirs = is_person(actor) and need.reporter_id == actor.pk
    is_terminal = isinstance(actor, Holder) and actor.kind == "terminal"
    return is_theirs or is_terminal or sits_at_the_desk(need, actor)


def answers_its_lead(need, actor):
    """Whoever handles the need that leads: what this one was merged into may have been merged once more."""
    lead = need.merged_into
    return handles_it(need, actor) if lead is None else answers_its_lead(lead, actor)


def returns_it(need, actor):
    return actor == CLOCK or works_in_its_unit(need, actor)


def leads_the_community(need, actor):
    return is_person(actor) and actor.wears(Role.COMMUNITY_LEADER)


def may_extend(need, actor):
    """Simple and complex: the desk manager or the community leader; major: the party committee or its leader."""
    if not is_person(actor):
        return False
    if need.tier == Tier.MAJOR:
        return actor.wears(Role.COMMUNITY_LEADER, Role.PARTY_COMMITTEE)
    return actor.wears(Role.COMMUNITY_LEADER, Role.DESK_MANAGER)


def follows_up_on_others(need, actor):
    """The person who resolved a need does not follow it up (domain.md 3, separation)."""
    return sits_at_the_desk(need, actor) and need.resolved_by_id != actor.pk


def walks_its_park(need, actor):
    """Volunteers and leaders of the park, never about private affairs or a complaint about their payer."""
    if not is_person(actor) or need.park_id not in actor.parks(*ON_SITE):
        return False
    return is_for_all_of_the_firm(need) and not is_about_their_payer(need, actor)


def is_about_their_payer(need, actor):
    """A complaint in a park whose operator or property firm pays this person, under whatever role (decisions 5)."""
    landlords = {need.park.operator_id, need.park.property_manager_id}
    return need.kind == Kind.COMPLAINT and bool(landlords & employers(actor))


def reopens_it(need, actor):
    return reported_it(need, actor) or sits_at_the_desk(need, actor)


def sits_in_its_council(need, actor):
    return is_person(actor) and need.park_id in actor.parks(Role.REPRESENTATIVE)


def takes_it_from_the_council(need, actor):
    """Its council, the desk, or the clock when the case has ended."""
    return actor == CLOCK or sits_in_its_council(need, actor) or sits_at_the_desk(need, actor)
