"""Joint handling of an emergency (专班): the team about a need or an incident, its deeds, its register as a file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.models import Person
from enterprises.roles import Role
from parkdesk.core import access, idempotency, spreadsheets
from requests_flow import joint as team
from requests_flow import joint_guards as guards
from requests_flow import reference as references
from requests_flow.forms import joint as forms
from requests_flow.joint_export import register
from requests_flow.joint_register import as_lines
from requests_flow.models import Incident, Joint, Need
from requests_flow.views.beside import Deed, buttons, lines, take

EXPORT = "joint.export"
DEEDS = {
    "report": Deed(forms.StatusForm, team.report, "report", is_main=True),
    "member": Deed(forms.MemberForm, team.add_member, "add_member"),
    "claim": Deed(forms.ClaimForm, team.add_claim, "add_claim"),
    "correct": Deed(forms.CorrectForm, team.correct_claim, "correct_claim"),
    "judge": Deed(forms.JudgeForm, team.judge_claim, "judge_claim"),
    "plan": Deed(forms.InstalmentForm, team.plan, "plan"),
    "pay": Deed(forms.PayForm, team.pay, "pay"),
    "hand_over": Deed(forms.HandOverForm, None, "hand_over"),
    "close": Deed(forms.CloseForm, None, "close"),
}
TITLES = {
    "open": gettext_lazy("Called together"),
    "add_member": gettext_lazy("A member joined"),
    "hand_over": gettext_lazy("Another head"),
    "report": gettext_lazy("Status of the day"),
    "add_claim": gettext_lazy("A claim was registered"),
    "correct_claim": gettext_lazy("An amount was corrected"),
    "judge_claim": gettext_lazy("A claim was judged"),
    "plan": gettext_lazy("An instalment was planned"),
    "pay": gettext_lazy("An instalment was paid"),
    "close": gettext_lazy("Closed"),
    "remind": gettext_lazy("Reminded of the status of the day"),
}
ALONG = ("need__park", "incident__park", "head", "opened_by")


@login_required
@require_safe
def joint(request: HttpRequest, **where: Any) -> HttpResponse:
    """The team at work, or the last one; where there is none, the way to one for whoever may call it."""
    found = _team(request, where)
    if found is None:
        about = _about(request, where)
        return redirect(f"{request.path}new/") if about and guards.may_open(request.user) else _none()
    is_whole = guards.reads_names(found, request.user)
    claims, instalments = list(found.claims.all()), list(found.instalments.all())
    facts = {
        "one": found,
        "missing": found.missing_status,
        "members": found.members.select_related("person", "unit"),
        "statuses": found.statuses.select_related("by")[:10],
        "claims": as_lines(claims, is_whole=is_whole),
        "is_whole": is_whole,
        "instalments": instalments,
        "sums": team.sums(claims, instalments),
        "buttons": buttons(found, request.user, DEEDS, lambda verb: found.address("joint_step", verb)),
        "lines": lines(found, TITLES, ()),
        "export": found.address("joint_xlsx"),
        "need_url": _need_url(found, request.user),
        "may_open": found.closed_at is not None and guards.may_open(request.user),
        "open_url": found.address("joint_new"),
    }
    return render(request, "requests_flow/joint.html", facts)


def _none() -> HttpResponse:
    raise Http404


def _need_url(found: Joint, person: Person) -> str:
    """Where this person reads what it is about, if they may."""
    if found.need is None:
        known = Incident.objects.visible_to(person).filter(pk=found.incident_id).exists()
        return found.incident.get_absolute_url() if known else ""
    known = Need.objects.at_the_desk(person).filter(pk=found.need_id).exists()
    return found.need.get_absolute_url() if known else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, **where: Any) -> HttpResponse:
    """Call a team together."""
    about = _about(request, where)
    if about is None or not guards.may_open(request.user):
        raise Http404
    form = forms.OpenJointForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        scope = f"joint:{about._meta.model_name}:{about.pk}:{request.user.pk}"
        idempotency.once(
            scope, form.cleaned_data["key"], lambda: str(team.open_for(about, by=form.by, **form.facts()).pk)
        )
        messages.success(request, _("The team is called together."))
        return redirect(request.path.removesuffix("new/"))
    facts = {"form": form, "home": about.get_absolute_url(), "about": "", "over": str(about)}
    return render(request, "requests_flow/beside_step.html", facts)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, verb: str, **where: Any) -> HttpResponse:
    """A line of the day, a member, a claim, an instalment, the end."""
    found = _team(request, where) or _none()
    crumbs = [(_("Joint handling"), found.get_absolute_url())]
    return take(request, found, verb, DEEDS, {"crumbs": crumbs, "about": found.matter})


@login_required
@require_safe
def xlsx(request: HttpRequest, **where: Any) -> HttpResponseBase:
    """The register of claims; that somebody took it away is on record."""
    found = _team(request, where) or _none()
    access.looked_at(found, by=request.user, action=EXPORT)
    return spreadsheets.answer(register(found, request.user), "xlsx", "claims")


def _team(request: HttpRequest, where: dict[str, Any]) -> Joint | None:
    """The team of the need or incident that is named, the newest, if this person may know of it."""
    seen = Joint.objects.visible_to(request.user).select_related(*ALONG)
    if "ref" in where:
        return seen.filter(need__reference=references.tidy(where["ref"])).last()
    return seen.filter(incident=where["pk"]).last()


def _about(request: HttpRequest, where: dict[str, Any]) -> Need | Incident | None:
    """The need or incident itself. The party committee follows any (decisions 27). Raises Http404."""
    person = request.user
    leads = person.wears(Role.PARTY_COMMITTEE)
    if "ref" in where:
        needs = Need.objects.handed_in() if leads else Need.objects.at_the_desk(person)
        return get_object_or_404(needs, reference=references.tidy(where["ref"]))
    known = Incident.objects.exclude(state=Incident.State.NEW) if leads else Incident.objects.visible_to(person)
    return get_object_or_404(known, pk=where["pk"])
