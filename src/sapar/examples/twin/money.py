"""The twin's agreement: terms, rulebooks, reports, treatments, and the plan of spending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from sapar.examples.twin import budget
from sapar.examples.twin.months import (
    MONTHS,
    PLANNED_MONTHS,
    Months,
    at,
    extended_on,
    planned_share,
    signature,
)
from sapar.exchange.projectfiles.schema.money import (
    AgreementForm,
    AmendmentRequestForm,
    ConflictTreatmentForm,
    PackForm,
    ReportDueForm,
    SpendingForm,
    TermsForm,
)
from sapar.ground.rulebook.conflicts import load_conflicts

GRANT = Decimal(1_300_000)
EU_RATE = Decimal("0.80")
WHOLE = GRANT / EU_RATE
"""All eligible costs of the project: the grant pays 80 % of them."""
CENT = Decimal("0.01")

REPORTS = ((1, 6), (1, 12), (13, 18), (13, 24), (25, 36))
"""First and last month of the period of each interim report that the agreement asks for."""
TREATED = 33
"""The month in which most conflicts between the rulebooks were treated."""
STILL_OPEN = ("exchange_rate", "arrears")


def agreement(code: str, months: Months, mode: str) -> AgreementForm:
    """A grant under two rulebooks at once, extended by three months near its end."""
    return AgreementForm(
        code=f"{code}-GRANT",
        donor="fd",
        mode=mode,
        terms=tuple(_terms(months)),
        packs=tuple(
            PackForm(pack=pack, on=signature(months), recorded=at(signature(months)))
            for pack in ("eu_grant", "un_ilo")
        ),
        reports_due=tuple(_reports_due(months)),
        amendment_requests=(
            AmendmentRequestForm(
                on=months.day(33, 15),
                recorded=at(months.day(33, 15)),
                purpose="extension",
                asks="Three more months without more money, to finish what began late",
            ),
        ),
        amendments=budget.amendments(months),
        special_conditions=budget.special_conditions(months),
        conflict_treatments=tuple(_treatments(code, months)),
        headings=budget.headings(),
        own_lines=budget.own_lines(),
        budget_versions=budget.versions(months),
    )


def _terms(months: Months) -> Iterator[TermsForm]:
    signed = signature(months)
    first = TermsForm(
        on=signed,
        recorded=at(signed),
        signed_on=signed,
        starts_on=months.first(1),
        ends_on=months.last(PLANNED_MONTHS),
        amount=GRANT,
        eu_rate=EU_RATE,
    )
    yield first
    yield first.model_copy(
        update={
            "on": extended_on(months),
            "recorded": at(extended_on(months)),
            "ends_on": months.end,
        }
    )


def _reports_due(months: Months) -> Iterator[ReportDueForm]:
    known = at(signature(months))
    for first, last in REPORTS:
        yield ReportDueForm(
            kind="interim",
            on=months.last(last) + timedelta(days=60),
            recorded=known,
            period_from=months.first(first),
            period_to=months.last(last),
        )
    shared = {"kind": "final", "period_from": months.first(1)}
    yield ReportDueForm(
        id="final report",
        on=months.last(PLANNED_MONTHS + 6),
        recorded=known,
        period_to=months.last(PLANNED_MONTHS),
        **shared,
    )
    yield ReportDueForm(
        supersedes="final report",
        on=months.last(MONTHS + 6),
        recorded=at(extended_on(months)),
        period_to=months.end,
        **shared,
    )


def _treatments(code: str, months: Months) -> Iterator[ConflictTreatmentForm]:
    ways = ("stricter", "ring_fence", "derogation", "other_funding")
    for number, topic in enumerate(load_conflicts()):
        month = TREATED + 2 if topic.id in STILL_OPEN else TREATED - number % 2
        day = months.day(month, 4 + number)
        yield ConflictTreatmentForm(
            on=day,
            recorded=at(day),
            topic=topic.id,
            treatment=ways[number % len(ways)],
            owner=f"{code}-FIN",
            note="Agreed between finance at headquarters and the donor's delegation",
        )


def planned_spending(months: Months) -> tuple[SpendingForm, ...]:
    """Spending as first planned, month by month, and the last months as the extension moved it."""
    made = []
    for month in range(1, PLANNED_MONTHS + 1):
        moved = month > PLANNED_MONTHS - 2
        made.append(
            _plan(
                months,
                month,
                WHOLE * (planned_share(month) - planned_share(month - 1)),
                id=f"plan {month}" if moved else None,
            )
        )
    left = WHOLE * (1 - planned_share(PLANNED_MONTHS - 2))
    tail = range(PLANNED_MONTHS - 1, MONTHS + 1)
    recorded = at(extended_on(months))
    for month in tail:
        old = f"plan {month}" if month <= PLANNED_MONTHS else None
        made.append(_plan(months, month, left / len(tail), supersedes=old, recorded=recorded))
    return tuple(made)


def _plan(months: Months, month: int, amount: Decimal, **stamp: object) -> SpendingForm:
    stamp.setdefault("recorded", at(months.first(1)))
    return SpendingForm(
        on=months.first(month), period_to=months.last(month), amount=_cents(amount), **stamp
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
