"""Fitting: what the record cannot hold of an activity is reported, never cut or rounded in silence.

SQLite gives back fifteen significant digits of a number, PostgreSQL any; so fifteen are kept on
both. Numbers with more decimals than their column are rounded and reported; an amount too large
to be kept to its last whole unit is refused. The exact text stays in the XML kept as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, TypeVar

from sapar.exchange.iati.shapes import (
    ActivityRead,
    Indicator,
    IndicatorPeriod,
    PlannedDisbursement,
    Refusal,
    Result,
)
from sapar.exchange.iati.values import shown
from sapar.ground.codelists.iati import BudgetType

DIGITS = 15
MONEY, SHARE, DEGREES, MEASURED = 8, 10, 12, 6
"""Decimals that the columns keep of amounts, percentages, degrees and measured values."""

_KEPT = "The exact text stays in the XML kept as evidence."

Row = TypeVar("Row", bound=Any)


def held(value: Decimal, places: int) -> Decimal | None:
    """A number as the record holds it: to so many decimals and fifteen digits, half to even.

    None where the number is so large that its whole units would not all be kept.
    """
    if not value:
        return Decimal(0)
    first, last = value.adjusted(), int(value.as_tuple().exponent)
    if first >= DIGITS:
        return None
    if -last <= places and first - last < DIGITS:
        return value
    return value.quantize(Decimal(1).scaleb(max(-places, first - DIGITS + 1)), ROUND_HALF_EVEN)


def fitted(activity: ActivityRead, file: str) -> ActivityRead:
    """The activity with every number as the record holds it, and a refusal for each one changed.

    What is refused whole is taken out of the activity and of its count of accepted elements.
    """
    fit = _Fitting(activity, file)
    transactions = fit.money(activity.transactions, "transaction")
    budgets = fit.money(activity.budgets, "budget")
    planned = fit.standing(fit.money(activity.planned_disbursements, "planned-disbursement"))
    return activity._replace(
        transactions=transactions,
        budgets=budgets,
        planned_disbursements=planned,
        countries=fit.numbers(activity.countries, "recipient-country", SHARE, "percentage"),
        regions=fit.numbers(activity.regions, "recipient-region", SHARE, "percentage"),
        sectors=fit.numbers(activity.sectors, "sector", SHARE, "percentage"),
        locations=fit.numbers(
            fit.numbers(activity.locations, "location/point", DEGREES, "latitude"),
            "location/point",
            DEGREES,
            "longitude",
        ),
        results=tuple(fit.result(one) for one in activity.results),
        accepted=replace(
            activity.accepted,
            transactions=len(transactions),
            budgets=len(budgets),
            planned_disbursements=len(planned),
        ),
        refusals=(*activity.refusals, *fit.refusals),
    )


class _Fitting:
    """One activity on its way through, and what is reported of it."""

    def __init__(self, activity: ActivityRead, file: str) -> None:
        self._activity, self._file = activity, file
        self.refusals: list[Refusal] = []

    def money(self, rows: Iterable[Row], what: str) -> tuple[Row, ...]:
        """Rows whose `value` is an amount; one that is too large is left out."""
        kept = ((row, self._number(row.value, MONEY, what)) for row in rows)
        return tuple(
            row if value is row.value else row._replace(value=value)
            for row, value in kept
            if value is not None
        )

    def numbers(self, rows: tuple[Row, ...], what: str, places: int, field: str) -> tuple[Row, ...]:
        """Rows with a number that may be absent and cannot be too large."""
        return tuple(
            row
            if (value := getattr(row, field)) is None
            else row._replace(**{field: self._number(value, places, what)})
            for row in rows
        )

    def standing(self, rows: tuple[PlannedDisbursement, ...]) -> tuple[PlannedDisbursement, ...]:
        """A revised planned disbursement replaces the original of the same period and parties."""

        def key(row: PlannedDisbursement) -> tuple[object, ...]:
            return row.start, row.end, row.currency, row.provider, row.receiver

        revised = {key(row) for row in rows if row.type == BudgetType.REVISED}
        kept = tuple(r for r in rows if r.type == BudgetType.REVISED or key(r) not in revised)
        for row in rows:
            if row not in kept:
                self._report(
                    "planned-disbursement",
                    f"A revised one replaces the original from {row.start}",
                )
        return kept

    def result(self, result: Result) -> Result:
        """A result with the values of its indicators."""
        return result._replace(indicators=tuple(self._indicator(one) for one in result.indicators))

    def _indicator(self, indicator: Indicator) -> Indicator:
        what = "result/indicator"
        return indicator._replace(
            baselines=self._values(indicator.baselines, f"{what}/baseline"),
            periods=tuple(
                IndicatorPeriod(
                    period.start,
                    period.end,
                    self._values(period.targets, f"{what}/period/target"),
                    self._values(period.actuals, f"{what}/period/actual"),
                )
                for period in indicator.periods
            ),
        )

    def _values(self, rows: tuple[Row, ...], what: str) -> tuple[Row, ...]:
        kept = []
        for row in rows:
            value = row.value
            if isinstance(value, Decimal):
                value = self._number(value, MEASURED, what)
                if value is None:
                    continue
            kept.append(row if value is row.value else row._replace(value=value))
        return tuple(kept)

    def _number(self, value: Decimal, places: int, what: str) -> Decimal | None:
        kept = held(value, places)
        if kept is None:
            self._report(what, f"{shown(str(value))} is too large to be kept exactly")
        elif kept is not value and kept != value:
            self._report(what, f"{shown(str(value))} has too many digits; {kept:f} is on record")
        return kept

    def _report(self, what: str, reason: str) -> None:
        one = self._activity
        self.refusals.append(Refusal(self._file, one.line, one.identifier, what, reason, _KEPT))
