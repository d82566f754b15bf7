"""What the twin promises and what it measured: results, 24 indicators, targets and values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from sapar.examples.twin.months import MONTHS, PLANNED_MONTHS, Months, at, work_share
from sapar.examples.twin.tables import table
from sapar.exchange.projectfiles.schema.design import (
    IndicatorForm,
    ResultForm,
    TargetForm,
    ValueForm,
)

RECORDED_LATE = 33
"""The month in which the missing baselines were recorded, after the change of leadership."""
QUARTERS = tuple(range(4, MONTHS + 1, 3))

RESULTS = tuple(table("results.csv"))


@dataclass(frozen=True, slots=True)
class Promise:
    """One indicator: which way, how measured, from where to where, and whether it was kept up.

    `followed` says that values were collected from the first quarter on; `known` that the
    baseline was on record from the start. `parts` splits the total.
    """

    code: str
    result: str
    title: str
    unit: str
    base: str
    end: str
    measure: str
    reporting: str
    direction: str
    followed: bool
    known: bool
    parts: tuple[str, ...]

    @classmethod
    def read(cls, row: dict[str, str]) -> Promise:
        """One line of the table of indicators."""
        said = {name: row[name] == "yes" for name in ("followed", "known")}
        return cls(**{**row, **said, "parts": tuple(row["parts"].split())})  # type: ignore[arg-type]


SCALE = ("none", "drafted", "discussed", "adopted", "applied")
PROMISES = tuple(Promise.read(row) for row in table("indicators.csv"))


def results(months: Months, rng: Random) -> tuple[ResultForm, ...]:
    """The results chain with its indicators; half of these had no value for two years."""
    made: dict[str, list[IndicatorForm]] = {row["code"]: [] for row in RESULTS}
    for promise in PROMISES:
        made[promise.result].append(_indicator(promise, months, rng))
    return tuple(
        ResultForm(
            code=row["code"],
            parent=row["parent"] or None,
            level=row["level"],
            title=row["title"],
            assumptions=row["assumptions"] or None,
            indicators=tuple(made[row["code"]]),
        )
        for row in RESULTS
    )


def _indicator(promise: Promise, months: Months, rng: Random) -> IndicatorForm:
    return IndicatorForm(
        code=promise.code,
        title=promise.title,
        unit=promise.unit or None,
        direction=promise.direction,
        measure=promise.measure,
        reporting=promise.reporting,
        scale=SCALE if promise.measure == "ordinal" else (),
        disaggregation=("sex",) if promise.parts else (),
        verification="Files of the national offices",
        targets=tuple(_targets(promise, months)),
        values=tuple(_values(promise, months, rng)),
    )


def _targets(promise: Promise, months: Months) -> list[TargetForm]:
    known = at(months.first(1) if promise.known else months.day(RECORDED_LATE, 20))
    made = [
        TargetForm(
            kind="baseline", on=months.first(1), recorded=known, **_content(promise, Decimal(0))
        ),
        TargetForm(
            kind="end",
            on=months.last(PLANNED_MONTHS),
            recorded=at(months.first(1)),
            **_content(promise, Decimal(1)),
        ),
    ]
    if promise.measure in ("number", "percentage") and promise.direction != "stay":
        for month, share in ((12, "0.30"), (24, "0.65")):
            milestone = TargetForm(
                kind="milestone",
                on=months.last(month),
                period_from=months.first(1) if promise.reporting != "level" else None,
                recorded=at(months.first(1)),
                **_content(promise, Decimal(share)),
            )
            made.append(milestone)
    return made


def _values(promise: Promise, months: Months, rng: Random) -> list[ValueForm]:
    """Quarterly values: from the first quarter where followed, else from the new leadership on."""
    since = 4 if promise.followed else RECORDED_LATE + 1
    made: list[ValueForm] = []
    before = Decimal(0)
    for month in QUARTERS:
        if month < since:
            continue
        jitter = Decimal(rng.randint(-8, 8)) / 1000
        share = max(before, min(work_share(month) + jitter, Decimal(1)))
        recorded = at(months.first(month + 1)).replace(day=rng.randint(18, 27))
        shared: dict[str, object] = {
            "on": months.last(month),
            "period_from": months.first(month - 2),
            "recorded": recorded,
        }
        if promise.reporting == "increment":
            made.extend(_increments(promise, before, share, shared))
        else:
            made.append(ValueForm(**shared, **_content(promise, share)))
        before = share
    return made


def _increments(
    promise: Promise, before: Decimal, share: Decimal, shared: dict[str, object]
) -> list[ValueForm]:
    whole = Decimal(promise.end)
    total = (whole * share).quantize(Decimal(1)) - (whole * before).quantize(Decimal(1))
    women = (total * Decimal("0.42")).quantize(Decimal(1))
    parts = {"women": women, "men": total - women}
    return [
        ValueForm(**shared, value=total),
        *(ValueForm(**shared, value=parts[part], disaggregation=part) for part in promise.parts),
    ]


def _content(promise: Promise, share: Decimal) -> dict[str, object]:
    """What an indicator says when a share of its way is gone."""
    match promise.measure:
        case "ordinal":
            return {"text": SCALE[int(share * (len(SCALE) - 1))]}
        case "text":
            done = share >= Decimal("0.8")
            return {"text": promise.end if done else promise.base}
        case "yes_no":
            return {"value": Decimal(1 if share >= Decimal("0.6") else 0)}
    base, end = Decimal(promise.base), Decimal(promise.end)
    value = (base + (end - base) * share).quantize(Decimal(1))
    if promise.measure == "percentage":
        return {"numerator": value * 2, "denominator": Decimal(200)}
    return {"value": value}
