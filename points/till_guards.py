"""Guards of a voucher's and a settlement's steps. One argument asks "can it, now?"; two ask "may they, ever?"."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from enterprises.roles import Role
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, is_person
from parkdesk.core.flow import because

# A wrong take can be taken back so long (decisions 45); a month is settled after it has passed.
UNDO_WITHIN = timedelta(minutes=30)


@because(_("This voucher has expired. Its points are back in the account."))
def is_still_valid(voucher):
    return clock.now() < voucher.expires_at


@because(_("It is still valid."))
def is_expired(voucher):
    return not is_still_valid(voucher)


@because(_("A take can be undone within 30 minutes. After that, ring the desk."))
def is_time_to_undo(voucher):
    return voucher.taken_at is not None and clock.now() < voucher.taken_at + UNDO_WITHIN


def is_the_clock(thing, actor):
    return actor == CLOCK


def may_order(voucher, actor):
    """A voucher is made for whoever asks for it, from their own account."""
    return is_person(actor) and voucher.person_id == actor.pk


def owns_it(voucher, actor):
    return is_person(actor) and voucher.person_id == actor.pk


def stands_at_its_till(voucher, actor):
    """Who serves today at a shop where this voucher can be used; nobody takes a voucher of their own."""
    if not is_person(actor) or not actor.wears(Role.MERCHANT) or voucher.person_id == actor.pk:
        return False
    return voucher.product.merchants.open().served_by(actor).exists()


def took_it(voucher, actor):
    """Who serves today at the shop that took it."""
    if not is_person(actor) or not actor.wears(Role.MERCHANT) or voucher.merchant_id is None:
        return False
    return type(voucher.merchant).objects.served_by(actor).filter(pk=voucher.merchant_id).exists()
