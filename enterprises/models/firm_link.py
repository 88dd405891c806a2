"""What a firm opens without an account: a page of its own behind a link that knows this firm alone."""

from typing import ClassVar, Self

from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse

from parkdesk.core.actors import Holder


class BehindALink(models.QuerySet):
    """Rows that each have a `FirmLink`."""

    def behind(self, token: str) -> Self:
        """What a link opens; nothing for a forged one."""
        try:
            return self.filter(pk=int(Signer(salt=self.model._meta.label_lower).unsign(token)))
        except (BadSignature, ValueError):
            return self.none()


class FirmLink(models.Model):
    """A row about one firm (`enterprise`). Its link is derived, never stored (ADR 6).

    `LINK_VIEW` is the name of the view behind the link; it takes the token.
    """

    LINK_VIEW: ClassVar[str]

    class Meta:
        abstract = True

    def get_link(self) -> str:
        """The firm's own page: a number and a signature of 256 bits."""
        return reverse(self.LINK_VIEW, args=[self.token])

    @property
    def token(self) -> str:
        return Signer(salt=self._meta.label_lower).sign(str(self.pk))

    @property
    def park_code(self) -> str:
        return self.enterprise.park.code

    @property
    def holder(self) -> Holder:
        """Whoever holds the link."""
        return Holder("link", f"{self._meta.model_name}:{self.pk}")

    def is_held_by(self, actor: object) -> bool:
        """Whether this actor came by the link."""
        return isinstance(actor, Holder) and (actor.kind, actor.ref) == (self.holder.kind, self.holder.ref)
