"""Setting up a robot of a group chat. Its address is typed once, kept, and never shown again."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Park
from enterprises.roles import Line
from parkdesk.core import robots
from parkdesk.core.act_forms import KeyForm
from parkdesk.core.channels import group_chats
from parkdesk.core.models import Robot

EVERYWHERE = ("", gettext_lazy("all"))
# What somebody who leaves a secret empty means: it stays as it is.
KEPT = gettext_lazy("Leave it empty to keep the one that is stored.")


class RobotForm(KeyForm):
    """One robot: where it stands, what it signs with, what it listens to."""

    kind = forms.ChoiceField(label=gettext_lazy("Platform"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=gettext_lazy("Name of the group"), max_length=60, help_text=gettext_lazy("As you call it here.")
    )
    url = forms.CharField(
        label=gettext_lazy("Webhook address"), max_length=500, required=False,
        help_text=gettext_lazy("From the robot’s page in the group. It is a secret: it is not shown again."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("Signing secret"), max_length=200, required=False,
        help_text=gettext_lazy("DingTalk and Feishu: where “signature” is chosen as the safety setting."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    keyword = forms.CharField(
        label=gettext_lazy("Keyword"), max_length=40, required=False,
        help_text=gettext_lazy("DingTalk and Feishu: where “keyword” is chosen. It is put under each message."),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What it tells"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing ticked means: everything here."),
    )  # fmt: skip
    park = forms.ChoiceField(label=gettext_lazy("Of which park"), required=False)
    line = forms.ChoiceField(label=gettext_lazy("Of which specialist line"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    is_on = forms.BooleanField(label=gettext_lazy("On"), required=False)

    def __init__(self, *args: Any, robot: Robot | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.robot = robot
        inbox = set() if settings.PARKDESK_DEMO else {Robot.Kind.INBOX}
        self.fields["kind"].choices = [(code, label) for code, label in Robot.Kind.choices if code not in inbox]
        self.fields["events"].choices = [(one.verb, one.label) for one in robots.events()]
        self.fields["park"].choices = [EVERYWHERE, *Park.objects.order_by("code").values_list("code", "name")]
        self.fields["line"].choices = [EVERYWHERE, *Line.choices]
        if robot is None:
            self.initial |= {"is_on": True, "kind": Robot.Kind.WECOM}
            return
        del self.fields["kind"]
        for name in ("name", "keyword", "events", "park", "line", "language", "is_on"):
            self.initial.setdefault(name, getattr(robot, name))
        self.fields["url"].help_text = f"{robot.masked_url} {KEPT}"
        self.fields["secret"].help_text = KEPT if robot.secret else self.fields["secret"].help_text

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in ("kind", "name", "url", "secret", "keyword") if name in self.fields]

    @property
    def more_fields(self) -> list[Any]:
        return [self[name] for name in ("events", "park", "line", "language", "is_on")]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = Robot.objects.filter(name=name).exclude(pk=self.robot.pk if self.robot else None)
        if others.exists():
            raise forms.ValidationError(_("Another robot has this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        """An address of another place than the platform's own is refused: the house calls nobody else."""
        said = super().clean()
        kind = self.robot.kind if self.robot else said.get("kind", "")
        url = said.get("url", "").strip() or (self.robot.url if self.robot else "")
        if kind in group_chats.PLATFORMS and not group_chats.PLATFORMS[kind].is_address(url):
            hosts = ", ".join(sorted(group_chats.PLATFORMS[kind].hosts))
            self.add_error(
                "url", _("Copy the whole address from the group; it begins with https://%(hosts)s.") % {"hosts": hosts}
            )
        return said

    def facts(self) -> dict[str, Any]:
        """What is stored; secrets that were left empty stay as they are."""
        said = super().facts()
        return {name: value for name, value in said.items() if value or name not in {"url", "secret"}}
