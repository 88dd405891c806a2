"""One step for several needs of the list: chosen, looked at beforehand, taken once, and what became of each."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parkdesk.core import idempotency
from requests_flow import bulk
from requests_flow import reference as references
from requests_flow.forms.bulk import FORMS, ManyForm
from requests_flow.many import Fate
from requests_flow.models import Need
from requests_flow.views.filters import desk_word

# What became of the last deeds, kept in the session until the next ones.
KEPT, KEPT_AT_MOST = "bulk", 5


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """`?step=note&need=N-…&need=N-…`: who goes and who does not; a press takes the step of those that go."""
    step, needs = request.GET.get("step", "note"), _chosen(request, request.GET.getlist("need"))
    if step not in FORMS:
        raise Http404
    form = FORMS[step](request.POST if request.method == "POST" else None, by=request.user)
    if needs and form.is_bound and form.is_valid():
        return redirect("requests_flow:bulk_done", key=_once(request, form, step, needs))
    facts = {
        "form": form,
        "step": step,
        "chosen": needs,
        "reach": bulk.preview(needs, step, by=request.user),
        "steps": _menu(step, needs),
        "crumbs": _crumbs(),
        "title": _title(len(needs)),
        "home": reverse("requests_flow:desk"),
    }
    return render(request, "requests_flow/bulk.html", facts)


@login_required
@require_safe
def done(request: HttpRequest, key: str) -> HttpResponse:
    """What became of each, and the way back where the step has one."""
    kept = _kept(request, key)
    needs = {one.reference: one for one in _chosen(request, [*kept["went"], *(ref for ref, _why in kept["left"])])}
    facts = {
        "key": key,
        "label": FORMS[kept["step"]].label,
        "went": [needs[ref] for ref in kept["went"] if ref in needs],
        "left": [Fate(needs[ref], why) for ref, why in kept["left"] if ref in needs],
        "may_undo": kept["step"] in bulk.UNDO and kept["went"] and not kept["is_undone"],
        "is_undone": kept["is_undone"],
        "crumbs": _crumbs(),
    }
    return render(request, "requests_flow/bulk_done.html", facts)


@login_required
@require_POST
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """Take back what went."""
    kept = _kept(request, key)
    if kept["step"] not in bulk.UNDO:
        raise Http404

    def work() -> str:
        fates = bulk.undo(_chosen(request, kept["went"]), kept["step"], by=request.user)
        kept["left"] = [(one.need.reference, one.why_not) for one in fates if not one.goes]
        kept["is_undone"] = True
        return key

    idempotency.once(f"bulk-undo:{request.user.pk}", key, work)
    request.session.modified = True
    return redirect("requests_flow:bulk_done", key=key)


def _once(request: HttpRequest, form: ManyForm, step: str, needs: list[Need]) -> str:
    """Take the step once per key and remember what became of each. Returns the key of what is remembered."""

    def work() -> str:
        key = idempotency.new_key()
        _keep(request, key, step, bulk.take(needs, step, form.facts(), by=request.user))
        return key

    return idempotency.once(f"bulk:{step}:{request.user.pk}", form.cleaned_data["key"], work)[0]


def _keep(request: HttpRequest, key: str, step: str, fates: list[Fate]) -> None:
    kept = {
        "step": step,
        "went": [one.need.reference for one in fates if one.goes],
        "left": [(one.need.reference, one.why_not) for one in fates if not one.goes],
        "is_undone": False,
    }
    before = list(request.session.get(KEPT, {}).items())[1 - KEPT_AT_MOST :]
    request.session[KEPT] = {**dict(before), key: kept}


def _kept(request: HttpRequest, key: str) -> dict[str, Any]:
    kept = request.session.get(KEPT, {}).get(key)
    if kept is None:
        raise Http404
    return kept


def _chosen(request: HttpRequest, typed: list[str]) -> list[Need]:
    """Those of the named needs that this person may read, in the order in which they were named."""
    numbers = [number for one in typed[: bulk.AT_MOST] if (number := references.tidy(one))]
    seen = Need.objects.at_the_desk(request.user).filter(reference__in=numbers).select_related("park", "merged_into")
    found = {one.reference: one for one in seen}
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def _menu(step: str, needs: list[Need]) -> list[dict[str, Any]]:
    """The other steps for the same needs, as tabs."""
    same = [("need", one.reference) for one in needs]
    return [
        {
            "label": form.label,
            "url": f"?{urlencode([('step', name), *same])}",
            "count": None,
            "is_current": name == step,
        }
        for name, form in FORMS.items()
    ]


def _title(count: int) -> str:
    return ngettext("One step for %(count)s need", "One step for %(count)s needs", count) % {"count": count}


def _crumbs() -> list[tuple[str, str]]:
    return [(desk_word(), reverse("requests_flow:desk"))]
