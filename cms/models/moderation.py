"""The second of the two steps before a page is public: somebody else reads it (ADR 0012)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models.workflows import AbstractGroupApprovalTask


class SecondReader(AbstractGroupApprovalTask):
    """A publishing editor approves what somebody else wrote; nobody approves their own."""

    class Meta:
        verbose_name = _("second reader")
        verbose_name_plural = _("second readers")

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """Approve and reject, unless this person wrote the revision that waits."""
        state = obj.current_workflow_task_state
        wrote = state is not None and state.revision is not None and state.revision.user_id == user.pk
        return [] if wrote else super().get_actions(obj, user)

    @classmethod
    def get_description(cls) -> str:
        return str(_("Somebody else than the writer reads the page and publishes it."))
