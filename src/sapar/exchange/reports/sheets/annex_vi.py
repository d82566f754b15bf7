"""Sheet Report: budget, spending and variation in the shape of annex VI, all of it live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from sapar.exchange.reports.rules.clauses import share_of
from sapar.exchange.reports.rules.financial import Row, Spent
from sapar.exchange.reports.rules.report import DonorReport
from sapar.exchange.reports.sheets.frame import (
    COUNT,
    LIST,
    MARK,
    NUMBER,
    PERCENT,
    QUANTITY,
    REPORT,
    SHARE,
    STRONG,
    STRONG_COUNT,
    STRONG_SHARE,
    STRONG_TEXT,
    WRAP,
    Page,
    Places,
    at,
    frame_height,
    live,
    opened,
    span,
    table_head,
)
from sapar.exchange.spreadsheets.writing import Book, Formula, Style, Value

FIRST_COLUMNS = (
    "code",
    "title",
    "unit",
    "units",
    "unit_cost",
    "agreed",
    "moved",
    "budget",
    "before",
)
LAST_COLUMNS = ("now", "so_far", "variation", "share", "allowed", "explanation", "rows")
HEADS = {
    "code": "Line", "title": "Heading", "unit": "Unit", "units": "Units agreed",
    "unit_cost": "Unit cost agreed", "agreed": "Budget as last agreed",
    "moved": "Moved by notice since", "budget": "Budget now", "before": "Previous periods",
    "now": "This period", "so_far": "Cumulative", "variation": "Variation",
    "share": "Variation in %", "allowed": "Allowed reallocation, up or down",
    "explanation": "Explanation", "rows": "Ledger rows",
}  # fmt: skip
WIDTHS = {"title": 32, "unit": 10, "explanation": 40, "code": 7, "units": 8, "rows": 7, "share": 9}
USUAL = 12.5
TEXTS = frozenset({"code", "title", "unit", "explanation"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the sheet by name; each currency spent has its own."""

    names: tuple[str, ...]
    heads: tuple[str, ...]

    def __getitem__(self, name: str) -> int:
        return self.names.index(name)


def columns_of(report: DonorReport) -> Columns:
    """Four columns for each currency spent; three for the donor's own, which is not converted."""
    names, heads = list(FIRST_COLUMNS), [HEADS[one] for one in FIRST_COLUMNS]
    for code in report.financial.currencies:
        own = code == report.currency
        names += [f"entries {code}", f"mean {code}"] + ([] if own else [f"spent {code}"])
        names += [f"worth {code}"]
        heads += [f"Units (entries in {code})", f"Unit cost (mean) {code}"]
        heads += [f"Total spent in {code}"] if own else [
            f"Total spent in {code}", f"The same in {report.currency}"
        ]  # fmt: skip
    return Columns(tuple(names) + LAST_COLUMNS, tuple(heads) + tuple(map(HEADS.get, LAST_COLUMNS)))  # type: ignore[arg-type]


def place_report(report: DonorReport, places: Places) -> None:
    """Decide where each row will stand, before any sheet is written that names it."""
    columns = columns_of(report)
    places.columns = {name: at_ for at_, name in enumerate(columns.names)}
    row = frame_height(report, len(report.notes)) + 2
    seen: dict[int, int] = {}
    for one in report.financial.rows:
        nth = seen.get(one.number, 0)
        seen[one.number] = nth + 1
        places.report_rows[one.number, nth] = row
        row += 1


def write_report(book: Book, report: DonorReport, places: Places) -> None:
    """The report, then the sources of funding and the interest."""
    columns = columns_of(report)
    top = frame_height(report, len(report.notes)) + 2
    sheet = opened(
        book, REPORT, report, title=report.kind,
        widths=[_width(name) for name in columns.names],
        freeze=(top, 2), says=report.notes,
    )  # fmt: skip
    sheet.next_row = top - 2
    rests = report.financial.drift
    limit = share_of(rests)
    shown = f"A heading may move by this share without an addendum. {rests.clause}"
    note = f"{rests.mark}. {shown}" if rests.mark else shown
    sheet.row(
        ["", "Allowed reallocation", "", "", "none" if limit is None else limit, note],
        [WRAP, WRAP, WRAP, WRAP, PERCENT, Style(fill=MARK.fill) if rests.mark else Style()],
    )
    limit_cell = at(top - 2, 4, fixed=True)
    numbers = [at_ for at_, name in enumerate(columns.names) if name not in TEXTS]
    table_head(sheet, columns.heads, right=numbers)
    writer = Writer(report, places, columns, limit_cell if limit is not None else "")
    for row, one in writer.placed():
        sheet.row(writer.cells(row, one), [writer.style(one, name) for name in columns.names])
    _funding(sheet, report, places)


def _width(name: str) -> float:
    return WIDTHS.get(name, 9 if name.startswith("entries") else USUAL)


class Writer:
    """Writes the cells of one row; knows where the rows it adds up stand."""

    def __init__(self, report: DonorReport, places: Places, columns: Columns, limit: str) -> None:
        self.report, self.places, self.columns, self.limit = report, places, columns, limit

    def placed(self) -> list[tuple[int, Row]]:
        """Each row with the place it was given."""
        return list(zip(self.places.report_rows.values(), self.report.financial.rows, strict=True))

    def style(self, one: Row, name: str) -> Style:
        """Main lines stand out; texts wrap; shares are per cent."""
        if name in TEXTS:
            return STRONG_TEXT if one.main else WRAP
        if name == "share":
            return STRONG_SHARE if one.main else PERCENT
        if name == "rows" or name.startswith("entries"):
            return STRONG_COUNT if one.main else COUNT
        if name == "units":
            return STRONG_TEXT if one.main else QUANTITY
        if name == "unit_cost" and one.over:
            return Style(align="right", number_format=SHARE)
        return STRONG if one.main else NUMBER

    def cells(self, row: int, one: Row) -> list[Value]:
        """The values and formulas of a row, in the order of the columns."""
        if one.over:
            made = self._over(row, one)
        elif one.adds or one.main:
            made = self._sums(row, one)
        else:
            made = self._listed(row, one)
        made |= self._shared(row, one)
        return [made.get(name) for name in self.columns.names]

    def _cell(self, row: int, name: str) -> str:
        return at(row, self.columns[name])

    def _shared(self, row: int, one: Row) -> dict[str, Value]:
        cell = partial(self._cell, row)
        made: dict[str, Value] = {
            "code": one.key,
            "title": one.title,
            "unit": one.unit or ("of line 7" if one.over else None),
            "explanation": one.explanation,
            "rows": len(set(one.so_far.rows)) or None,
        }
        if not one.over:
            made["budget"] = live(f"ROUND({cell('agreed')}+{cell('moved')},2)", one.budget)
            made["so_far"] = live(f"ROUND({cell('before')}+{cell('now')},2)", one.so_far.amount)
        for spent in self._spents(one):
            entries = cell(f"entries {spent.currency}")
            own = spent.currency == self.report.currency
            whole = cell(f"{'worth' if own else 'spent'} {spent.currency}")
            made[f"mean {spent.currency}"] = live(
                f'IF({entries}=0,"",ROUND({whole}/{entries},2))',
                _rounded(spent.mean) if spent.entries else None,
            )
        if one.main:
            variation, agreed = cell("variation"), cell("agreed")
            made["variation"] = live(f"ROUND({cell('so_far')}-{agreed},2)", one.variation)
            made["share"] = live(f'IF({agreed}=0,"",{variation}/{agreed})', one.variation_share)
            made["allowed"] = self._allowed(row, one)
        return made

    def _allowed(self, row: int, one: Row) -> Value:
        if one.allowed is None or not self.limit:
            return one.allowed
        if not one.allowed:
            return Decimal(0)
        return live(f"ROUND({self._cell(row, 'agreed')}*{self.limit},2)", _rounded(one.allowed))

    def _listed(self, row: int, one: Row) -> dict[str, Value]:
        """A row that adds up what the list of expenditure says of it."""
        product = one.units is not None and one.unit_cost is not None
        agreed: Value = one.agreed
        if product:
            text = f"ROUND({self._cell(row, 'units')}*{self._cell(row, 'unit_cost')},2)"
            agreed = live(text, one.agreed)
        made: dict[str, Value] = {
            "units": one.units,
            "unit_cost": one.unit_cost,
            "agreed": agreed,
            "moved": one.moved,
            "before": self._from_list("Amount", row, 1, one.before.amount),
            "now": self._added(row, one),
        }
        for spent in self._spents(one):
            code = spent.currency
            made[f"entries {code}"] = self._counted(row, spent)
            made[f"worth {code}"] = self._from_list("Amount", row, 2, spent.worth, code)
            if code != self.report.currency:
                made[f"spent {code}"] = self._from_list("Spent", row, 2, spent.spent, code)
        return made

    def _added(self, row: int, one: Row) -> Formula:
        worth = [self._cell(row, f"worth {code}") for code in self.report.financial.currencies]
        return live(f"ROUND({'+'.join(worth)},2)", one.now.amount)

    def _spents(self, one: Row) -> list[Spent]:
        found = {spent.currency: spent for spent in one.spent}
        nothing = Decimal(0)
        return [
            found.get(code, Spent(code, 0, nothing, nothing))
            for code in self.report.financial.currencies
        ]

    def _list(self, name: str) -> str:
        places = self.places
        last = places.first_item + max(places.items, 1) - 1
        return f"'{LIST}'!{span(places.first_item, last, places.columns[f'list {name}'])}"

    def _where(self, row: int, when: int, code: str) -> str:
        told = f"{self._list('Report row')},{row + 1},{self._list('When')},{when}"
        return f'{told},{self._list("Currency")},"{code}"' if code else told

    def _from_list(self, name: str, row: int, when: int, value: Decimal, code: str = "") -> Formula:
        return live(f"ROUND(SUMIFS({self._list(name)},{self._where(row, when, code)}),2)", value)

    def _counted(self, row: int, spent: Spent) -> Formula:
        return live(f"COUNTIFS({self._where(row, 2, spent.currency)})", spent.entries)

    def _sums(self, row: int, one: Row) -> dict[str, Value]:
        """A main line adds up the rows below it; 7, 9, 11 and 13 add up lines."""
        if one.adds:
            places = [self.places.report_rows[number, 0] for number in one.adds]
        else:
            count = len(self.report.financial.under(one.number))
            places = list(range(row + 1, row + 1 + count))
        made: dict[str, Value] = {
            name: self._sum(places, name, value)
            for name, value in (
                ("agreed", one.agreed),
                ("moved", one.moved),
                ("before", one.before.amount),
                ("now", one.now.amount),
            )
        }
        for spent in self._spents(one):
            code = spent.currency
            made[f"entries {code}"] = self._sum(places, f"entries {code}", spent.entries)
            made[f"worth {code}"] = self._sum(places, f"worth {code}", spent.worth)
            if code != self.report.currency:
                made[f"spent {code}"] = self._sum(places, f"spent {code}", spent.spent)
        return made

    def _sum(self, places: Sequence[int], name: str, value: Decimal | int) -> Value:
        if not places:
            return value
        column = self.columns[name]
        first, last = at(places[0], column), at(places[-1], column)
        whole = len(places) == places[-1] - places[0] + 1
        told = f"{first}:{last}" if whole else ",".join(at(one, column) for one in places)
        return live(f"ROUND(SUM({told}),2)", value)

    def _over(self, row: int, one: Row) -> dict[str, Value]:
        """What is charged above the ceiling comes off, by the ceiling's share of line 7."""
        direct = self.places.report_rows[7, 0]
        first = self.places.report_rows[one.number, 0] + 1
        ceiling = self.report.financial.ceiling

        def excess(name: str, value: Decimal) -> Value:
            column = self.columns[name]
            top = f"ROUNDDOWN(ROUND({self._cell(row, 'unit_cost')}*{at(direct, column)},6),2)"
            charged = f"SUM({at(first, column)}:{at(row - 1, column)})" if row > first else "0"
            return live(f"-MAX(0,ROUND({charged}-{top},2))", value)

        before, so_far = self._cell(row, "before"), self._cell(row, "so_far")
        return {
            "unit_cost": ceiling,
            "agreed": Decimal(0),
            "moved": Decimal(0),
            "before": excess("before", one.before.amount),
            "so_far": excess("so_far", one.so_far.amount),
            "now": live(f"ROUND({so_far}-{before},2)", one.now.amount),
            "budget": Decimal(0),
        }


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), "ROUND_HALF_UP")


def _funding(sheet: Page, report: DonorReport, places: Places) -> None:
    """Expected sources of funding, and interest; the donor's part is live."""
    sheet.row([])
    table_head(
        sheet,
        ["", "Sources of funding", "", "", "", "Expected", "", "Earned by costs", "Received"],
        right=(5, 7, 8),
    )
    donor, others, interest = report.funding
    claimed = at(places.report_rows[11, 0], places.columns["so_far"])
    accepted = at(places.report_rows[13, 0], places.columns["so_far"])
    agreed = at(places.report_rows[13, 0], places.columns["agreed"])
    row = sheet.next_row
    rate = f"{report.request.rate:f}"
    lines: list[tuple[str, Value, Value, Value]] = [
        (donor.title, donor.expected,
         live(f"ROUND(MIN({rate}*{claimed},{at(row, 5)}),2)", donor.earned), donor.received),
        (others.title, live(f"ROUND({agreed}-{at(row, 5)},2)", others.expected),
         live(f"ROUND({accepted}-{at(row, 7)},2)", others.earned), "not on record"),
        (interest.title, interest.expected, interest.earned, interest.received),
    ]  # fmt: skip
    for title, expected, earned, received in lines:
        sheet.row(
            ["", title, "", "", "", expected, "", earned, received],
            [WRAP, WRAP, WRAP, WRAP, WRAP, NUMBER, WRAP, NUMBER, NUMBER],
        )
    sheet.row(["", f"The donor pays {report.request.rate * 100:.2f} % of line 11."])
