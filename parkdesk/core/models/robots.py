"""Robots in group chats: where they stand, what they are to tell, what they have told."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parkdesk.core.models.trail import Entry


class Robot(models.Model):
    """One robot in one group chat. Its address is a secret: it is kept, used, and never shown again.

    `park`, `line` and `events` narrow what it listens to; empty means all. Sits in groups whose members nobody here
    knows, so it carries no personal data and nothing protected (decisions 5, 6).
    """

    class Kind(models.TextChoices):
        WECOM = "wecom", _("WeCom")
        DINGTALK = "dingtalk", _("DingTalk")
        FEISHU = "feishu", _("Feishu")
        INBOX = "inbox", _("the demonstration’s inbox")

    kind = models.CharField(_("platform"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=60, unique=True)
    url = models.CharField(_("webhook address"), max_length=500, blank=True)
    secret = models.CharField(_("signing secret"), max_length=200, blank=True)
    keyword = models.CharField(_("keyword"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    park = models.CharField(_("park"), max_length=8, blank=True)
    line = models.CharField(_("specialist line"), max_length=32, blank=True)
    events = models.JSONField(_("events"), default=list, blank=True)
    is_on = models.BooleanField(_("on"), default=True)
    # It tells what happens from now on, not what a replay of the trail brings up again.
    since = models.DateTimeField()
    # The moments (seconds since 1970) of its latest calls: platforms allow 20 in any minute.
    calls = models.JSONField(default=list)
    # Somebody is calling for it until then; a worker that was killed gives it back by this.
    busy_until = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_url(self) -> str:
        """`https://qyapi.weixin.qq.com/…3f7a`: enough to tell two apart, not enough to use it."""
        scheme, _sep, rest = self.url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}/…{self.url[-4:]}" if rest else ""


class RobotMessage(models.Model):
    """One message of a robot, as it is sent or was sent. Its text is kept: a repeat is word for word the same."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed, will be tried again")

    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, related_name="messages")
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=120)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("message of a robot")
        constraints = [
            # One message at a time: what comes meanwhile waits for the next one and is merged there.
            models.UniqueConstraint(fields=["robot"], condition=~Q(state="sent"), name="robot_one_open_message")
        ]
        indexes = [models.Index(fields=["-created_at"], name="robotmessage_newest")]

    def __str__(self) -> str:
        return f"{self.robot_id}: {self.title} ({self.state})"


class RobotLine(models.Model):
    """One event for one robot: in exactly one message, or still waiting for one."""

    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, related_name="lines")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="robot_lines")
    message = models.ForeignKey(RobotMessage, null=True, on_delete=models.CASCADE, related_name="lines")

    class Meta:
        verbose_name = _("event for a robot")
        constraints = [models.UniqueConstraint(fields=["robot", "entry"], name="robotline_once")]
        indexes = [models.Index(fields=["robot", "id"], name="robotline_open", condition=Q(message__isnull=True))]

    def __str__(self) -> str:
        return f"{self.entry_id} -> {self.robot_id}"
