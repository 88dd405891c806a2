"""The ledger once more, in plain Python and without a database: what every account must hold after each command."""

from dataclasses import dataclass, field
from datetime import date, timedelta

GRACE = timedelta(days=30)


class No(Exception):
    """The abacus refuses."""


@dataclass
class Beads:
    """One lot."""

    amount: int
    left: int
    ends: date


@dataclass
class Row:
    """One account. Only members have lots."""

    has_lots: bool
    balance: int = 0
    held: int = 0
    lots: list[Beads] = field(default_factory=list)

    def in_order(self):
        return sorted((lot for lot in self.lots if lot.left), key=lambda lot: lot.ends)

    def good(self, day):
        return [lot for lot in self.in_order() if lot.ends >= day]

    def over(self, day):
        return [lot for lot in self.in_order() if lot.ends < day]

    def take(self, lots, amount):
        """From these lots, in their order; says how much of which."""
        if sum(lot.left for lot in lots) < amount:
            raise No
        taken = []
        for lot in lots:
            piece = min(lot.left, amount)
            lot.left, amount = lot.left - piece, amount - piece
            taken += [(lot, piece)] if piece else []
        return taken


@dataclass
class Move:
    """One transfer: amounts by account, what was taken from which lots, the lots it brought."""

    legs: dict
    taken: dict = field(default_factory=dict)
    brought: dict = field(default_factory=dict)
    is_back: bool = False
    is_reversed: bool = False


class Abacus:
    """Members, a shop, and the house, by name."""

    def __init__(self, members):
        self.rows = {name: Row(True) for name in members} | {"shop": Row(False)}
        self.house = 0
        self.gone = 0
        self.holds = {}

    def move(self, legs, day, earned=None, pick=None):
        """Post; what is over goes first where it stands in the way. Nothing else has changed when it refuses."""
        if not pick and self._is_in_the_way(legs, day):
            for name in self._givers(legs):
                self.sweep(name, day)
        self._refuse_overdrawn(legs)
        made = Move(dict(legs))
        for name, amount in legs.items():
            self._count(made, name, amount, day, earned or day, pick)
        return made

    def _givers(self, legs):
        return [name for name in self.rows if legs.get(name, 0) < 0 and self.rows[name].has_lots]

    def _is_in_the_way(self, legs, day):
        """Whether the good lots of somebody do not suffice, before anybody in front of them is overdrawn."""
        for name in self._givers(legs):
            row = self.rows[name]
            if row.balance + legs[name] < row.held:
                return False
            if sum(lot.left for lot in row.good(day)) < -legs[name]:
                return True
        return False

    def _refuse_overdrawn(self, legs):
        for name, amount in legs.items():
            row = self.rows.get(name)
            if row and amount < 0 and row.balance + amount < row.held:
                raise No

    def _count(self, made, name, amount, day, earned, pick):
        row = self.rows.get(name)
        if row is None:
            self.house += amount
            return
        row.balance += amount
        if row.has_lots and amount < 0:
            made.taken[name] = row.take(pick(row) if pick else row.good(day), -amount)
        elif row.has_lots:
            made.brought[name] = Beads(amount, amount, date(earned.year + 1, 12, 31))
            row.lots.append(made.brought[name])

    def sweep(self, name, day):
        row = self.rows[name]
        over = row.over(day)
        amount = sum(lot.left for lot in over) - row.held
        if amount <= 0:
            return None
        made = Move({name: -amount, "gone": amount}, {name: row.take(over, amount)})
        row.balance -= amount
        self.gone += amount
        return made

    def hold(self, key, name, amount, day):
        self.sweep(name, day)
        row = self.rows[name]
        if row.balance - row.held < amount:
            raise No
        row.held += amount
        self.holds[key] = (name, amount)

    def free(self, key):
        name, amount = self.holds.pop(key)
        self.rows[name].held -= amount
        return name

    def settle(self, key, amount, day):
        name = self.free(key)
        return self.move({name: -amount, "shop": amount}, day, pick=lambda row: row.in_order())

    def back(self, made, day):
        """The other way, into and out of the same lots."""
        if made.is_back or made.is_reversed:
            raise No
        legs = {name: -amount for name, amount in made.legs.items()}
        self._refuse_overdrawn(legs)
        for name, amount in legs.items():
            self._count_back(made, name, amount, day)
        made.is_reversed = True
        return Move(legs, is_back=True)

    def _count_back(self, made, name, amount, day):
        row = self.rows.get(name)
        if row is None:
            self.house, self.gone = self.house + amount * (name == "house"), self.gone + amount * (name == "gone")
            return
        row.balance += amount
        if row.has_lots and amount < 0:
            own = made.brought[name]
            row.take([own] * bool(own.left) + [lot for lot in row.in_order() if lot is not own], -amount)
        elif row.has_lots:
            for lot, piece in made.taken[name]:
                lot.left += piece
                lot.ends = day + GRACE if lot.ends < day else lot.ends
