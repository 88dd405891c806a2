"""Loading the demonstration, and putting it back to its first day."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import F
from django.utils import translation

from cms import seeds
from enterprises.models import Park, Person
from parkdesk.core import channels, clock, prepare, robot_sending, shift
from parkdesk.core.models import Delivery, Notice, Robot
from parkdesk.core.notices import Recipient
from parkdesk.demonstration import (
    belonging,
    casework,
    chairs,
    chamber,
    choosing,
    clearing,
    clockwork,
    desk_work,
    giving,
    links,
    looking,
    marks,
    outages,
    outreaching,
    oversight,
    patrols,
    places,
    story,
    timeline,
)
from parkdesk.demonstration.lives import Life, Office
from parkdesk.demonstration.play import World, happenings
from parkdesk.demonstration.signins import NotHere, refuse_elsewhere
from parkdesk.demonstration.year import TOTAL, Year
from requests_flow.models import Need

SIZES = ("small", "full")
READ_AFTER = timedelta(days=2)
ROBOT, TOLD_TO_THE_GROUP = "服务台工作群", timedelta(days=3)
FULL_MAILBOX = "SMTPRecipientsRefused: 452 mailbox full"
Tell = Callable[[str], None]


def load(size: str, *, is_again: bool = False, tell: Tell = lambda _: None) -> bool:
    """Load the demonstration unless it stands already; with `is_again` take its needs out and tell them anew.

    Returns whether anything was done. Raises NotHere outside demonstrations, Busy while another process loads.
    """
    refuse_elsewhere()
    with marks.alone(), translation.override("zh-hans"):
        mark = marks.latest()
        if mark and mark.is_loaded and not is_again and SIZES.index(mark.size) >= SIZES.index(size):
            tell(f"The demonstration park ({mark.size}) is loaded already.")
            return False
        if mark is None and Need.objects.exists():
            raise NotHere("Needs of somebody else stand here: choose another PARKDESK_VAR or DATABASE_URL.")
        shift.reset()
        if not (mark and is_again and places.is_settled(size)):
            places.settle(size, tell)
        _tell_anew(size, tell)
    return True


def total(size: str) -> int:
    """How many needs a size has."""
    return TOTAL if size == "full" else len(story.lives(_office()))


def _tell_anew(size: str, tell: Tell) -> None:
    marks.write(marks.CLEARED, size)
    clearing.clear()
    _place_a_robot()
    world, lives = World.read(), _lives(size)
    office = _office()
    parts = (
        chamber, choosing, giving, outages, desk_work, clockwork, outreaching, oversight, casework, patrols, belonging,
    )  # fmt: skip
    everything = [*happenings(world, lives), *(one for part in parts for one in part.happenings(world, office))]
    timeline.run(everything, lambda done, of: tell(f"steps: {done} of {of}"))
    chairs.settle(world.company.by_name["party"])
    _settle_notices()
    looking.settle(world)
    links.settle(world)
    seeds.settle(writer=world.company.by_name["editor"])
    robot_sending.send_due()
    prepare.analyze()
    marks.write(marks.LOADED, size)


def _place_a_robot() -> None:
    """One in the desk's own group; it tells what happened in the last days, and from then on what happens."""
    Robot.objects.update_or_create(
        name=ROBOT,
        defaults={"kind": Robot.Kind.INBOX, "since": clock.now() - TOLD_TO_THE_GROUP, "is_on": True, "calls": []},
    )


def _office() -> Office:
    return Office(clock.calendar(), clock.now())


def _lives(size: str) -> list[Life]:
    office = _office()
    told = story.lives(office)
    if size == "small":
        return told
    parks = list(Park.objects.filter(enterprises__isnull=False).distinct().values_list("code", flat=True))
    return [*told, *Year(office, parks, told).lives()]


def _settle_notices() -> None:
    """What was told in the past went out then; one message could not be delivered, so that there is one to see."""
    Delivery.objects.exclude(state=Delivery.State.DONE).update(state=Delivery.State.DONE, tries=1)
    for channel in (Notice.Channel.EMAIL, Notice.Channel.SMS):
        _settle_channel(channel)
    told = Notice.objects.filter(channel=Notice.Channel.IN_APP, read_at=None)
    told.filter(created_at__lt=clock.now() - READ_AFTER).update(read_at=F("created_at"))
    clerk = Person.objects.get(username="operator")
    failed = Notice.objects.filter(channel=Notice.Channel.EMAIL, recipient=f"person:{clerk.pk}").order_by("-pk").first()
    if failed:
        failed.state, failed.error, failed.tries, failed.sent_at = Notice.State.FAILED, FULL_MAILBOX, 1, None
        failed.due_at = clock.now() + timedelta(hours=4)
        failed.save()


def _settle_channel(channel: str) -> None:
    """What has an address went out at once, the rest could not."""
    waiting = Notice.objects.filter(channel=channel, state=Notice.State.WAITING)
    keys = waiting.order_by().values_list("recipient", flat=True).distinct()
    reached = [key for key in keys if _is_reached(key, channel)]
    waiting.filter(recipient__in=reached).update(state=Notice.State.SENT, sent_at=F("created_at"), tries=1)
    waiting.update(state=Notice.State.DROPPED, tries=1)


def _is_reached(key: str, channel: str) -> bool:
    address = Recipient(key).resolve()
    return bool(address and channels.by_code(channel).reaches(address))
