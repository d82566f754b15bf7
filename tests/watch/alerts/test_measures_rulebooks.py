"""Headings that drift, spending without papers, equipment and tax left near the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.making import END, START, dated, entry, phase, project, terms
from tests.watch.alerts.judging import findings, one

from sapar.ground.kernel import Verdict
from sapar.money.agreements.facts import SpecialConditionFact
from sapar.money.budget.facts import LineFact, VersionFact
from sapar.money.ledger.facts import AssetFact, EntryDocumentFact, TransferFact

DAY = timedelta(days=1)
LATER = START + 200 * DAY
LIMIT = END - 60 * DAY
AGREEMENT = terms().agreement


def version(number: int, on: date, kind: str = "unilateral", **amounts: int) -> VersionFact:
    lines = tuple(
        LineFact(name[1:], f"{name[1:]}.1", "T", Decimal(amount), "EUR")
        for name, amount in amounts.items()
    )
    return VersionFact(AGREEMENT, number, kind, lines, dated(on))


def budget(change: int):
    return [
        version(1, START, "original", h1=100_000, h2=900_000),
        version(2, START + 9 * DAY, h1=100_000 + change, h2=900_000 - change),
    ]


def condition(red: str, on: date) -> SpecialConditionFact:
    return SpecialConditionFact(
        AGREEMENT, "eu.budget.heading_variation", "Agreed", "Letter", "", on,
        None, Decimal(red), None, "", "unverified", dated(on),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "verdict"),
    [(20_000, "clear"), (20_001, "amber"), (-25_000, "amber"), (-25_001, "red")],
)
def test_a_heading_is_amber_from_four_fifths_of_what_is_allowed(change: int, verdict: str) -> None:
    facts = project(terms=[terms("eu_grant_2013")], versions=budget(change))
    (first, second) = findings("heading_drift", facts, LATER)
    assert (first.subject, first.verdict) == ("1", verdict)
    assert second.verdict is Verdict.CLEAR


def test_an_addendum_or_a_special_condition_closes_it() -> None:
    facts = project(terms=[terms("eu_grant_2013")], versions=budget(26_000))
    agreed = project(
        terms=[terms("eu_grant_2013")],
        versions=budget(26_000),
        special=[condition("0.5", LATER)],
    )
    reset = project(
        terms=[terms("eu_grant_2013")],
        versions=[*budget(26_000), version(3, LATER, "addendum", h1=126_000, h2=874_000)],
    )
    assert findings("heading_drift", facts, LATER)[0].verdict is Verdict.RED
    assert findings("heading_drift", agreed, LATER)[0].verdict is Verdict.CLEAR
    assert findings("heading_drift", agreed, LATER - DAY)[0].verdict is Verdict.RED
    assert findings("heading_drift", reset, LATER) == []


def test_no_budget_no_drift_and_nothing_after_the_end() -> None:
    assert findings("heading_drift", project(terms=[terms()]), LATER) == []
    facts = project(terms=[terms()], versions=budget(90_000))
    assert findings("heading_drift", facts, END + DAY) == []


def spending(*papers: bool, amount: int = 100):
    return [
        replace(entry(amount, START + n * DAY), documented=paper, reference=f"E-{n}")
        for n, paper in enumerate(papers)
    ]


def test_spending_without_papers_is_measured_by_value() -> None:
    rows = spending(*[True] * 19, False)
    assert one("evidence_gap", project(entries=rows), LATER).verdict is Verdict.CLEAR
    more = [*rows, *spending(False, amount=10)]
    found = one("evidence_gap", project(entries=more), LATER)
    assert (found.verdict, found.inputs["entries"]) == (Verdict.AMBER, 2)
    much = [*rows, *spending(False, amount=200)]
    assert one("evidence_gap", project(entries=much), LATER).verdict is Verdict.RED


def test_a_paper_kept_beside_the_ledger_counts_from_the_day_it_was_found() -> None:
    rows = spending(True, False)
    paper = EntryDocumentFact("E-1", dated(LATER))
    facts = project(entries=rows, entry_documents=[paper])
    assert one("evidence_gap", facts, LATER).value == 0
    assert one("evidence_gap", facts, LATER - DAY).value == Decimal("0.5")


def test_flat_rates_and_what_is_not_claimed_need_no_paper() -> None:
    flat = [replace(row, category="indirect") for row in spending(False)]
    unclaimed = [replace(row, eligible=False) for row in spending(False)]
    facts = project(entries=[*spending(True), *flat, *unclaimed])
    assert one("evidence_gap", facts, LATER).value == 0


def test_a_ledger_that_names_no_paper_at_all_cannot_be_judged() -> None:
    facts = project(entries=spending(False, False))
    found = one("evidence_gap", facts, LATER)
    assert found.missing == ("the documents that justify the spending",)
    assert findings("evidence_gap", replace(facts, imported=True), LATER) == []
    assert findings("evidence_gap", facts, START + 89 * DAY) == []
    closed = replace(facts, phases=(phase("closed", LATER),))
    assert findings("evidence_gap", closed, LATER) == []


def test_papers_in_two_currencies_need_a_rate() -> None:
    rows = [*spending(True, False), replace(entry(5, START, currency="USD"), documented=True)]
    found = one("evidence_gap", project(entries=rows), LATER)
    assert found.missing == ("a rate between EUR and USD",)


def asset(code: str = "A-1") -> AssetFact:
    return AssetFact(code, "Computer", Decimal(900), "EUR", START)


def taxed(status: str):
    return replace(entry(112, START), vat_status=status, vat_amount=Decimal(12))


def test_equipment_and_tax_are_asked_after_from_sixty_days_before_the_end() -> None:
    facts = project(assets=[asset(), asset("A-2")], entries=[taxed("claimed"), taxed("refused")])
    assert findings("assets_vat", facts, LIMIT - DAY) == []
    found = one("assets_vat", facts, LIMIT)
    assert (found.verdict, found.value, found.inputs["tax"]) == (Verdict.RED, 3, 12)
    assert found.inputs["names"] == "A-1, A-2"


def test_a_plan_of_transfer_and_an_answer_close_it() -> None:
    moved = TransferFact("A-1", "planned", dated(LIMIT))
    facts = project(assets=[asset()], transfers=[moved], entries=[taxed("not_recoverable")])
    assert one("assets_vat", facts, LIMIT).verdict is Verdict.CLEAR
    assert findings("assets_vat", project(), LIMIT) == []


def test_without_an_end_it_cannot_be_said_when_things_must_be_settled() -> None:
    facts = project(periods=(), assets=[asset()])
    assert one("assets_vat", facts, LIMIT).missing == ("the end of the project",)
