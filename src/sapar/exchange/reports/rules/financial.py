"""The financial report in the shape of annex VI: budget, spending and variation, lines 1 to 13."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from sapar.exchange.reports.rules.claims import When
from sapar.exchange.reports.rules.clauses import UNVERIFIED, Clauses, Resting, share_of
from sapar.exchange.reports.rules.facts import NOUGHT, Asked, ReportFacts
from sapar.exchange.reports.rules.figures import NONE, Figure, Item, cents, total
from sapar.ground.kernel import Clause, InvalidInput, Status
from sapar.ground.kernel.money import CENT
from sapar.money.budget.facts import LineFact, VersionFact
from sapar.money.budget.rules import standing_version
from sapar.money.budget.rules.annex import GIVEN, INDIRECT, REASONED, RESERVE, main_heading
from sapar.money.budget.rules.drift import SETS_BASE

LINES = range(1, 14)
CLAIMED, ACCEPTED, DIRECT = 11, 13, 7
FIXED = frozenset({INDIRECT, RESERVE})
"""Headings that may not be topped up without an addendum."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent in one currency in this period: entries, their sum, its worth."""

    currency: str
    entries: int
    spent: Decimal
    worth: Decimal

    @property
    def mean(self) -> Decimal:
        """The mean cost of an entry."""
        return self.spent / self.entries


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the report: a line of the form, or what stands under it.

    `number` is the line of the form (1 to 13), `key` the code of a row below it. `adds` are the
    lines that a sum adds up; `over` marks the row that takes off what is above a ceiling, `place`
    is the name by which costs find their row (`row_key`).
    `moved` is what notices have moved since the budget was last agreed; `allowed` how much may
    be moved in all, None where that is not known.
    """

    number: int
    key: str
    title: str
    main: bool
    agreed: Decimal = NOUGHT
    moved: Decimal = NOUGHT
    before: Figure = NONE
    now: Figure = NONE
    spent: tuple[Spent, ...] = ()
    unit: str = ""
    units: Decimal | None = None
    unit_cost: Decimal | None = None
    adds: tuple[int, ...] = ()
    over: bool = False
    place: str = ""
    allowed: Decimal | None = None
    explanation: str = ""

    @property
    def budget(self) -> Decimal:
        """The budget now: as last agreed, and what notices have moved since."""
        return self.agreed + self.moved

    @property
    def so_far(self) -> Figure:
        """Previous periods and this one."""
        return self.before + self.now

    @property
    def variation(self) -> Decimal:
        """Spending so far less the budget as last agreed."""
        return self.so_far.amount - self.agreed

    @property
    def variation_share(self) -> Decimal | None:
        """The same as a share of the budget; None where that is nought."""
        return self.variation / self.agreed if self.agreed else None


@dataclass(frozen=True, slots=True)
class Financial:
    """The rows from line 1 to line 13, each line above what stands under it.

    `ceiling` is the share of line 7 that indirect costs may reach; None where no rule says so.
    `drift` is what the allowed reallocation rests on.
    """

    rows: tuple[Row, ...]
    currencies: tuple[str, ...]
    version: VersionFact
    base: VersionFact
    ceiling: Decimal | None
    drift: Resting

    def line(self, number: int) -> Row:
        """A line of the form."""
        return next(row for row in self.rows if row.main and row.number == number)

    def under(self, number: int) -> tuple[Row, ...]:
        """What stands under a line."""
        return tuple(row for row in self.rows if not row.main and row.number == number)


def financial(
    facts: ReportFacts, asked: Asked, items: Sequence[Item], clauses: Clauses
) -> Financial:
    """Budget against spending for each heading and line; 7, 9, 11 and 13 are sums.

    Indirect costs are claimed as charged, up to the donor's ceiling on the direct costs so far.
    Raises InvalidInput where no budget stands, and for one in another currency than the grant.
    """
    base, version = _versions(facts, asked)
    drift = clauses.computing(
        "heading_drift", "Allowed reallocation between headings", "no limit is on record"
    )
    cap = clauses.computing(
        "indirect_ceiling", "Ceiling of indirect costs", "indirect costs are claimed as charged"
    )
    below = {number: _below(number, base, version, items, facts) for number in GIVEN}
    share = share_of(cap)
    lines: dict[int, Row] = {}
    for number in LINES:
        if number in REASONED:
            title, adds, status = REASONED[number]
            clauses.note(
                f"Line {number}", title, f"{number} = {' + '.join(map(str, adds))}",
                Clause("Budget and report form, formula of the line", status),
                "the donor's form",
            )  # fmt: skip
            line = _sum(number, title, [lines[one] for one in adds], adds)
            unsure = status is Status.UNVERIFIED
            told = f"{UNVERIFIED}: formula of line {number}" if unsure else ""
            lines[number] = replace(line, explanation=told)
            continue
        if number == INDIRECT and share is not None:
            below[number] += _above_ceiling(below[number], lines[DIRECT], share)
        lines[number] = _main(number, below[number], facts, base, drift)
    rows = [row for number in LINES for row in (lines[number], *below.get(number, ()))]
    order = [facts.terms.currency]
    found = sorted({s.currency for row in rows for s in row.spent} - set(order))
    return Financial(tuple(rows), (*order, *found), version, base, share, drift)


def _versions(facts: ReportFacts, asked: Asked) -> tuple[VersionFact, VersionFact]:
    on, currency = asked.period.end, facts.terms.currency
    version = standing_version(facts.versions, on)
    where = f"agreement {facts.agreement}"
    if version is None:
        raise InvalidInput(
            f"No budget stood on {on}",
            where=where,
            remedy="Choose a later period, or load a project file with versions of the budget.",
        )
    begun = (one for one in facts.versions if one.dated.effective_on <= on)
    agreed = [one for one in begun if one.kind in SETS_BASE]
    base = standing_version(agreed, on) or version
    for line in (*base.lines, *version.lines):
        if line.currency != currency:
            raise InvalidInput(
                f"Line {line.line or line.heading} of the budget is in {line.currency},"
                f" and the grant is in {currency}",
                where=where,
                remedy="Give the budget in the currency of the grant.",
            )
        if main_heading(line.heading) is None:
            raise InvalidInput(
                f"'{line.heading}' is not a heading of the donor's form",
                where=where,
                remedy=f"Use one of {', '.join(map(str, GIVEN))} for each line.",
            )
    return base, version


def _below(
    number: int,
    base: VersionFact,
    version: VersionFact,
    items: Iterable[Item],
    facts: ReportFacts,
) -> tuple[Row, ...]:
    agreed = {_key(line): line for line in base.lines if main_heading(line.heading) == number}
    standing = {_key(line): line for line in version.lines if main_heading(line.heading) == number}
    spending: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.line == number:
            spending[row_key(item)].append(item)
    titles = {one.code: one.title for one in facts.own_lines}
    keys = dict.fromkeys((*agreed, *standing, *sorted(spending)))
    return tuple(
        _row((number, key), agreed.get(key), standing.get(key), spending.get(key, ()), titles)
        for key in keys
    )


def _key(line: LineFact) -> str:
    return line.line or line.heading


def row_key(item: Item) -> str:
    """The row under a heading that a cost stands in: the own line, else a heading below the main.

    Tax that was moved stands in a row of its own; a cost with neither in the row without a name.
    """
    if item.moved:
        return "tax"
    expense = item.claim.expense
    return expense.own_line or (expense.heading if "." in expense.heading else "")


UNNAMED = {"tax": "Tax that cannot be recovered, taken out of costs", "": "Without a line"}


def _row(
    place: tuple[int, str],
    agreed: LineFact | None,
    standing: LineFact | None,
    items: Iterable[Item],
    titles: Mapping[str, str],
) -> Row:
    number, key = place
    given, line = tuple(items), standing or agreed
    now = [item for item in given if item.when is When.NOW]
    sums = [cents(one.amount) if one else NOUGHT for one in (agreed, standing)]
    return Row(
        number=number,
        key="" if key in UNNAMED else key,
        title=line.title if line else titles.get(key) or UNNAMED.get(key) or key,
        main=False,
        place=key,
        agreed=sums[0],
        moved=sums[1] - sums[0],
        before=total(item.figure for item in given if item.when is When.BEFORE),
        now=total(item.figure for item in now),
        spent=_by_currency(now),
        unit=line.unit if line else "",
        units=agreed.units if agreed else None,
        unit_cost=agreed.unit_cost if agreed else None,
    )


def _by_currency(items: Iterable[Item]) -> tuple[Spent, ...]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.claim.expense.entry.currency].append(item)
    return tuple(
        Spent(
            currency,
            len(given),
            sum((item.spent for item in given), NOUGHT),
            sum((item.amount for item in given), NOUGHT),
        )
        for currency, given in sorted(found.items())
    )


def _above_ceiling(rows: Sequence[Row], direct: Row, share: Decimal) -> tuple[Row, ...]:
    """What is charged above the ceiling comes off, reckoned on all periods together."""
    before = _excess(total(row.before for row in rows).amount, direct.before.amount, share)
    so_far = _excess(total(row.so_far for row in rows).amount, direct.so_far.amount, share)
    title = f"Less what is above {(share * 100).normalize():f} % of line {DIRECT}"
    row = Row(
        INDIRECT, "", title, main=False, over=True,
        before=Figure(-before), now=Figure(before - so_far),
    )  # fmt: skip
    return (row,)


def _excess(charged: Decimal, direct: Decimal, share: Decimal) -> Decimal:
    return max(charged - (share * direct).quantize(CENT, ROUND_DOWN), NOUGHT)


def _main(
    number: int, rows: Sequence[Row], facts: ReportFacts, base: VersionFact, drift: Resting
) -> Row:
    agreed = sum((row.agreed for row in rows), NOUGHT)
    share = share_of(drift)
    allowed = NOUGHT if number in FIXED else None if share is None else agreed * share
    made = Row(
        number=number,
        key=str(number),
        title=facts.headings.get(str(number)) or GIVEN[number],
        main=True,
        agreed=agreed,
        moved=sum((row.moved for row in rows), NOUGHT),
        before=total(row.before for row in rows),
        now=total(row.now for row in rows),
        spent=_merged(rows),
        allowed=allowed,
    )
    told = _explained(made, facts, base, drift)
    return replace(made, explanation=told)


def _sum(number: int, title: str, rows: Sequence[Row], adds: tuple[int, ...]) -> Row:
    return Row(
        number=number,
        key=str(number),
        title=title,
        main=True,
        agreed=sum((row.agreed for row in rows), NOUGHT),
        moved=sum((row.moved for row in rows), NOUGHT),
        before=total(row.before for row in rows),
        now=total(row.now for row in rows),
        spent=_merged(rows),
        adds=adds,
    )


def _merged(rows: Iterable[Row]) -> tuple[Spent, ...]:
    found: dict[str, list[Spent]] = defaultdict(list)
    for row in rows:
        for one in row.spent:
            found[one.currency].append(one)
    return tuple(
        Spent(
            currency,
            sum(one.entries for one in given),
            sum((one.spent for one in given), NOUGHT),
            sum((one.worth for one in given), NOUGHT),
        )
        for currency, given in sorted(found.items())
    )


def _explained(row: Row, facts: ReportFacts, base: VersionFact, drift: Resting) -> str:
    told, currency = [], facts.terms.currency
    if row.moved:
        since = base.dated.effective_on
        told += [
            f"Notice no. {one.amended.number} of {one.amended.dated.effective_on}: {one.what}."
            for one in facts.notices
            if one.amended.kind == "unilateral" and one.amended.dated.effective_on >= since
        ]
    over = row.so_far.amount - row.budget
    if over > 0:
        told.append(f"Spending is {over:,.2f} {currency} above the budget.")
    if row.allowed is not None and row.variation > row.allowed:
        excess = row.variation - row.allowed
        mark = f" ({drift.mark})" if drift.mark and row.number not in FIXED else ""
        told.append(
            f"{excess:,.2f} {currency} lie beyond what may be moved without an addendum{mark}."
        )
    return " ".join(told)
