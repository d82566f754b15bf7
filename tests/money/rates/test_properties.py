"""What holds for any rates, instalments and spending."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.money.rates.rates_made import BY_FIFO, BY_UN_RATE

from sapar.ground.kernel import Period
from sapar.ground.kernel.money import CENT
from sapar.ground.record.rules import Dated
from sapar.money.ledger.rules import EntryFact
from sapar.money.rates.rules import (
    Instalment,
    Method,
    Quote,
    RateFact,
    RateTable,
    ValuationRule,
    mean_of_period,
    value_all,
)

START = date(2014, 1, 1)
CURRENCIES = ("USD", "EUR", "KGS")
days = st.integers(0, 400).map(lambda n: START + timedelta(days=n))
values = st.decimals("0.0001", "99999", places=4)
amounts = st.decimals("-90000", "90000", places=2)
paid = st.decimals("0.01", "50000", places=2)


@st.composite
def entries(draw, currencies=CURRENCIES) -> list[EntryFact]:
    rows = draw(st.lists(st.tuples(amounts, st.sampled_from(currencies), days), max_size=12))
    return [
        EntryFact("expenditure", amount, currency, None, Dated(id, on, on))
        for id, (amount, currency, on) in enumerate(rows)
    ]


@st.composite
def instalments(draw) -> list[Instalment]:
    rows = draw(st.lists(st.tuples(days, paid, paid), min_size=1, max_size=5))
    return [Instalment(on, one, other, id) for id, (on, one, other) in enumerate(rows)]


@st.composite
def un_facts(draw, first: date = START - timedelta(days=1)) -> list[RateFact]:
    """Rates of every currency from before the first day, and revisions; known when effective."""
    later = draw(st.lists(st.tuples(st.sampled_from(("EUR", "KGS")), days, values), max_size=8))
    rows = [("EUR", first, draw(values)), ("KGS", first, draw(values)), *later]
    return [
        RateFact("unore", "USD", currency, value, Dated(id, on, on))
        for id, (currency, on, value) in enumerate(rows)
    ]


def amounts_of(entries, facts, rule, instalments=(), as_of=None) -> list[Decimal | None]:
    return [one.amount for one in value_all(entries, RateTable(facts, as_of), instalments, rule)]


@given(entries(), instalments(), un_facts())
def test_first_in_first_out_never_creates_or_loses_money(rows, received, facts) -> None:
    for one in value_all(rows, RateTable(facts), received, BY_FIFO):
        booked = sum(part.spent for part in one.parts)
        if one.booking is None:
            assert booked == one.entry.amount
        else:
            exact = one.booking.of(one.entry.amount)
            assert booked == exact.quantize(CENT, ROUND_HALF_UP)
        exact = sum(part.rate.of(part.spent) for part in one.parts)
        assert abs(exact - one.amount) <= Decimal("0.005")


@given(entries(("USD",)), instalments())
def test_each_instalment_is_used_up_to_what_was_booked_and_never_beyond(rows, received) -> None:
    used: dict[str, Decimal] = {}
    for one in value_all(rows, RateTable([]), received, BY_FIFO):
        for spent, rate in one.parts:
            used[rate.note] = used.get(rate.note, Decimal(0)) + spent
    total = sum((row.amount for row in rows), Decimal(0))
    assert sum(used.values()) == total
    beyond = sum((n for note, n in used.items() if note.startswith("beyond")), Decimal(0))
    assert beyond == max(total - sum(one.booked for one in received), Decimal(0))


@given(st.data(), entries(), instalments(), un_facts())
def test_the_order_of_input_does_not_matter(data, rows, received, facts) -> None:
    shuffled = data.draw(st.permutations(range(len(rows))))
    turned = data.draw(st.permutations(received))
    for rule in (BY_UN_RATE, BY_FIFO):
        straight = amounts_of(rows, facts, rule, received)
        mixed = amounts_of([rows[at] for at in shuffled], facts, rule, turned)
        assert mixed == [straight[at] for at in shuffled]


@given(entries(), un_facts(), st.sampled_from(("EUR", "KGS")), days, values, st.integers(1, 60))
def test_superseding_a_rate_changes_only_later_dates_and_later_readings(
    rows, facts, currency, on, value, wait
) -> None:
    recorded = on + timedelta(days=wait)
    old = RateFact("unore", "USD", currency, Decimal(7), Dated(90, on, on, recorded))
    new = RateFact("unore", "USD", currency, value, Dated(91, on, recorded))
    still = RateFact("unore", "USD", currency, Decimal(7), Dated(90, on, on))
    eve, far = recorded - timedelta(days=1), date(2020, 1, 1)
    without, with_new = [*facts, still], [*facts, old, new]
    assert amounts_of(rows, with_new, BY_UN_RATE, as_of=eve) == amounts_of(
        rows, without, BY_UN_RATE, as_of=eve
    )
    before = [row for row in rows if row.dated.effective_on < on]
    assert amounts_of(before, with_new, BY_UN_RATE, as_of=far) == amounts_of(
        before, without, BY_UN_RATE, as_of=far
    )
    table = RateTable(with_new, far)
    assert table.on_day(currency, on).says.startswith("1 USD = ")
    assert RateTable(without, far).on_day(currency, on) != table.on_day(currency, on) or (
        value == 7 or any(one.dated.effective_on == on for one in facts)
    )


@given(entries(), un_facts(), un_facts(), days, instalments())
def test_readings_as_of_a_day_never_change_when_later_facts_are_added(
    rows, facts, more, as_of, received
) -> None:
    later = [
        RateFact(
            one.series,
            one.base,
            one.currency,
            one.value,
            Dated(100 + one.dated.id, one.dated.effective_on, as_of + timedelta(days=1)),
        )
        for one in more
    ]
    for rule in (BY_UN_RATE, BY_FIFO):
        assert amounts_of(rows, [*facts, *later], rule, received, as_of) == amounts_of(
            rows, facts, rule, received, as_of
        )


@given(values, days)
def test_the_mean_of_one_month_is_the_months_rate(value, on) -> None:
    first = on.replace(day=1)
    table = RateTable([RateFact("inforeuro", "EUR", "USD", value, Dated(1, first, first))])
    mean, month = table.mean_of("USD", Period(on, on)), table.of_month("USD", on)
    assert isinstance(mean, Quote)
    assert isinstance(month, Quote)
    assert mean.value == month.value == value


@given(st.lists(values, min_size=1, max_size=24), amounts)
def test_a_mean_lies_between_its_lowest_and_highest_month(monthly, amount) -> None:
    firsts = [date(2014 + n // 12, n % 12 + 1, 1) for n in range(len(monthly))]
    table = RateTable(
        RateFact("inforeuro", "EUR", "USD", value, Dated(n, on, on))
        for n, (on, value) in enumerate(zip(firsts, monthly, strict=True))
    )
    period = Period(firsts[0], firsts[-1])
    mean = table.mean_of("USD", period)
    assert isinstance(mean, Quote)
    assert min(monthly) <= mean.value <= max(monthly)
    rule = ValuationRule("eu.fx.report", Method.MEAN_OF_PERIOD, periods=(period,))
    spent = EntryFact("expenditure", amount, "USD", None, Dated(1, firsts[0], firsts[0]))
    worth = mean_of_period(spent, table, rule).amount
    assert worth is not None
    assert abs(worth * mean.value - amount) <= Decimal("0.00501") * mean.value
