"""Holds each row of a file against the project: its codes, currency, period, and the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError

from sapar.exchange.spreadsheets.fields import BY_NAME
from sapar.exchange.spreadsheets.on_record import LINKS, Identity, OnRecord, zero
from sapar.exchange.spreadsheets.rows import RowRead
from sapar.ground.codelists.currencies import is_currency
from sapar.money.budget.models import Heading
from sapar.money.ledger.models import Entry
from sapar.money.ledger.rules import SPENDING


def judge(row: RowRead, stored: Sequence[str], known: OnRecord, as_of: date) -> None:
    """Resolve a row's codes and check its values; problems and findings are noted in the row."""
    _link(row, known)
    for name in stored:
        if name not in LINKS and row.values.get(name) is not None:
            _fit(row, name)
    currency = row.values.get("currency")
    if isinstance(currency, str) and not is_currency(currency):
        row.refuse(
            "currency",
            f"'{currency}' is not a currency",
            "Use the three letters of ISO 4217, such as EUR or KGS, in capitals.",
        )
    _check_day(row, known, as_of)
    if zero(row.values.get("amount")):
        row.find("amount_of_nought", "The amount is 0", as_of)


def judge_currencies(rows: Sequence[RowRead], keys: Sequence[Identity], known: OnRecord) -> None:
    """A heading is kept in one currency: that of its entries on record, else of its first row.

    Entries that a row of this file renews do not count.
    """
    renewed = {kept.id for key in keys for kept in known.entries.get(key, ())}
    used: dict[int, set[str]] = defaultdict(set)
    for number, (heading, currency) in known.moved.items():
        if heading is not None and number not in renewed:
            used[heading].add(currency)
    since: dict[int, str] = {}
    for row in rows:
        under, given = row.values.get("heading"), row.values.get("currency")
        if row.problems or not isinstance(under, Heading) or not isinstance(given, str):
            continue
        number = under.pk
        if not used[number]:
            used[number].add(given)
            since[number] = f"row {row.number} of this file"
        if given not in used[number]:
            row.refuse(
                "currency",
                f"The heading {under.code} is kept in "
                f"{' and '.join(sorted(used[number]))} "
                f"({since.get(number, 'entries on record')}), but this row is in {given}",
                "Convert the amount at a rate with a source and a date, or use another heading.",
            )


def _link(row: RowRead, known: OnRecord) -> None:
    values = row.values
    agreement = values.get("agreement")
    if isinstance(agreement, str):
        values["agreement"] = _named(row, "agreement", agreement, known.agreements)
    elif len(known.agreements) == 1:
        (values["agreement"],) = known.agreements.values()
    if any(values.get(name) for name in ("heading", "own_line")):
        _link_budget(row, known)
    activity = values.get("activity")
    if isinstance(activity, str):
        values["activity"] = _named(row, "activity", activity, known.activities)


def _link_budget(row: RowRead, known: OnRecord) -> None:
    values = row.values
    agreement = values.get("agreement")
    if agreement is None:
        if not row.problems:
            row.refuse(
                "heading",
                "It is not known which agreement's budget the heading belongs to",
                f"Fill the {BY_NAME['agreement'].says}.",
            )
        return
    number = agreement.pk  # type: ignore[attr-defined]
    for name, all_codes in (("heading", known.headings), ("own_line", known.own_lines)):
        written = values.get(name)
        if isinstance(written, str):
            here = {code: one for (owner, code), one in all_codes.items() if owner == number}
            values[name] = _named(row, name, written, here)
    line: Any = values.get("own_line")
    heading: Any = values.get("heading")
    if line is None:
        return
    if heading is not None and heading.pk != line.heading_id:
        row.refuse(
            "heading",
            f"The own line {line.code} falls under heading {line.heading.code}, "
            f"but the row names heading {heading.code}",
            "Correct one of the two.",
        )
    values["heading"] = line.heading


def _named(row: RowRead, name: str, written: str, known: Mapping[str, Any]) -> Any:
    if written in known:
        return known[written]
    near = get_close_matches(written, known, n=1)
    listed = ", ".join(sorted(known)[:20])
    row.refuse(
        name,
        f"'{written}' is not a known {BY_NAME[name].says}",
        (f"Did you mean '{near[0]}'? " if near else "")
        + (f"There are: {listed}." if listed else "The project has none; put it on record first."),
    )
    return None


def _fit(row: RowRead, name: str) -> None:
    """A value must fit the ledger's own field: its choices, length and digits."""
    column: Any = Entry._meta.get_field(name)
    value = row.values[name]
    if column.choices and isinstance(value, str):
        value = _choice(column.choices, value)
        row.values[name] = value
    try:
        column.clean(value, None)
    except ValidationError as error:
        choices = ", ".join(key for key, _ in column.choices or () if key)
        row.refuse(
            name,
            f"The {BY_NAME[name].says} '{value}' does not fit",
            f"Use one of: {choices}; or translate the word in the mapping."
            if choices
            else " ".join(error.messages),
        )


def _choice(choices: Sequence[tuple[str, Any]], written: str) -> str:
    """The key of a choice that was written as its key or as its name, in any capitals."""
    wanted = written.casefold()
    for key, shown in choices:
        if wanted in (key.casefold(), str(shown).casefold()):
            return key
    return written


def _check_day(row: RowRead, known: OnRecord, as_of: date) -> None:
    on, kind, agreement = (row.values.get(name) for name in ("effective_on", "kind", "agreement"))
    if not isinstance(on, date) or kind not in SPENDING:
        return
    if on > as_of:
        row.find("lies_ahead", "Spending is dated {day}, which lies ahead", as_of, day=on)
    starts, ends = known.periods.get(getattr(agreement, "pk", 0), (None, None))
    if starts and on < starts:
        row.find(
            "before_period",
            "Spent on {day}, before the agreement's period begins on {starts}",
            as_of,
            day=on,
            starts=starts,
        )
    if ends and on > ends:
        row.find(
            "after_period",
            "Spent on {day}, after the agreement's period ended on {ends}",
            as_of,
            day=on,
            ends=ends,
        )
