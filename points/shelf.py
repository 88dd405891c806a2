"""The shelf: what is offered, what somebody still lacks for it, and where it is had."""

from typing import Any

from enterprises.models import Person
from points import accounts
from points.models import Merchant, Product


def available_to(person: Person) -> int:
    """What this person may spend now."""
    return accounts.standing(accounts.of_person(person)).available


def on_the_shelf(available: int, limit: int | None = None) -> list[dict[str, Any]]:
    """Each offered product with the points that are still missing, and the first shops that take it."""
    rows = Product.objects.offered().prefetch_related("merchants")[:limit]
    return [_offer(one, available) for one in rows]


def _offer(one: Product, available: int) -> dict[str, Any]:
    missing = max(one.price - available, 0)
    return {"product": one, "missing": missing, "shops": open_shops(one), "is_sold_out": one.stock == 0}


def open_shops(product: Product) -> list[Merchant]:
    """The shops that take it today."""
    return [shop for shop in product.merchants.all() if shop.is_open]
