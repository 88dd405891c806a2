"""A person who can sign in: the user model from the first migration (decisions 1)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.roles import Role
from parkdesk.core import clock

if TYPE_CHECKING:
    from enterprises.models.appointment import Appointment

MOBILE = r"^\+861[3-9]\d{9}$"


class Person(AbstractUser):
    """Somebody with an account. Rights come from appointments and memberships, never from this row."""

    INTERNAL_STEPS = frozenset({"open_account", "warn_unused"})

    first_name = None
    last_name = None
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    phone = models.CharField(
        _("mobile number"), max_length=14, null=True, blank=True, unique=True, validators=[RegexValidator(MOBILE)]
    )
    phone_verified = models.BooleanField(_("mobile number is verified"), default=False)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    # Made by the demonstration. Only there, and only of them, no second factor is asked (contracts).
    is_invented = models.BooleanField(_("invented, for the demonstration"), default=False, editable=False)

    objects = DjangoUserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Django's own ways of making a user write "" where we mean "none", and two of those are not unique.
        self.email = self.email or None
        self.phone = self.phone or None
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def hats(self) -> list[Appointment]:
        """The appointments that run today; read once per person and request."""
        today = clock.today()
        return list(self.appointments.running(today).select_related("park", "building", "unit"))

    @cached_property
    def firms(self) -> frozenset[int]:
        """Ids of the enterprises this person is a member of today."""
        return frozenset(self.memberships.running(clock.today()).values_list("enterprise_id", flat=True))

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(hat.role for hat in self.hats)

    def wears(self, *roles: Role) -> bool:
        """Whether any of these roles runs today."""
        return bool(self.roles & set(roles))

    def units(self) -> frozenset[int]:
        """Ids of the units this person works in today."""
        return frozenset(hat.unit_id for hat in self.hats if hat.unit_id)

    def lines(self) -> frozenset[str]:
        """The specialist lines this person serves today."""
        return frozenset(hat.line for hat in self.hats if hat.line)

    def whole_parks(self, *roles: Role) -> frozenset[int]:
        """Of those parks the ones that no building narrows down."""
        return frozenset(hat.park_id for hat in self.hats if hat.park_id and hat.role in roles and not hat.building_id)

    def buildings(self, *roles: Role) -> frozenset[int]:
        """Ids of the buildings that this person leads today."""
        return frozenset(hat.building_id for hat in self.hats if hat.building_id and hat.role in roles)

    def parks(self, *roles: Role) -> frozenset[int]:
        """Ids of the parks for which this person wears one of these roles today."""
        return frozenset(hat.park_id for hat in self.hats if hat.park_id and hat.role in roles)
