"""What units carry out for councils: the list, one of them, and every act on it."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import actions, advising, work_page
from councils.forms import actions as forms
from councils.models import Action, SmallWork
from councils.views.acts import Act, Place, buttons, take
from parkdesk.core import files
from parkdesk.core.flow import advance
from parkdesk.core.models import Entry

SHOWN = 100
ALONG = ("resolution__council__park", "unit")
PILLS = {"verified": "done", "blocked": "no", "returned": "wait", "assigned": "wait"}


def _step(name: str) -> Any:
    return partial(advance, step=name)


# What may be asked for, the likeliest first.
ACTS = {
    "accept": Act(forms.AcceptForm, _step("accept"), "accept", is_asked=False, is_main=True),
    "claim": Act(forms.ClaimForm, actions.claim, "claim", is_main=True),
    "verify": Act(forms.VerifyForm, actions.verify, "verify", is_main=True),
    "report": Act(forms.ReportForm, _step("report"), "report"),
    "go_on": Act(forms.GoOnForm, _step("go_on"), "go_on", is_asked=False),
    "block": Act(forms.BlockForm, _step("block"), "block"),
    "send_back": Act(forms.SendBackForm, _step("send_back"), "send_back"),
    "refuse": Act(forms.RefuseForm, _step("refuse"), "refuse"),
    "assign": Act(forms.AssignForm, actions.reassign, "assign"),
}


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What my units carry out for councils; for members and the office, all they may see. The next date on top."""
    rows = Action.objects.visible_to(request.user).select_related(*ALONG)
    facts = {"open": rows.open()[:SHOWN], "over": rows.exclude(ended_at=None).order_by("-ended_at")[:10]}
    facts |= {"asked": advising.waiting(request.user), "works": _works(request.user)}
    return render(request, "councils/actions.html", facts | {"crumbs": _crumbs()[:1]})


@login_required
@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: what was agreed, how it stands, what was said and shown."""
    one = _find(request, pk)
    facts = {
        "action": one,
        "pill": PILLS.get(one.state, "going"),
        "buttons": buttons(one, request.user, PLACE),
        "pictures": files.shown(files.of(one)),
        "lines": _lines(one),
        "crumbs": _crumbs(),
    }
    return render(request, "councils/action.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Every act on one."""
    return take(request, _find(request, pk), verb, PLACE)


def _works(person: Any) -> list[dict[str, Any]]:
    """The small works that my units have done for councils."""
    if not person.units():
        return []
    mine = SmallWork.objects.of_units(person).open().newest_first()
    return work_page.rows(mine.select_related("case__council__park")[:SHOWN])


def _lines(one: Action) -> list[Any]:
    """What was said, newest first."""
    entries = Entry.objects.about(one).select_related("text", "actor")
    return [{"at": entry.at, "by": entry.actor, "words": _words(entry)} for entry in reversed(entries) if _words(entry)]


def _words(entry: Any) -> str:
    return entry.words.get("said") or entry.words.get("reason") or ""


def _find(request: HttpRequest, pk: int) -> Action:
    return get_object_or_404(Action.objects.visible_to(request.user).select_related(*ALONG), pk=pk)


def _crumbs() -> list[tuple[str, str]]:
    home = (_("Park councils"), reverse("councils:mine"))
    return [home, (_("What is carried out"), reverse("councils:actions"))]


def _url(one: Action, verb: str) -> str:
    return reverse("councils:action_act", args=[one.pk, verb])


def _beside(one: Action) -> dict[str, Any]:
    return {"crumbs": _crumbs(), "resolution": one.resolution}


PLACE = Place("action", ACTS, _url, lambda one: one.get_absolute_url(), facts=_beside)
