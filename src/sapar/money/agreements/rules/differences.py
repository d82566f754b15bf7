"""What the numbers of a draft make of each topic on which two rulebooks disagree.

One function for each topic of the conflict register. Each takes the two sides and the draft; it
computes what can be computed and names the inputs that are lacking.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sapar.ground.kernel import Money
from sapar.ground.rulebook import Kind, Unit
from sapar.money.agreements.rules.answers import (
    EURO,
    NOUGHT,
    breaks_heading,
    checks_asked,
    claims_interest,
    consumption_test,
    counts_commitments,
    days_to_balance,
    decided_by,
    held_back,
    lacking,
    procedure_asked,
    report_due_on,
    sets_procedures,
)
from sapar.money.agreements.rules.draft import DraftBudget
from sapar.money.agreements.rules.headings import indirect_ceiling, support_cost
from sapar.money.agreements.rules.sides import Side

OUTSIDE = frozenset({"borne_by_beneficiary", "borne_by_organisation"})


@dataclass(frozen=True, slots=True)
class Difference:
    """Whether two sides differ, by how much, and what is lacking to say so or to say more."""

    differs: bool | None = None
    amount: Money | None = None
    days: int | None = None
    says: str = ""
    missing: tuple[str, ...] = ()


def exchange_rate(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """All of the total is spent at the rate of one side and reported at the rate of the other."""
    first, second = a.method(), b.method()
    if not (first and second):
        return _untold(a, b)
    if first == second:
        return Difference(False, _money(draft, NOUGHT), says="Both use the same rate.")
    missing = lacking(draft, "total") + tuple(
        f"rates.{name}" for name in (first, second) if name not in draft.rates
    )
    if missing or draft.total is None:
        return Difference(True, says="The two use different rates.", missing=missing)
    reported = draft.total * draft.rates[first] / draft.rates[second]
    gap = _money(draft, abs(draft.total - reported))
    spent, other = _money(draft, draft.total), _money(draft, reported)
    says = f"Spent in full at one rate, {spent} is {other} at the other."
    return Difference(True, gap, says=says)


def exchange_loss(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """A loss that one side takes into the project and the other does not needs other funds."""
    first, second = a.method(), b.method()
    if not (first and second):
        return _untold(a, b)
    if first == second or {first, second} <= OUTSIDE:
        return Difference(False, _money(draft, NOUGHT), says="Both treat a loss alike.")
    says = "A loss counts on one side only and needs other funds."
    return _amount(draft, draft.exchange_loss, "exchange_loss", says)


def indirect_costs(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """The overheads that one side charges and the other does not pay are a shortfall.

    Without direct costs they are taken from the total, which holds overheads at the lower share.
    """
    first, second = a.number(Unit.SHARE), b.number(Unit.SHARE)
    if first is None or second is None:
        return _untold(a, b)
    direct = draft.direct_costs
    if direct is None and draft.total is not None:
        direct = draft.total / (1 + min(first, second))
    if direct is None:
        return Difference(first != second, missing=("direct_costs or total",))
    charged = support_cost(direct, max(first, second))
    paid = indirect_ceiling(direct, min(first, second))
    if first == second:
        return Difference(False, _money(draft, NOUGHT), says="Both reckon the same share.")
    says = f"{_money(draft, charged)} at the higher share, {_money(draft, paid)} at the lower."
    return Difference(True, _money(draft, charged - paid), says=says)


def commitments(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """The same spending may pass on the side that counts commitments, and fail on the other."""
    tests = [consumption_test(side, draft) for side in (a, b)]
    counted = [counts_commitments(side) for side in (a, b)]
    if None in counted:
        return _untold(a, b)
    told = "; ".join(
        f"{side.pack}: {test}" for side, test in zip((a, b), tests, strict=True) if test
    )
    fields = ("eu_rate", "first_instalment", "spent", "committed")
    if any(side.first(Kind.THRESHOLD) for side in (a, b)) and lacking(draft, *fields):
        return Difference(counted[0] != counted[1], missing=lacking(draft, *fields))
    if all(tests):
        return Difference(tests[0] != tests[1], says=told)
    return Difference(counted[0] != counted[1], says=told, missing=lacking(draft, "committed"))


def eligibility_window(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """Days after the end in which one side still posts costs that no longer count on the other."""
    windows = [side.first(Kind.THRESHOLD) for side in (a, b)]
    if not all(window or side.method() for window, side in zip(windows, (a, b), strict=True)):
        return _untold(a, b)
    if all(windows) or not any(windows):
        return Difference(False, days=0, says="Both count costs by the same days.")
    missing = lacking(draft, "ends_on", "account_closes_on")
    if draft.ends_on is None or draft.account_closes_on is None:
        return Difference(True, says="One side counts the day a cost arose.", missing=missing)
    days = max((draft.account_closes_on - draft.ends_on).days, 0)
    return Difference(
        True,
        days=days,
        says="Days of posting after the end, for which the day a cost arose must be on record.",
    )


def arrears(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """What is paid only after approval of the final report must be advanced by the organisation.

    The days run from the end to the report and its payment; the time for approval comes on top.
    """
    held = [held_back(side) for side in (a, b)]
    first, second = held
    if first is None or second is None:
        return _untold(a, b)
    missing = () if draft.contribution is not None else ("grant, or total and eu_rate",)
    days, open_ = days_to_balance(a if first > second else b, draft)
    if first == second:
        return Difference(False, _money(draft, NOUGHT), says="Both advance the same share.")
    says = f"{abs(first - second):.0%} of the contribution is paid only after the final report."
    amount = None
    if draft.contribution is not None:
        amount = _money(draft, abs(first - second) * draft.contribution)
    return Difference(True, amount, days, says, (*missing, *open_))


def budget_flexibility(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """A heading that one side lets move, and the other does not, needs an agreed change."""
    limits = [side.first(Kind.THRESHOLD) for side in (a, b)]
    if not all(limit or side.method() for limit, side in zip(limits, (a, b), strict=True)):
        return _untold(a, b)
    if not draft.headings:
        reds = [limit[1].red if limit else None for limit in limits]
        return Difference(reds[0] != reds[1], missing=("headings",))
    apart = []
    for heading in draft.headings:
        broken = [breaks_heading(side, heading.amount, heading.change) for side in (a, b)]
        if broken[0] != broken[1]:
            apart.append(heading)
    moved = sum((abs(heading.change) for heading in apart), NOUGHT)
    codes = ", ".join(heading.code for heading in apart) or "none"
    says = f"Headings whose change passes on one side only: {codes}."
    return Difference(bool(apart), _money(draft, moved), says=says)


def interest(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """Interest on advances that one side keeps and the other may claim."""
    claims, missing = [], []
    for side in (a, b):
        claimed, open_ = claims_interest(side, draft)
        claims.append(claimed)
        missing += open_
    if None in claims:
        return Difference(missing=tuple(missing))
    if claims[0] == claims[1]:
        return Difference(False, _money(draft, NOUGHT), says="Both treat interest alike.")
    return _amount(draft, draft.interest, "interest", "One side may claim the interest.")


def verification(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """Whether one side asks for a check from outside that the other does not know."""
    asked, missing = [], []
    for side in (a, b):
        checks, open_ = checks_asked(side, draft)
        asked.append(checks)
        missing += open_
    if missing:
        return Difference(missing=tuple(missing))
    told = " against ".join(", ".join(sorted(checks)) or "nothing more" for checks in asked)
    return Difference(asked[0] != asked[1], says=f"Checks from outside: {told}.".replace("_", " "))


def value_added_tax(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """Tax that the organisation expects to get back, and the donor does not pay."""
    tables = [side.first(Kind.TABLE) for side in (a, b)]
    if not all(table or side.method() for table, side in zip(tables, (a, b), strict=True)):
        return _untold(a, b)
    if not any(tables):
        return Difference(a.method() != b.method(), says="Neither side asks for proof.")
    if draft.vat is None:
        return Difference(missing=("vat",))
    tax = draft.vat.model_dump(exclude={"amount"})
    paid, told = [], []
    missing: tuple[str, ...] = ()
    for side in (a, b):
        decision = decided_by(side, tax)
        paid.append(decision is None or decision.outcome in ("eligible", "not_charged"))
        if decision:
            missing += decision.missing
            told.append(f"{side.pack}: {decision.consequence}")
    if missing:
        return Difference(missing=missing)
    differs = paid[0] != paid[1]
    amount = draft.vat.amount if differs else NOUGHT
    return Difference(differs, _money(draft, amount), says=" ".join(told))


def assets(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """Assets that one side hands over with a certificate and the other keeps by its own rules."""
    handed = [side.first(Kind.OBLIGATION) for side in (a, b)]
    if not all(one or side.method() for one, side in zip(handed, (a, b), strict=True)):
        return _untold(a, b)
    differs = bool(handed[0]) is not bool(handed[1])
    if not draft.assets:
        return Difference(differs, missing=("assets",))
    value = sum((asset.value for asset in draft.assets), NOUGHT) if differs else NOUGHT
    says = f"{len(draft.assets)} assets need a certificate of transfer on one side only."
    return Difference(differs, _money(draft, value), says=says if differs else "")


def procurement(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """Planned contracts for which the two sides ask for different procedures."""
    if not all(sets_procedures(side) or side.method() for side in (a, b)):
        return _untold(a, b)
    if not any(sets_procedures(side) for side in (a, b)):
        return Difference(a.method() != b.method(), says="Neither side sets thresholds.")
    if not draft.purchases or draft.currency != "EUR":
        return Difference(missing=("purchases",) if draft.currency == "EUR" else (EURO,))
    apart, value = [], NOUGHT
    for purchase in draft.purchases:
        asked = [procedure_asked(side, purchase) for side in (a, b)]
        if missing := tuple(name for one in asked for name in one.missing):
            return Difference(missing=missing)
        if asked[0].outcome != asked[1].outcome:
            words = " against ".join(one.outcome.replace("_", " ") for one in asked)
            apart.append(f"{purchase.what}: {words}")
            value += purchase.value
    return Difference(bool(apart), _money(draft, value), says="; ".join(apart))


def reporting(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """Days between the two final reports; from the end of the project where one side sets none."""
    due = [report_due_on(side, draft) for side in (a, b)]
    told = [one for one in due if one]
    if draft.ends_on is None or not all(
        one or side.method() for one, side in zip(due, (a, b), strict=True)
    ):
        missing = (*lacking(draft, "ends_on"), *_unanswered(a, b))
        return Difference(None if not told else True, missing=missing)
    if not told:
        return Difference(a.method() != b.method(), says="Neither side sets a day.")
    base = min(told) if len(told) == 2 else draft.ends_on
    days = (max(told) - base).days
    says = f"The earliest final report is due on {min(told)}."
    return Difference(len(told) == 1 or days > 0, days=days, says=says)


def authority_chain(a: Side, b: Side, draft: DraftBudget) -> Difference:
    """The days that all offices take together, from request to payment."""
    if not (a.method() and b.method()):
        return _untold(a, b)
    differs = a.method() != b.method()
    if not draft.offices:
        return Difference(differs, missing=("offices",))
    slowest = max(draft.offices, key=lambda office: office.days)
    says = f"{len(draft.offices)} offices; {slowest.office} takes longest, {slowest.days} days."
    return Difference(differs, days=sum(office.days for office in draft.offices), says=says)


DIFFERENCES: dict[str, Callable[[Side, Side, DraftBudget], Difference]] = {
    function.__name__: function
    for function in (
        exchange_rate,
        exchange_loss,
        indirect_costs,
        commitments,
        eligibility_window,
        arrears,
        budget_flexibility,
        interest,
        verification,
        value_added_tax,
        assets,
        procurement,
        reporting,
        authority_chain,
    )
}
"""The function of each topic, by its id in the register."""


def _money(draft: DraftBudget, amount: Decimal) -> Money:
    return Money(amount, draft.currency)


def _unanswered(a: Side, b: Side) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*a.unanswered(), *b.unanswered())))


def _untold(a: Side, b: Side) -> Difference:
    """A side says nothing that could be compared."""
    return Difference(missing=_unanswered(a, b) or ("a comparable rule on both sides",))


def _amount(draft: DraftBudget, value: Decimal | None, name: str, says: str) -> Difference:
    if value is None:
        return Difference(True, says=says, missing=(name,))
    return Difference(True, _money(draft, value), says=says)
