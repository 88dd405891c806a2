"""Duty lists and days on duty: one's own progress, the roster of the park, the sums of all parks for the desk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Park
from enterprises.roles import DESK, ON_SITE
from parkdesk.core import idempotency
from parkdesk.core.flow import NotNow, advance
from requests_flow import duties as lists
from requests_flow import duty_counts, roster
from requests_flow.forms.duties import DutyForm
from requests_flow.models import Duty, Watch
from requests_flow.views.patrols import crumbs

# What the desk reads of each park, in this order.
KINDS = (Duty.Kind.FIRMS, Duty.Kind.ROUNDS, Duty.Kind.FACTS, Duty.Kind.POLICIES, Duty.Kind.BY_HAND)
VERBS = frozenset({"offer", "keep", "leave", "take"})


@login_required
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """My duties and the days of my parks; for the desk the lists and the sums of all parks."""
    mine = Park.objects.filter(pk__in=request.user.parks(*ON_SITE)).order_by("code")
    facts: dict[str, Any] = {
        "progress": duty_counts.progress(request.user) if mine else [],
        "rosters": [(park, roster.days_of(request.user, park)) for park in mine],
        "key": idempotency.new_key(),
        "crumbs": crumbs(request.user),
    }
    if request.user.wears(*DESK):
        facts |= _of_all_parks(request)
    return render(request, "requests_flow/duties.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new line of a list, or one to change."""
    one = get_object_or_404(Duty.objects.in_use(), pk=pk) if pk else None
    form = DutyForm(request.POST or None, by=request.user, initial=_initial(one))
    if form.is_bound and form.is_valid() and _kept(form, one):
        messages.success(request, _("The duty stands on the list."))
        return redirect("requests_flow:duties")
    facts = {"form": form, "duty": one, "home": reverse("requests_flow:duties")}
    facts["crumbs"] = [*crumbs(request.user), (_("Duties"), facts["home"])]
    return render(request, "requests_flow/duty.html", facts)


@login_required
@require_POST
def duty_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """The line leaves the list; what was done of it stays on record."""
    lists.retire(get_object_or_404(Duty, pk=pk), by=request.user)
    messages.success(request, _("The duty is off the list."))
    return redirect("requests_flow:duties")


@login_required
@require_POST
def duty_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Done once more, ticked by hand; `undo` takes the last tick of today back."""
    one = get_object_or_404(Duty.objects.in_use().visible_to(request.user), pk=pk)
    if "undo" in request.POST:
        lists.take_back(one, by=request.user)
    else:
        scope, key = f"duty:{request.user.pk}:{pk}", request.POST.get("key", "")
        idempotency.once(scope, key, lambda: str(lists.tick_by_hand(one, by=request.user).pk))
    return redirect("requests_flow:duties")


@login_required
@require_POST
def watch_new(request: HttpRequest) -> HttpResponse:
    """“I take this day.”"""
    parks = Park.objects.filter(pk__in=request.user.parks(*ON_SITE))
    park = get_object_or_404(parks, code=request.POST.get("park", ""))
    day = _day(request.POST.get("day", ""))
    lists.sign_up(park, day, by=request.user)
    return redirect("requests_flow:duties")


@login_required
@require_POST
def watch_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Offer a day, keep it after all, sign off; or stand in for a colleague."""
    watch = get_object_or_404(Watch.objects.visible_to(request.user).standing(), pk=pk)
    if verb not in VERBS:
        raise Http404
    if verb == "take":
        lists.stand_in(watch, by=request.user)
    else:
        advance(watch, verb, by=request.user)
    return redirect("requests_flow:duties")


def _of_all_parks(request: HttpRequest) -> dict[str, Any]:
    sums, on_duty = duty_counts.park_sums(list(Park.objects.order_by("code"))), roster.roles_on_duty()
    rows = [
        (park.name, *(counts[kind] for kind in KINDS), _(", ").join(on_duty.get(park.pk, [])) or "–")
        for park, counts in sums
        if counts or park.pk in on_duty
    ]
    heads = [_("Park"), pgettext("sums", "Firms"), pgettext("sums", "Rounds"), pgettext("sums", "Looks")]
    return {
        "lists": Duty.objects.in_use().select_related("park"),
        "may_keep": lists.may_keep_list(request.user),  # type: ignore[arg-type]
        "rows": rows,
        "heads": [*heads, pgettext("sums", "Policies"), pgettext("sums", "By hand"), _("On duty today")],
        "is_desk": True,
    }


def _initial(one: Duty | None) -> dict[str, Any]:
    names = ("name_zh", "name_en", "kind", "quota", "per", "is_optional", "park")
    return {name: getattr(one, name) for name in names} if one else {}


def _kept(form: DutyForm, one: Duty | None) -> str:
    """The key of the duty, kept once a press; empty when five are fixed already, which is said at the form."""
    scope = f"duty-list:{form.by.pk}"
    try:
        return idempotency.once(
            scope, form.cleaned_data["key"], lambda: str(lists.keep(form.line(), by=form.by, duty=one).pk)
        )[0]
    except NotNow as not_now:
        form.add_error("is_optional", not_now.reason)
        return ""


def _day(text: str) -> Any:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Http404
    return day
