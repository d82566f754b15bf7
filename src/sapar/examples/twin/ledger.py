"""The twin's ledger: spending closed month by month, commitments, instalments, interest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from sapar.examples.twin.buying import Purses
from sapar.examples.twin.cast import COUNTRIES
from sapar.examples.twin.money import WHOLE
from sapar.examples.twin.months import MONTHS, Months, at, spent_share
from sapar.exchange.projectfiles.schema.ledger import EntryDocumentForm, EntryForm

CENT = Decimal("0.01")

SPENDING = (
    ("1.1", "1", "11.01", "0.215", "Fees of technical staff"),
    ("1.2", "1", "13.01", "0.105", "Salaries of administrative staff"),
    ("1.3", "1", "33.01", "0.060", "Daily allowances of participants"),
    ("2.1", "2", "15.01", "0.055", "Flights to a regional meeting"),
    ("2.2", "2", "15.02", "0.030", "Travel within the country"),
    ("3", "3", "41.01", "0.040", "Computers and supplies"),
    ("4", "4", "51.01", "0.075", "Rent and communication"),
    ("5.1", "5", "21.01", "0.090", "Fees for a study"),
    ("5.2", "5", "52.01", "0.055", "Printing and translation"),
    ("5.3", "6", "32.01", "0.180", "Venue and interpretation"),
    ("5.4", "5", "16.01", "0.030", "Verification of expenditure"),
    ("8", "8", "68.01", "0.065", "Indirect costs of the month"),
)
"""Kind of spending, the donor's heading, the own line, share of the whole, what was bought."""
LINES = {kind: (heading, own_line) for kind, heading, own_line, _, _ in SPENDING}
BOUGHT = {kind: words for kind, *_, words in SPENDING}
INDIRECT = "8"
CATEGORIES = {INDIRECT: "indirect", "5.4": "expenditure_verification"}

TAXED = frozenset({"3", "5.2"})
VAT = Decimal(12)
"""Per cent of tax on what is bought in the countries (fictional)."""
VAT_STATES = ("claimed", "no_answer", "refused", "not_recoverable")
SLOW = 29
"""The last month in which papers were lost."""
FOUND = (33, 24)
"""Month and day on which half of the lost papers had been found."""
INTEREST = ((10, "1240.15"), (22, "980.40"), (34, "655.70"))
"""Month and amount of the interest on what the donor had paid in advance."""
INSTALMENTS = ((1, 14, 375_000), (29, 9, 262_000), (35, 18, 331_000))
"""Month, day, amount. The second and third came late: the first had not been used enough."""


def ledger(months: Months, rng: Random) -> tuple[EntryForm, ...]:
    """Every month's expenditure, closed twelve days or so after the month; and what came in."""
    made = list(_before_the_start(months))
    made.extend(_instalments(months))
    made.extend(_interest(months))
    purses = Purses()
    for month in range(1, MONTHS + 1):
        whole = WHOLE * (spent_share(month) - spent_share(month - 1))
        closed = months.first(month + 1) + timedelta(days=10 + rng.randint(0, 4))
        made.extend(_spending(months, month, whole, closed, rng, purses=purses))
        made.extend(_commitments(months, month, whole, rng))
    return tuple(made)


def _spending(
    months: Months, month: int, whole: Decimal, closed: date, rng: Random, *, purses: Purses
) -> Iterator[EntryForm]:
    indirect = _cents(whole * Decimal("0.065"))
    direct = [(code, Decimal(share)) for code, _, _, share, _ in SPENDING if code != INDIRECT]
    chosen = sorted(rng.sample(direct, 6 if month <= 29 else 9))
    weights = [share * rng.randint(70, 130) for _, share in chosen]
    rest = _cents(whole) - indirect
    amounts = [_cents(rest * weight / sum(weights)) for weight in weights]
    amounts[-1] += rest - sum(amounts)
    lines = [*((code, amount) for (code, _), amount in zip(chosen, amounts, strict=True))]
    for number, (code, amount) in enumerate([*lines, (INDIRECT, indirect)], 1):
        day = months.day(month, rng.randint(3, 27))
        heading, own_line = LINES[code]
        reference = f"{month:02d}-{number:02d}"
        content: dict[str, object] = {
            "kind": "expenditure",
            "on": months.last(month) if code == INDIRECT else day,
            "recorded": at(closed),
            "posted_on": closed,
            "paid_on": day,
            "heading": heading,
            "own_line": own_line,
            "category": CATEGORIES.get(code),
            "amount": amount,
            "reference": reference,
            "description": BOUGHT[code],
            "country": rng.choice(list(COUNTRIES)),
            "eligible": True,
            "document_reference": _document(code, month, number),
            **_tax(code, month, amount),
            **purses.pay(code, month, amount),
        }
        yield EntryForm.model_validate({**content, **_out_of_time(reference, months)})


def _document(code: str, month: int, number: int) -> str | None:
    """A flat rate needs no paper; of the rest some sixteenth was lost in the slow years."""
    if code == INDIRECT or (month <= SLOW and (month * 7 + number) % 16 == 3):
        return None
    return f"V-{month:02d}-{number:02d}"


def _tax(code: str, month: int, amount: Decimal) -> dict[str, object]:
    if code not in TAXED or month % 3:
        return {}
    tax = _cents(amount * VAT / (100 + VAT))
    return {"vat_amount": tax, "vat_status": VAT_STATES[month // 3 % len(VAT_STATES)]}


def _out_of_time(reference: str, months: Months) -> dict[str, object]:
    """A training that was posted two months late, and a verification after the end."""
    late, after = months.day(MONTHS + 2, 21), months.day(MONTHS + 3, 10)
    return {
        "39-08": {
            "description": "Training in the last month, posted two months later",
            "posted_on": late,
            "recorded": at(late),
        },
        "39-09": {
            "description": "Verification of expenditure for the final report",
            "on": after,
            "posted_on": after,
            "paid_on": after,
            "recorded": at(after),
        },
    }.get(reference, {})


def documents(entries: tuple[EntryForm, ...], months: Months) -> tuple[EntryDocumentForm, ...]:
    """Every second paper that was lost in the slow years turned up once somebody looked for it."""
    found = months.day(*FOUND)
    lost = [
        entry.reference
        for entry in entries
        if entry.kind == "expenditure" and entry.category != "indirect" and entry.eligible
        if not entry.document_reference
    ]
    return tuple(
        EntryDocumentForm(
            on=found,
            recorded=at(found),
            entry_reference=reference,
            kind="invoice",
            kept_at="Binder in the regional office (fictional)",
        )
        for reference in lost[::2]
    )


def _commitments(months: Months, month: int, whole: Decimal, rng: Random) -> Iterator[EntryForm]:
    if month % 2 and month < MONTHS - 1:
        day = months.day(month, rng.randint(5, 25))
        yield EntryForm(
            kind="commitment",
            on=day,
            recorded=at(day),
            heading=LINES[rng.choice(("5.1", "5.3", "5.2", "3"))][0],
            amount=_cents(whole * rng.randint(20, 60) / 100),
            reference=f"C-{month:02d}",
            description="Order placed",
        )


def _instalments(months: Months) -> Iterator[EntryForm]:
    for number, (month, day, amount) in enumerate(INSTALMENTS, 1):
        came = months.day(month, day)
        yield EntryForm(
            kind="instalment",
            on=came,
            recorded=at(came),
            amount=Decimal(amount),
            reference=f"I-{number}",
            description=f"Instalment {number}",
        )


def _interest(months: Months) -> Iterator[EntryForm]:
    for number, (month, amount) in enumerate(INTEREST, 1):
        day = months.last(month)
        yield EntryForm(
            kind="interest",
            on=day,
            recorded=at(day),
            amount=Decimal(amount),
            reference=f"B-{number}",
            description="Interest on the donor's advance",
        )


def _before_the_start(months: Months) -> Iterator[EntryForm]:
    for number, amount in enumerate(("2140.00", "860.50"), 1):
        yield EntryForm(
            kind="expenditure",
            on=months.day(0, 20 + number),
            recorded=at(months.day(2, 11)),
            posted_on=months.day(2, 11),
            heading="2",
            own_line="15.01",
            document_reference=f"V-00-{number:02d}",
            amount=Decimal(amount),
            reference=f"00-{number:02d}",
            description="Preparatory mission, incurred before the start",
            eligible=False,
        )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
