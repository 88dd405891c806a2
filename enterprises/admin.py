"""The directory for administrators. Contacts are left out: an administrator needs none of them to run the system."""

from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin
from import_export.resources import ModelResource

from enterprises.models import Appointment, Building, Enterprise, Membership, Park, Person, PlaceCode, Unit

# What a spreadsheet program would calculate must not leave the house as a formula.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

# Factors, sessions and connections come and go through the house's own pages alone, which write the trail and tell
# their owner; a form here would put somebody's own key under another person's account without a word.
for name in ("account", "mfa", "socialaccount", "usersessions"):
    import_module(f"allauth.{name}.admin")
for model in (Authenticator, UserSession, SocialAccount, SocialApp, SocialToken, EmailAddress):
    admin.site.unregister(model)


class HarmlessResource(ModelResource):
    """An export whose cells are text and stay text (quality 14)."""

    def export_field(self, field, instance, **kwargs):  # type: ignore[no-untyped-def]
        value = super().export_field(field, instance, **kwargs)
        return f"'{value}" if isinstance(value, str) and value.startswith(_LIVE) else value


class EnterpriseResource(HarmlessResource):
    class Meta:
        model = Enterprise
        exclude = ("id", "search_text", "initials")


class ParkResource(HarmlessResource):
    class Meta:
        model = Park
        exclude = ("id",)


class AppointmentInline(admin.TabularInline):
    model = Appointment
    extra = 0
    autocomplete_fields = ("park", "building", "unit")


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ("enterprise",)


@admin.register(Person)
class PersonAdmin(UserAdmin):
    list_display = ("username", "name", "is_active", "last_login")
    list_filter = ("is_active", "appointments__role")
    search_fields = ("username", "name", "email", "phone")
    ordering = ("username",)
    inlines = (AppointmentInline, MembershipInline)
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "language")}),
        (_("Reachable at"), {"fields": ("email", "phone", "phone_verified")}),
        (_("Account"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "usable_password", "password1", "password2")}),)
    readonly_fields = ("last_login", "date_joined")


@admin.register(Park)
class ParkAdmin(ExportMixin, admin.ModelAdmin):
    resource_classes = [ParkResource]
    list_display = ("code", "name", "kind", "operator", "property_manager")
    list_filter = ("kind",)
    list_select_related = ("operator", "property_manager")
    search_fields = ("code", "name")
    autocomplete_fields = ("operator", "property_manager", "liaison")


@admin.register(Building)
class BuildingAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "park", "floors_above")
    list_select_related = ("park",)
    search_fields = ("code", "name", "park__name")
    autocomplete_fields = ("park",)


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ("code", "kind", "name", "contact", "landline")
    list_filter = ("kind", "line")
    search_fields = ("code", "name", "name_en")


@admin.register(Appointment)
class AppointmentAdmin(admin.ModelAdmin):
    list_display = ("person", "role", "park", "building", "unit", "line", "starts_on", "ends_on")
    list_filter = ("role", "line")
    list_select_related = ("person", "park", "building", "unit")
    search_fields = ("person__name", "person__username", "park__name", "unit__name")
    autocomplete_fields = ("person", "park", "building", "unit")


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ("person", "enterprise", "is_admin", "is_delegate", "starts_on", "ends_on")
    list_filter = ("is_admin", "is_delegate")
    list_select_related = ("person", "enterprise")
    search_fields = ("person__name", "person__username", "enterprise__name")
    autocomplete_fields = ("person", "enterprise")


@admin.register(Enterprise)
class EnterpriseAdmin(ExportMixin, admin.ModelAdmin):
    resource_classes = [EnterpriseResource]
    list_display = ("code", "name", "uscc", "park", "building", "room", "status")
    list_filter = ("status", "sector", "size")
    list_select_related = ("park", "building")
    search_fields = ("code", "name", "uscc", "short_name")
    autocomplete_fields = ("park", "building")
    exclude = ("search_text",)


@admin.register(PlaceCode)
class PlaceCodeAdmin(admin.ModelAdmin):
    """To look at only: codes are made and taken down on the page of place codes, which writes the trail."""

    list_display = ("code", "park", "building", "spot", "created_at", "revoked_at", "replaced_by")
    list_select_related = ("park", "building", "replaced_by")
    search_fields = ("code", "park__name")

    def has_add_permission(self, request):  # type: ignore[no-untyped-def]
        return False

    def has_change_permission(self, request, obj=None):  # type: ignore[no-untyped-def]
        return False

    def has_delete_permission(self, request, obj=None):  # type: ignore[no-untyped-def]
        return False
