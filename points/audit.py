"""Checking the ledger from its rows alone: every chain, every transfer, every lot, every hold (points.md 9.5).

It finds any change, deletion, insertion or swap of rows. What it cannot see is a tail of transfers that vanished
together with the accounts' figures; that needs a witness outside this database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from parkdesk.core.snapshot import snapshot
from points import accounts, chain, rulebook
from points.lots import GRACE
from points.models import GENESIS, Account, Hold, Leg, LooseLeg, Lot, LotUse, RuleBook, Transfer

CHUNK = 2000
COLUMNS = ("account_id", "seq", "amount", "balance_after", "hash")
OF_TRANSFER = (*chain.STAMPED, "request_hash", "reverses__key")


@dataclass(frozen=True)
class Finding:
    """One thing that does not add up: where, and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def verify(account: Account | None = None) -> Iterator[Finding]:
    """All that is broken, in the ledger or in one account; nothing when it is untouched.

    All of it as of one moment: postings go on meanwhile and are no fault.
    """
    mine = Account.objects.all() if account is None else Account.objects.filter(pk=account.pk)
    with snapshot():
        yield from _chains(mine)
        yield from _lots(mine)
        yield from _holds(mine)
        if account is None:
            yield from _transfers()
            yield from _books()


# --- chains ------------------------------------------------------------------------------------------
def _chains(mine: QuerySet[Account]) -> Iterator[Finding]:
    """Numbers without gaps, balances that go on, hashes that fit; and the account stands where its last leg left it."""
    rows = Leg.objects.filter(account__in=mine).order_by("account_id", "seq")
    names = (*COLUMNS, *(f"transfer__{name}" for name in OF_TRANSFER))
    for account, own in _beside(mine, rows.values_list(*names)):
        yield from _chain(account, own)


def _beside(things: QuerySet[Any], rows: QuerySet[Any]) -> Iterator[tuple[Any, Iterable[tuple[Any, ...]]]]:
    """Each thing with its rows, whose first column names it: two streams, so that millions of rows need no memory."""
    groups = groupby(rows.iterator(chunk_size=CHUNK), key=itemgetter(0))
    pk, group = next(groups, (None, ()))
    for thing in things.order_by("pk").iterator(chunk_size=CHUNK):
        while pk is not None and pk < thing.pk:  # rows of a thing that is gone
            pk, group = next(groups, (None, ()))
        yield thing, group if pk == thing.pk else ()


def _chain(account: Account, rows: Iterable[tuple[Any, ...]]) -> Iterator[Finding]:
    seq, balance, head = 0, 0, GENESIS
    for _, at, amount, after, found, *said in rows:
        place = f"{account}#{at}"
        if at != seq + 1:
            yield Finding(place, "a leg before this one is missing")
        if after != balance + amount:
            yield Finding(place, "the balance does not go on")
        if bytes(found) != chain.link(head, _stamp(said), chain.line(str(account), at, amount, after)):
            yield Finding(place, "the hash does not fit")
        seq, balance, head = at, after, bytes(found)
    if (account.seq, account.balance, bytes(account.head_hash)) != (seq, balance, head):
        yield Finding(str(account), "the account does not stand where its last leg left it")


def _stamp(said: list[Any]) -> str:
    *columns, request, reverses = said
    named = dict(zip(chain.STAMPED, columns, strict=True))
    return chain.stamp(named, request_hash=request, reverses=str(reverses or ""))


# --- transfers ---------------------------------------------------------------------------------------
def _transfers() -> Iterator[Finding]:
    """Each transfer has legs that come to nothing and are those that were asked for, numbered or loose."""
    names = {one.pk: str(one) for one in Account.objects.iterator(chunk_size=CHUNK)}
    sides = Leg.objects.values_list("transfer_id", "account_id", "amount")
    loose = LooseLeg.objects.values_list("transfer_id", "account_id", "amount")
    transfers = Transfer.objects.select_related("reverses", "hold")
    for transfer, rows in _beside(transfers, sides.union(loose, all=True).order_by("transfer_id")):
        legs = [(names.get(account, ""), amount) for _, account, amount in rows]
        if len(legs) < 2 or sum(amount for _, amount in legs):
            yield Finding(f"transfer {transfer.key}", "its legs do not come to nothing")
        elif bytes(transfer.request_hash) not in _requests(transfer, legs):
            yield Finding(f"transfer {transfer.key}", "it is not what was asked for")
    for leg in LooseLeg.objects.exclude(transfer__in=Transfer.objects.all()).order_by("pk"):
        yield Finding(f"loose leg {leg.pk}", "its transfer is gone")


def _requests(transfer: Transfer, legs: list[tuple[str, int]]) -> set[bytes]:
    """The hashes of what may have been asked: with this day named, or with none."""
    hold = getattr(transfer, "hold", None)
    asked = {
        "code": transfer.code,
        "rule": transfer.rule_version_id,
        "reverses": str(transfer.reverses.key) if transfer.reverses else "",
        "hold": f"{hold.key} {hold.amount}" if hold else "",
        "memo": transfer.memo,
    }
    days = (None, transfer.effective_on)
    return {chain.request_hash({**asked, "effective_on": day}, legs) for day in days}


# --- lots and holds ----------------------------------------------------------------------------------
def _lots(mine: QuerySet[Account]) -> Iterator[Finding]:
    """Lots are what their legs brought, less what was taken; together they are the balance."""
    members = mine.filter(kind=Account.Kind.PERSON).annotate(left=Coalesce(Sum("lots__remaining"), 0))
    for account in members.exclude(left=F("balance")).order_by("pk"):
        yield Finding(str(account), "its lots are not its balance")
    for lot in (
        _with_sources(Lot.objects.filter(account__in=mine)).order_by("account_id", "seq").iterator(chunk_size=CHUNK)
    ):
        if lot.remaining != lot.amount - lot.used or lot.amount != lot.brought:
            yield Finding(f"lot {lot.account_id}#{lot.seq}", "its points do not add up")
        elif lot.earned_on != lot.since or not _may_end(lot):
            yield Finding(f"lot {lot.account_id}#{lot.seq}", "its days were changed")
    taken = LotUse.objects.filter(transfer=OuterRef("transfer"), lot__account=OuterRef("account")).order_by()
    spent = Leg.objects.filter(account__in=mine, account__kind=Account.Kind.PERSON, amount__lt=0)
    spent = spent.annotate(taken=Coalesce(_sum(taken, "transfer"), 0))
    for leg in spent.filter(~Q(taken=-F("amount"))).select_related("account").order_by("account_id", "seq"):
        yield Finding(f"{leg.account}#{leg.seq}", "it was not taken from lots")


def _with_sources(lots: QuerySet[Lot]) -> QuerySet[Lot]:
    source = Leg.objects.filter(account=OuterRef("account"), seq=OuterRef("seq"))
    uses = LotUse.objects.filter(lot=OuterRef("pk")).order_by()
    return lots.annotate(
        used=Coalesce(_sum(uses, "lot"), 0),
        brought=Subquery(source.values("amount")),
        since=Subquery(source.values("transfer__effective_on")),
    )


def _sum(uses: QuerySet[LotUse], by: str) -> Subquery:
    return Subquery(uses.values(by).annotate(sum=Sum("amount")).values("sum"))


def _may_end(lot: Any) -> bool:
    """A lot ends when its points do; one that a refund brought back too late ends when its grace does."""
    if lot.expires_on == accounts.last_day(lot.earned_on):
        return True
    back = lot.uses.filter(amount__lt=0).values_list("transfer__effective_on", flat=True)
    return lot.expires_on in {day + GRACE for day in back}


def _holds(mine: QuerySet[Account]) -> Iterator[Finding]:
    """What an account holds is the sum of its pending holds; a posted one posted its own points."""
    pending = Q(holds__state=Hold.State.PENDING)
    sums = mine.annotate(pending=Coalesce(Sum("holds__amount", filter=pending), 0))
    for account in sums.exclude(pending=F("held")).order_by("pk"):
        yield Finding(str(account), "it does not hold what its holds say")
    leg = Leg.objects.filter(transfer=OuterRef("transfer"), account=OuterRef("account")).values("amount")
    posted = Hold.objects.filter(account__in=mine, state=Hold.State.POSTED).annotate(moved=Coalesce(Subquery(leg), 0))
    for hold in posted.filter(~Q(moved=-F("posted_amount"))).order_by("pk"):
        yield Finding(f"hold {hold.key}", "it was not posted as it says")


def _books() -> Iterator[Finding]:
    """What a rule book says is what the joint session has approved."""
    for book in RuleBook.objects.filter(state=RuleBook.State.APPROVED).order_by("pk"):
        if book.digest != rulebook.digest(book):
            yield Finding(f"rule book {book}", "it is not what was approved")
