"""Questions to one side of a comparison, answered from its rules and the draft's numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Verdict
from sapar.ground.rulebook import Decision, Kind, Unit, decide
from sapar.ground.rulebook.evaluation import verdict_of
from sapar.money.agreements.rules.days import due_date
from sapar.money.agreements.rules.draft import DraftBudget, PlannedPurchase
from sapar.money.agreements.rules.headings import heading_drift
from sapar.money.agreements.rules.instalments import consumption_of_instalment
from sapar.money.agreements.rules.sides import Side

NOUGHT = Decimal(0)
EURO = "amounts in euro, in which this rule counts"


def lacking(draft: DraftBudget, *fields: str) -> tuple[str, ...]:
    """Those of some fields that the draft leaves out."""
    return tuple(name for name in fields if getattr(draft, name) is None)


def counts_commitments(side: Side) -> bool | None:
    """Whether legal commitments count as spending on this side; None where it does not say."""
    if test := side.first(Kind.THRESHOLD):
        return test[0].calculation == "consumption_with_commitments"
    return None if side.method() is None else side.method() == "obligations"


def consumption_test(side: Side, draft: DraftBudget) -> str:
    """How the side's test of consumption comes out, in a word; nothing where it has none."""
    test = side.first(Kind.THRESHOLD)
    if test is None or draft.spent is None or draft.committed is None:
        return ""
    if draft.eu_rate is None or draft.first_instalment is None:
        return ""
    spent = draft.spent + (draft.committed if counts_commitments(side) else NOUGHT)
    share = consumption_of_instalment(draft.eu_rate, [draft.first_instalment], spent)
    assert share is not None, "the instalment is above 0"
    failed = verdict_of(test[0], share, test[1])[0] is Verdict.RED
    return "fails" if failed else "passes"


def held_back(side: Side) -> Decimal | None:
    """The share that is paid only after the final report; nothing where cash comes first."""
    share = side.number(Unit.SHARE)
    if share is not None:
        return 1 - share
    return NOUGHT if side.method() == "cash_in_hand" else None


def days_to_balance(side: Side, draft: DraftBudget) -> tuple[int | None, tuple[str, ...]]:
    """Days from the end to the payment of the balance, without the time for approval."""
    due = report_due_on(side, draft)
    if due is None or draft.ends_on is None:
        return None, (*lacking(draft, "ends_on"), *side.unanswered())
    return (due - draft.ends_on).days + int(side.number(Unit.DAYS) or 0), ()


def report_due_on(side: Side, draft: DraftBudget) -> date | None:
    """The day the final report is due; None where the side, or the draft, sets none."""
    months = side.number(Unit.MONTHS)
    if months is None or draft.ends_on is None:
        return None
    return due_date(draft.ends_on, months=months)


def breaks_heading(side: Side, base: Decimal, change: Decimal) -> bool:
    """Whether a change of a heading passes the limit of this side; never, where it has none."""
    limit = side.first(Kind.THRESHOLD)
    drift = heading_drift(base, [change])
    if limit is None or drift is None:
        return False
    return verdict_of(limit[0], drift, limit[1])[0] is Verdict.RED


def claims_interest(side: Side, draft: DraftBudget) -> tuple[bool | None, list[str]]:
    """Whether the donor may claim interest on the first instalment, or what is lacking to say."""
    if side.method():
        return side.method() == "claimable_by_donor", []
    ceiling = side.number(Unit.AMOUNT)
    if ceiling is None:
        return None, list(side.unanswered())
    if draft.currency != "EUR":
        return None, [EURO]
    if draft.first_instalment is None:
        return None, ["first_instalment"]
    return draft.first_instalment > ceiling, []


def checks_asked(side: Side, draft: DraftBudget) -> tuple[set[str], list[str]]:
    """The checks from outside a side asks for, beyond the organisation's own auditor."""
    checks = {side.method() or ""} - {"", "external_auditor_alone"}
    for rule in side.rules:
        asked = side.found.get(rule.id)
        if rule.kind is not Kind.OBLIGATION or asked is None:
            continue
        if draft.currency != "EUR":
            return checks, [EURO]
        if draft.contribution is None:
            return checks, ["grant, or total and eu_rate"]
        given = {"grant": draft.contribution}
        if all(c.met_by(given.get(name), given) for name, c in asked.needed_when.items()):
            checks.add(rule.id)
    return checks, [] if side.rules else list(side.unanswered())


def decided_by(side: Side, case: dict[str, object]) -> Decision | None:
    """The first table of a side decides a case by the inputs it asks for; None without a table."""
    table = side.first(Kind.TABLE)
    if table is None:
        return None
    given = {name: case[name] for name in table[0].inputs if name in case}
    return decide(table[0], given, dates=side.dates, on=side.on)


def sets_procedures(side: Side) -> bool:
    """Whether the side sets procedures by kind and value of a contract."""
    return any(rule.kind is Kind.TABLE and rule.chosen for rule in side.rules)


def procedure_asked(side: Side, purchase: PlannedPurchase) -> Decision:
    """The procedure a side asks for; by its own rules where it sets no thresholds."""
    case: dict[str, object] = {"type": purchase.type, "value": purchase.value}
    for rule in side.rules:
        if rule.kind is Kind.TABLE and rule.chosen:
            given = {name: case[name] for name in rule.inputs if name in case}
            return decide(rule, given, dates=side.dates, on=side.on)
    found = side.first(Kind.PARAMETER, Unit.METHOD)
    assert found is not None, "a side without a table was found to have a method"
    return Decision(found[0].id, str(found[1].value), "", found[1].clause)
