"""Which enterprise types of a park have a voice in its council. Pure: values in, values out (domain.md 5.4).

`type_coverage` = types with a representative / types present among active firms; `enterprise_weighted_coverage` =
the share of firms whose type is represented. Nothing is rounded before it is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

WHOLE = Fraction(1)


@dataclass(frozen=True)
class Voice:
    """One representative: a key of the caller's, the type of the own firm ("" without one), the types declared."""

    key: int
    own: str
    speaks_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spoken:
    """One enterprise type of the park: how many firms it has, and who speaks for it directly or besides."""

    kind: str
    firms: int
    direct: tuple[int, ...] = ()
    doubled: tuple[int, ...] = ()

    @property
    def is_covered(self) -> bool:
        return bool(self.direct or self.doubled)

    @property
    def is_doubled(self) -> bool:
        """Only spoken for by somebody of another type who declared it (decisions 40)."""
        return bool(self.doubled) and not self.direct


@dataclass(frozen=True)
class Coverage:
    """The types present in one park, the most firms first."""

    kinds: tuple[Spoken, ...] = field(default=())

    @property
    def types_present(self) -> int:
        return len(self.kinds)

    @property
    def types_covered(self) -> int:
        return sum(one.is_covered for one in self.kinds)

    @property
    def types_direct(self) -> int:
        return sum(bool(one.direct) for one in self.kinds)

    @property
    def types_doubled(self) -> int:
        return sum(one.is_doubled for one in self.kinds)

    @property
    def firms(self) -> int:
        return sum(one.firms for one in self.kinds)

    @property
    def firms_covered(self) -> int:
        return sum(one.firms for one in self.kinds if one.is_covered)

    @property
    def missing(self) -> tuple[Spoken, ...]:
        """The types for which nobody speaks."""
        return tuple(one for one in self.kinds if not one.is_covered)

    @property
    def type_coverage(self) -> Fraction:
        """1 for a park without active firms: nobody is left out."""
        return Fraction(self.types_covered, self.types_present) if self.kinds else WHOLE

    @property
    def enterprise_weighted_coverage(self) -> Fraction:
        return Fraction(self.firms_covered, self.firms) if self.firms else WHOLE

    def meets(self, percent: int) -> bool:
        """Whether the types covered reach the percentage that the rules ask for."""
        return self.type_coverage * 100 >= percent


def measure(firms: Mapping[str, int], voices: Iterable[Voice]) -> Coverage:
    """How the types present (type -> number of active firms) are spoken for."""
    heard = list(voices)
    kinds = [
        Spoken(
            kind,
            count,
            tuple(one.key for one in heard if kind in one.speaks_for and one.own == kind),
            tuple(one.key for one in heard if kind in one.speaks_for and one.own != kind),
        )
        for kind, count in firms.items()
        if count
    ]
    return Coverage(tuple(sorted(kinds, key=lambda one: (-one.firms, one.kind))))


def as_percent(share: Fraction) -> str:
    """`87.5` or `100`: one decimal at most and never rounded up, so that a rule that is missed never looks met."""
    tenths = share.numerator * 1000 // share.denominator
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
