"""Guards of rule books and awards. One argument asks "can it, now?"; two ask "may they, ever?" (style 6)."""

from django.utils.translation import gettext_lazy as _

from enterprises.roles import DESK, Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because

# --- can it, now? ------------------------------------------------------------------------------------


@because(_("Up to the threshold it needs no public notice."))
def needs_review(award):
    return award.needs_review


@because(_("The public notice is over."))
def is_on_notice(award):
    return award.notice_until is not None and clock.now() < award.notice_until


@because(_("Above the threshold, points count only when they were reviewed and their public notice is over."))
def may_be_posted(award):
    """Reviewed by hand or not: what stands above the threshold has been on notice to its end (points.md I-14)."""
    if not award.needs_review:
        return True
    return award.notice_until is not None and clock.now() >= award.notice_until


# --- may they, ever? ---------------------------------------------------------------------------------


def is_the_clock(thing, actor):
    return actor == CLOCK


def is_the_clock_or_staff(thing, actor):
    return actor == CLOCK or reviews(thing, actor)


def records_the_joint_session(book, actor):
    """The community leader writes down what the joint session of all councils has approved."""
    return is_person(actor) and actor.wears(Role.COMMUNITY_LEADER)


def reviews(award, actor):
    return is_person(actor) and actor.wears(*DESK)


def reviews_for_others(award, actor):
    """A second pair of eyes: not whoever earns, not whoever took the step that earns, not whoever proposed it."""
    return reviews(award, actor) and actor.pk not in _involved(award)


def objects_to_others(award, actor):
    return is_person(actor) and actor.pk != award.person_id


def posts(award, actor):
    """The clock posts what follows from the trail; what people propose, a second person confirms."""
    return actor == CLOCK or (award.entry_id is None and reviews_for_others(award, actor))


def takes_back(award, actor):
    return actor == CLOCK or reviews_for_others(award, actor)


def _involved(award):
    return {award.person_id, award.proposed_by_id, award.entry.actor_id if award.entry else None} - {None}
