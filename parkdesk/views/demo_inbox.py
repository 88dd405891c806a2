"""The demonstration's inbox: every message of every channel, as it went out or would have, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parkdesk.core import notices, paging
from parkdesk.core.channels import sms
from parkdesk.core.channels.feishu import LINK
from parkdesk.core.models import Notice, RobotMessage
from parkdesk.core.notices import Address, Message, Recipient
from parkdesk.core.wording import link_of
from parkdesk.views.demo import only_here

MESSAGES_A_PAGE = 50
ROBOTS = "robots"


@dataclass(frozen=True)
class Letter:
    """One message as its reader sees it; `parts` only for text messages: how many a carrier counts."""

    channel: str
    to: str
    at: datetime
    language: str
    subject: str
    body: str
    thing: Any
    parts: int = 0


@only_here
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """All channels, or the one that `?channel=` names."""
    asked = request.GET.get("channel", "")
    asked = asked if asked in {*Notice.Channel.values, ROBOTS} else ""
    page = Paginator(_keys(asked), MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "crumbs": [(_("Try every role"), reverse("demo"))],
        "letters": _letters(page),
        "tabs": _tabs(asked),
        **paging.around(page, {"channel": asked} if asked else {}),
    }
    return render(request, "parkdesk/demo_inbox.html", facts)


def _keys(asked: str) -> QuerySet:
    """What stands on the pages, newest first: (moment, table, id)."""
    told = Notice.objects.filter(channel=asked) if asked else Notice.objects.all()
    notices_ = told.values_list("created_at", Value("notice", CharField()), "pk").order_by()
    said = RobotMessage.objects.values_list("created_at", Value(ROBOTS, CharField()), "pk").order_by()
    if asked:
        return (said if asked == ROBOTS else notices_).order_by("-created_at", "-pk")
    return notices_.union(said, all=True).order_by("-created_at", "-pk")


def _letters(page: Page) -> list[Letter]:
    """The messages of one page, read in a few queries."""
    keys = [(table, pk) for _at, table, pk in page]
    told = Notice.objects.select_related("entry", "entry__text").in_bulk([pk for t, pk in keys if t == "notice"])
    said = RobotMessage.objects.select_related("robot").in_bulk([pk for t, pk in keys if t == ROBOTS])
    notices.bring_subjects(told.values())
    readers = {Recipient(one.recipient, one.language) for one in told.values()}
    addresses = {(one.key, one.language): one.resolve() for one in readers}
    return [
        _of_robot(said[pk]) if table == ROBOTS else _of_notice(told[pk], addresses[_reader(told[pk])])
        for table, pk in keys
    ]


def _reader(notice: Notice) -> tuple[str, str]:
    return notice.recipient, notice.language


def _of_notice(notice: Notice, address: Address | None) -> Letter:
    words, to, parts = notices.words(notice, address), address.name if address else "", 0
    name = to or _("Whoever holds the tracking link")
    if notice.channel == Notice.Channel.EMAIL and address and address.email:
        name = f"{name} <{address.email}>"
    if notice.channel == Notice.Channel.SMS:
        text = sms.shorten(words.subject, link_of(address))
        name, parts = f"{name} {_masked(address)}".strip(), sms.parts(text)
        words = Message(words.subject, text)
    label = notice.get_channel_display()
    return Letter(label, name, notice.created_at, notice.language, words.subject, words.body, notice, parts)


def _masked(address: Address | None) -> str:
    plain = address.phone.removeprefix("+86") if address else ""
    return f"{plain[:3]}****{plain[-4:]}" if plain else ""


def _of_robot(said: RobotMessage) -> Letter:
    text = LINK.sub(r"\1 \2", said.text.replace("**", "").replace("> ", ""))
    robot = said.robot
    to = f"{robot.name} ({robot.get_kind_display()})"
    return Letter(_("group robot"), to, said.created_at, robot.language, said.title, text, said)


def _tabs(asked: str) -> list[dict[str, Any]]:
    here = reverse("demo_inbox")
    names = [
        ("", _("all")),
        *((code, str(label)) for code, label in Notice.Channel.choices),
        (ROBOTS, _("group robots")),
    ]
    return [
        {"label": label, "url": f"{here}?channel={code}" if code else here, "count": None, "is_current": code == asked}
        for code, label in names
    ]
