"""What is done under one item of a meeting: its result, what was agreed, off the agenda again."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from councils import agenda
from councils.forms import meetings as forms
from councils.models import AgendaItem, Case, Meeting
from councils.views.acts import Act, Place, take

ACTS = {
    "vote": Act(forms.VoteForm, agenda.open_vote, "vote"),
    "count": Act(forms.CountForm, agenda.count_vote, "conclude"),
    "conclude": Act(forms.ConcludeForm, agenda.conclude, "conclude"),
    "agree": Act(forms.AgreeForm, agenda.agree, "conclude"),
    "drop": Act(forms.DropForm, agenda.drop, "conclude"),
    "take_off": Act(forms.TakeOffForm, agenda.take_off_agenda, "take_off"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, park: str, pk: int, order: int, verb: str) -> HttpResponse:
    """Every act on an item; one about a case that is kept from this person does not exist for them (404)."""
    known = Q(case=None) | Q(case__in=Case.objects.visible_to(request.user))
    rows = AgendaItem.objects.filter(known, meeting__in=Meeting.objects.visible_to(request.user))
    item = get_object_or_404(
        rows.select_related("meeting__council__park", "meeting__rule_set", "case"),
        meeting__council__park__code=park,
        meeting=pk,
        order=order,
    )
    return take(request, item, verb, PLACE)


def _url(item: AgendaItem, verb: str) -> str:
    return reverse("councils:item_act", args=[item.meeting.council.park.code, item.meeting_id, item.order, verb])


def _home(item: AgendaItem) -> str:
    return f"{item.meeting.get_absolute_url()}#item-{item.order}"


def _beside(item: AgendaItem) -> dict[str, Any]:
    meeting = item.meeting
    crumbs = [(meeting.council.park.name, meeting.council.get_absolute_url())]
    return {"crumbs": [*crumbs, (meeting.get_kind_display(), meeting.get_absolute_url())], "item": item}


def _initial(item: AgendaItem) -> dict[str, Any]:
    return {"result": item.result, "text": item.result_text, "text_en": item.result_text_en} if item.result else {}


PLACE = Place("item", ACTS, _url, _home, facts=_beside, initial=_initial, stepped=lambda item: item.meeting)
