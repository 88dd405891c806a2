"""Shops, who stands at their tills, and what points become there. Points themselves are in no administrator's hand."""

from django.contrib import admin

from points.models import Merchant, MerchantClerk, Product


class MerchantClerkInline(admin.TabularInline):
    model = MerchantClerk
    extra = 0
    autocomplete_fields = ("person",)


@admin.register(Merchant)
class MerchantAdmin(admin.ModelAdmin):
    """A clerk also needs the role of a merchant, by an appointment."""

    list_display = ("code", "name", "park", "where", "is_open")
    list_filter = ("is_open",)
    list_select_related = ("park",)
    search_fields = ("code", "name", "name_en")
    autocomplete_fields = ("park",)
    inlines = (MerchantClerkInline,)


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "kind", "price", "stock", "is_offered")
    list_filter = ("kind", "is_offered", "merchants")
    search_fields = ("code", "name", "name_en")
    autocomplete_fields = ("merchants",)
