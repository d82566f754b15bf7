"""The twin's budget: the donor's headings, three versions of their lines, the own lines beside."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sapar.examples.twin.months import Months, at, extended_on, signature
from sapar.examples.twin.tables import table
from sapar.exchange.projectfiles.schema.money import (
    AmendmentForm,
    BudgetVersionForm,
    HeadingForm,
    LineForm,
    OwnLineForm,
    SpecialConditionForm,
)

HEADINGS = (
    ("1", "Human resources"),
    ("2", "Travel"),
    ("3", "Equipment and supplies"),
    ("4", "Local office"),
    ("5", "Other costs, services"),
    ("6", "Other: meetings and training"),
    ("8", "Indirect costs"),
    ("10", "Contingency reserve"),
    ("12", "Taxes"),
)

OWN_LINES = (
    ("11.01", "1", "International experts"),
    ("13.01", "1", "Administrative support"),
    ("33.01", "1", "Allowances of participants"),
    ("15.01", "2", "Official travel"),
    ("15.02", "2", "Travel within a country"),
    ("41.01", "3", "Equipment"),
    ("51.01", "4", "Operation of offices"),
    ("21.01", "5", "Subcontracts for studies"),
    ("52.01", "5", "Reporting and publications"),
    ("16.01", "5", "Evaluation and verification"),
    ("32.01", "6", "Meetings and seminars"),
    ("68.01", "8", "Programme support"),
    ("81.01", "10", "Provision for cost increase"),
    ("53.01", "12", "Sundries: taxes"),
)
"""The organisation's codes and titles, and the donor's heading that each falls under."""

CHANGED_BY_NOTICE = (16, 1)
"""Month and day from which money stands under other headings by notice alone (June 2009)."""
DEROGATION = (33, 10)
"""Month and day on which the donor agreed to a wider limit (November 2010)."""


def headings() -> tuple[HeadingForm, ...]:
    """The donor's headings; what stands under them is in the versions."""
    return tuple(HeadingForm(code=code, title=title) for code, title in HEADINGS)


def own_lines() -> tuple[OwnLineForm, ...]:
    """The organisation's lines, each under one heading of the donor."""
    return tuple(OwnLineForm(code=c, heading=h, title=t) for c, h, t in OWN_LINES)


def versions(months: Months) -> tuple[BudgetVersionForm, ...]:
    """As signed, changed by notice in the second year, and by an addendum near the end."""
    days = (signature(months), months.day(*CHANGED_BY_NOTICE), extended_on(months))
    kinds = ("original", "unilateral", "addendum")
    return tuple(
        BudgetVersionForm(
            number=number,
            kind=kind,
            amendment=number - 1 or None,
            on=day,
            recorded=at(day),
            lines=tuple(_lines(number)),
        )
        for number, (day, kind) in enumerate(zip(days, kinds, strict=True), 1)
    )


def _lines(number: int) -> Iterator[LineForm]:
    for row in table("budget.csv"):
        yield LineForm(
            heading=row["heading"],
            line=row["line"],
            title=row["title"],
            unit=row["unit"],
            units=Decimal(row[f"units_{number}"]),
            unit_cost=Decimal(row[f"cost_{number}"]),
        )


def amendments(months: Months) -> tuple[AmendmentForm, ...]:
    """One change by notice in the second year, one addendum that also extends the project."""
    notice, addendum = months.day(*CHANGED_BY_NOTICE), extended_on(months)
    return (
        AmendmentForm(
            number=1,
            kind="unilateral",
            on=notice,
            recorded=at(notice),
            what="Rent saved in the local offices goes to equipment and training",
        ),
        AmendmentForm(
            number=2,
            kind="addendum",
            on=addendum,
            recorded=at(addendum),
            signed_on=addendum,
            what="Three more months without more money, and new amounts under six headings",
        ),
    )


def special_conditions(months: Months) -> tuple[SpecialConditionForm, ...]:
    """The derogation that was agreed on moving money between headings."""
    day = months.day(*DEROGATION)
    return (
        SpecialConditionForm(
            on=day,
            recorded=at(day),
            rule="eu.budget.heading_variation",
            label="A heading may move by a fifth",
            document="Exchange of letters with the donor's delegation (fictional)",
            clause="point 2",
            signed_on=day,
            amber=Decimal("0.16"),
            red=Decimal("0.20"),
        ),
    )
