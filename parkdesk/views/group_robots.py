"""Robots of group chats: the list, setting one up, a test message, taking one away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.models import Park
from enterprises.roles import Line
from parkdesk.core import clock, idempotency, robot_sending, robots
from parkdesk.core.channels import group_chats
from parkdesk.core.models import Robot
from parkdesk.views.robot_form import RobotForm


@require_safe
def robot_list(request: HttpRequest) -> HttpResponse:
    """All robots with how they stand."""
    parks = dict(Park.objects.values_list("code", "name"))
    rows = [_row(one, parks) for one in Robot.objects.all()]
    return render(request, "parkdesk/robots.html", {"rows": rows, "new_url": reverse("robot_new")})


@require_http_methods(["GET", "HEAD", "POST"])
def robot_new(request: HttpRequest) -> HttpResponse:
    """Set one up."""
    form = RobotForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, _("Set up a robot"))

    def store() -> str:
        return str(Robot.objects.create(since=clock.now(), **form.facts()).pk)

    pk, _is_new = idempotency.once("robot", form.cleaned_data["key"], store)
    messages.success(request, _("The robot is set up. Send a test message to see whether it arrives."))
    return redirect(reverse("robots_of_groups") + f"#robot-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def robot_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one; what failed before is tried again at once."""
    robot = get_object_or_404(Robot, pk=pk)
    form = RobotForm(request.POST if request.method == "POST" else None, robot=robot)
    if not (form.is_bound and form.is_valid()):
        return _page(request, form, robot.name)
    said = form.facts()
    for name, value in said.items():
        setattr(robot, name, value)
    robot.save(update_fields=list(said))
    robot_sending.try_again_now(robot)
    messages.success(request, _("Saved."))
    return redirect("robots_of_groups")


@require_POST
def robot_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one message now and say in words how it went."""
    robot = get_object_or_404(Robot, pk=pk)
    with override(robot.language):
        title, text = _("A test of the desk"), _("The desk can reach this group. Nothing else has happened.")
    body = "\n".join(part for part in (f"**{title}**", f"> {text}", robot.keyword) if part)
    try:
        robot_sending.try_out(robot, title, body)
    except robot_sending.TooSoon:
        messages.error(request, _("This robot has just sent something. Wait some seconds, then press again."))
    except Exception as error:  # a platform may fail in any way; the person reads which
        messages.error(request, _said(robot, robot_sending.why(error)))
    else:
        messages.success(request, _("The platform took the test message. Look into the group."))
    return redirect("robots_of_groups")


@require_POST
def robot_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one away with its address and what it had still to tell."""
    robot = get_object_or_404(Robot, pk=pk)
    robot.delete()
    messages.success(request, _("The robot %(name)s is removed.") % {"name": robot.name})
    return redirect("robots_of_groups")


def _row(robot: Robot, parks: dict[str, str]) -> dict[str, Any]:
    heard = [str(one.label) for one in robots.events() if one.verb in robot.events]
    lines = dict(Line.choices)
    narrowed = [parks.get(robot.park, robot.park), str(lines.get(robot.line, robot.line)), *heard]
    return {
        "robot": robot,
        "hears": " · ".join(one for one in narrowed if one) or _("everything"),
        "waiting": robots.waiting(robot),
        "error": _said(robot, robot.error) if robot.error else "",
    }


def _said(robot: Robot, error: str) -> str:
    """What went wrong in words, with the platform's own answer behind it."""
    reason = group_chats.of(robot).explain(error)
    return f"{reason} ({error})" if reason else _("The platform answered: %(error)s") % {"error": error}


def _page(request: HttpRequest, form: RobotForm, title: str) -> HttpResponse:
    crumbs = [(_("Group robots"), reverse("robots_of_groups"))]
    return render(request, "parkdesk/robot.html", {"form": form, "title": title, "crumbs": crumbs})
