"""The money of a project file: what it may say, what it refuses, and what becomes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.exchange.projectfiles.small_file import SMALL

from sapar.exchange.projectfiles.actions import load_project
from sapar.exchange.projectfiles.reading import read_project_text
from sapar.ground.kernel import InvalidInput
from sapar.ground.record.actions import Actor
from sapar.money.agreements.models import Amendment, SpecialCondition
from sapar.money.budget.models import BudgetAmount, BudgetVersion
from sapar.money.ledger.models import Asset, AssetTransfer, Contract, Entry, EntryDocument

BUDGET = """      - {code: "1", title: Staff}
      - {code: "2", title: Travel}
    own_lines:
      - {code: "11.01", title: Experts, heading: "1"}
    amendments:
      - {number: 1, kind: addendum, on: 2009-02-10, signed_on: 2009-02-10, what: More travel}
    special_conditions:
      - rule: eu.budget.heading_variation
        label: A fifth
        document: Letter
        signed_on: 2009-01-15
        red: 0.20
    budget_versions:
      - number: 1
        kind: original
        on: 2008-02-15
        lines:
          - {heading: "1", line: 1.1.1, title: Adviser, unit: month, units: 12, unit_cost: 500}
          - {heading: "2", line: 2.1.1, title: Flights, amount: 4000.50}
      - number: 2
        kind: addendum
        amendment: 1
        on: 2009-02-10
        lines:
          - {heading: "1", line: 1.1.1, title: Adviser, unit: month, units: 10, unit_cost: 500}
          - {heading: "2", line: 2.1.1, title: Flights, amount: 5000.50}
"""
MOVED = """contracts:
  - {code: K-1, on: 2008-05-01, title: Study, kind: services, supplier: S, amount: 900}
ledger:
  - kind: expenditure
    on: 2008-05-10
    amount: 10.25
    own_line: "11.01"
    reference: E-1
    contract: K-1
    category: evaluation
    vat_status: refused
    vat_amount: 1.05
entry_documents:
  - {entry_reference: E-1, kind: invoice, kept_at: Binder 3}
assets:
  - code: A-1
    title: Computer
    amount: 800
    bought_on: 2008-06-01
    transfers:
      - {state: transferred, receiver: fund, certificate: T-1, on: 2009-03-01}
"""
RICH = SMALL.replace('      - {code: "1", title: Staff}\n', BUDGET).replace(
    'ledger:\n  - {kind: expenditure, on: 2008-05-10, amount: 10.25, heading: "1", activity: A1}\n',
    MOVED,
)


def refusal(old: str, new: str) -> str:
    assert RICH.count(old), old
    with pytest.raises(InvalidInput) as refused:
        read_project_text(RICH.replace(old, new, 1), "rich.yaml")
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("units: 12", "units: -12", "lines.0.units", "greater than or equal to 0"),
        ("units: 12", "units: 12, amount: 1", "lines.0.amount", "12 times 500 is 6000"),
        (", unit_cost: 500", "", "lines.0.units", "belong together"),
        ("amount: 4000.50", "unit: x", "lines.1.amount", "give units and unit_cost"),
        ("line: 1.1.1", "line: 2.1.1", "lines.0.line", "does not stand below '1'"),
        ('heading: "2", line', 'heading: "7", line', "lines.1.line", "does not stand below '7'"),
        ("line: 2.1.1, title: Flights", 'line: "2", title: F, currency: XXU', "currency", "XXU"),
        ("number: 2", "number: 1", "budget_versions.1.number", "stands twice"),
        ("amendment: 1", "amendment: 3", "budget_versions.1.amendment", "no amendment 3"),
        (", signed_on: 2009-02-10", "", "amendments.0.signed_on", "day of its last signature"),
        ("heading_variation", "heading_variety", "special_conditions.0.rule", "Did you mean"),
        ("red: 0.20", "value: 2\n        red: 0.2", "special_conditions.0.value", "exactly one"),
        ("red: 0.20", "amber: 0.20", "special_conditions.0.value", "exactly one"),
        ('heading: "1"}', 'heading: "3"}', "own_lines.0.heading", "not among the headings"),
        ('own_line: "11.01"', 'own_line: "11.02"', "ledger.0.own_line", "not among the own lines"),
        ('own_line: "11.01"', 'own_line: "11.01"\n    heading: "2"', "ledger.0.own_line", "'1'"),
        ("contract: K-1", "contract: K-2", "ledger.0.contract", "Did you mean 'K-1'?"),
        ("vat_status: refused\n", "country: KG\n", "ledger.0.vat_status", "what became of it"),
        ("category: evaluation", "category: audit", "ledger.0.category", "expenditure_verif"),
        ("entry_reference: E-1", "entry_reference: E-2", "entry_reference", "no entry carries"),
        ("receiver: fund", "receiver: fond", "transfers.0.receiver", "Did you mean 'fund'?"),
        ("state: transferred", "state: lost", "transfers.0.state", "planned"),
    ],
)
def test_what_money_cannot_be_is_refused_with_file_line_and_field(
    old: str, new: str, field: str, says: str
) -> None:
    told = refusal(old, new)
    assert "rich.yaml" in told
    assert "line " in told
    assert field in told
    assert says in told


def test_two_currencies_under_one_heading_are_refused() -> None:
    more = '          - {heading: "2", line: 2.1.2, title: T, amount: 1, currency: USD}\n'
    told = refusal("      - number: 2\n", more + "      - number: 2\n")
    assert "lines.2.currency" in told
    assert "heading '2' is in EUR; USD cannot be added to it" in told


def test_a_contract_corrected_by_a_later_fact_keeps_its_code() -> None:
    again = (
        "  - {code: K-1, supersedes: k, on: 2008-05-01, recorded: 2009-05-01, title: Study, "
        "kind: services, supplier: S, amount: 950}\nledger:\n"
    )
    first = RICH.replace("{code: K-1, on", "{id: k, recorded: 2008-05-02, code: K-1, on")
    file = read_project_text(first.replace("ledger:\n", again), "rich.yaml")
    assert [contract.amount for contract in file.contracts] == [900, 950]
    with pytest.raises(InvalidInput, match="'K-1' stands twice"):
        read_project_text(first.replace("ledger:\n", again.replace("supersedes: k, ", "")), "x")


@pytest.mark.django_db
def test_all_of_it_comes_on_record_bound_together() -> None:
    load_project(read_project_text(RICH, "rich.yaml"), by=Actor("test"))
    first, second = BudgetVersion.objects.order_by("number")
    assert (first.kind, second.kind, second.amendment) == (
        "original",
        "addendum",
        Amendment.objects.get(),
    )
    lines = {
        (line.version.number, line.line): (line.amount, line.heading.code, line.effective_on)
        for line in BudgetAmount.objects.select_related("version", "heading")
    }
    assert lines == {
        (1, "1.1.1"): (6000, "1", date(2008, 2, 15)),
        (1, "2.1.1"): (Decimal("4000.5"), "2", date(2008, 2, 15)),
        (2, "1.1.1"): (5000, "1", date(2009, 2, 10)),
        (2, "2.1.1"): (Decimal("5000.5"), "2", date(2009, 2, 10)),
    }
    entry = Entry.objects.get()
    assert entry.own_line is not None
    assert entry.heading == entry.own_line.heading
    assert (entry.contract, entry.vat_status, entry.vat_amount, entry.category) == (
        Contract.objects.get().code,
        "refused",
        Decimal("1.05"),
        "evaluation",
    )
    assert EntryDocument.objects.get().entry_reference == entry.reference
    assert SpecialCondition.objects.get().status == "unverified"
    transfer = AssetTransfer.objects.get()
    assert (transfer.asset, transfer.certificate) == (Asset.objects.get(), "T-1")
    assert transfer.receiver is not None
    assert transfer.receiver.code == "fund"
