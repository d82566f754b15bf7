"""Purchases: several small ones that may be one large one, split to stay under a ceiling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.rulebook.calculations import calculation

NOUGHT = Decimal(0)
WINDOW = Decimal(365)
"""Days in which purchases are looked at together. No clause sets it; a caller may set another."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """A contract awarded: what, from whom, when, and its amount in the grant's currency."""

    reference: str
    supplier: str
    subject: str
    awarded_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Together:
    """Purchases that belong together by supplier or by subject, in the order of their days."""

    by: str
    name: str
    purchases: tuple[Purchase, ...]


@calculation("split_ratio")
def split_ratio(
    amounts: Sequence[Decimal],
    days: Sequence[date],
    ceiling: Decimal,
    window_days: Decimal = WINDOW,
) -> dict[str, object]:
    """Purchases each within a ceiling are not to add up to more than it within a window of days.

    `amounts` and `days` run in step and belong to one supplier or one subject. `value` is the
    greatest sum of two or more of them within any window, as a ratio of `ceiling`, 0 where no two
    lie so close; `count` how many make that sum. Purchases over the ceiling are left out, since
    they were bought by the stricter procedure anyway, and so are credits. Practical guide, annex
    IV: contracts are not split to evade thresholds.
    """
    if len(amounts) != len(days) or ceiling <= 0:
        raise InvalidInput(
            "Purchases cannot be compared with the ceiling",
            remedy="Give one day for each amount, and a ceiling above 0.",
        )
    small = sorted((day, amount) for day, amount in zip(days, amounts, strict=True)
                   if 0 < amount <= ceiling)  # fmt: skip
    span = timedelta(days=int(window_days))
    best, count, first, total = NOUGHT, 0, 0, NOUGHT
    for last, (day, amount) in enumerate(small):
        total += amount
        while small[first][0] < day - span:
            total -= small[first][1]
            first += 1
        if last > first and total > best:
            best, count = total, last - first + 1
    return {"value": best / ceiling, "count": Decimal(count)}


def belonging_together(purchases: Iterable[Purchase]) -> tuple[Together, ...]:
    """Purchases from one supplier, and purchases of one subject, wherever there are two or more.

    Names are compared without regard to case and spaces. The groups are in order of their names.
    """
    groups: dict[tuple[str, str], list[Purchase]] = defaultdict(list)
    for purchase in purchases:
        for by, name in (("supplier", purchase.supplier), ("subject", purchase.subject)):
            if name.strip():
                groups[by, " ".join(name.split()).casefold()].append(purchase)
    return tuple(
        Together(by, name, tuple(sorted(found, key=lambda p: (p.awarded_on, p.reference))))
        for (by, name), found in sorted(groups.items())
        if len(found) > 1
    )
