"""Webhooks: the list, adding one with its secret shown once, its deliveries, a ping, sending again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parkdesk.core import clock, hook_sending, hooks, idempotency
from parkdesk.core.act_forms import KeyForm
from parkdesk.core.channels import hook_line
from parkdesk.core.models import Hook, HookMessage

SHOWN = 50
POSITIONS = {"on": hook_sending.switch_on, "off": hook_sending.switch_off}


class HookForm(KeyForm):
    """One webhook: whose it is, where it stands, what it is told."""

    name = forms.CharField(label=gettext_lazy("Name of the other system"), max_length=60)
    url = forms.CharField(
        label=gettext_lazy("Address"), max_length=500,
        help_text=gettext_lazy("It begins with https:// and is reachable from the public internet."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What it is told"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing ticked means: everything here."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = [(one.verb, one.label) for one in hooks.events()]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if not hook_line.is_address(url):
            raise forms.ValidationError(_("Enter an address that begins with https://, without a name and a port."))
        return url


@require_safe
def webhook_list(request: HttpRequest) -> HttpResponse:
    """All webhooks with how they stand."""
    return render(request, "parkdesk/webhooks.html", {"rows": Hook.objects.all(), "new_url": reverse("webhook_new")})


@require_http_methods(["GET", "HEAD", "POST"])
def webhook_new(request: HttpRequest) -> HttpResponse:
    """Add one. Its secret stands on the answer to this press and nowhere else; so there is no redirect."""
    form = HookForm(request.POST if request.method == "POST" else None)
    facts: dict[str, Any] = {"form": form, "crumbs": _crumbs()}
    if not (form.is_bound and form.is_valid()):
        return render(request, "parkdesk/webhook_new.html", facts)
    try:
        hook = _made_once(form)
    except forms.ValidationError as error:
        form.add_error("name", error)
        return render(request, "parkdesk/webhook_new.html", facts)
    if hook is None:
        messages.info(request, _("This webhook was added already. Its secret was shown once."))
        return redirect("webhooks")
    return render(request, "parkdesk/webhook_made.html", facts | {"hook": hook})


def _made_once(form: HookForm) -> Hook | None:
    """The new webhook; None when this press was made before. Raises ValidationError for a name that is taken."""
    hook = Hook(since=clock.now(), secret=hooks.new_secret(), **form.facts())

    def store() -> str:
        if Hook.objects.filter(name=hook.name).exists():
            raise forms.ValidationError(_("Another webhook has this name already."))
        hook.save(force_insert=True)
        return str(hook.pk)

    _pk, is_new = idempotency.once("webhook", form.cleaned_data["key"], store)
    return hook if is_new else None


@require_safe
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One with its latest deliveries."""
    hook = get_object_or_404(Hook, pk=pk)
    told = [hooks.label_of(verb) for verb in hook.events]
    rows = [(one, hooks.label_of(one.verb)) for one in hook.messages.order_by("-created_at", "-pk")[:SHOWN]]
    facts = {"hook": hook, "told": told, "rows": rows, "ping": hooks.PING, "crumbs": _crumbs()}
    return render(request, "parkdesk/webhook.html", facts)


@require_POST
def webhook_ping(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one message that says nothing, and say how it went."""
    message = hooks.ping(get_object_or_404(Hook, pk=pk))
    message.tries = 1
    if hook_sending.send(message):
        messages.success(request, _("It arrived."))
    else:
        messages.error(request, _("It did not arrive: %(error)s") % {"error": message.error})
        HookMessage.objects.filter(pk=message.pk).update(state=HookMessage.State.GIVEN_UP)
    return redirect("webhook", pk)


@require_POST
def webhook_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On or off; what happened while it was off can be sent again one by one."""
    position = request.POST.get("position", "")
    if position not in POSITIONS:
        raise Http404
    POSITIONS[position](get_object_or_404(Hook, pk=pk))
    return redirect("webhook", pk)


@require_POST
def webhook_again(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    """Queue one message once more, word for word."""
    hook_sending.send_again(get_object_or_404(HookMessage, pk=message, hook=pk))
    messages.success(request, _("It is sent again within a minute."))
    return redirect("webhook", pk)


@require_POST
def webhook_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one away with its secret and its deliveries."""
    hook = get_object_or_404(Hook, pk=pk)
    hook.delete()
    messages.success(request, _("The webhook %(name)s is removed.") % {"name": hook.name})
    return redirect("webhooks")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Webhooks"), reverse("webhooks"))]
