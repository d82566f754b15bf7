"""Rates on their way into the record: whole, once, and superseded where they changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.rates.files_made import CUSTOM_CSV, HISTORY_CSV, MONTH_JSON, UN_TSV, written

from sapar.exchange.rates.actions import RateKind, RatesOutcome, import_rates
from sapar.ground.kernel import InvalidInput
from sapar.ground.record.actions import Actor
from sapar.ground.record.models import JournalEntry, Source
from sapar.ground.record.queries import verify_journal
from sapar.money.rates.models import Rate
from sapar.money.rates.queries import rate_table

pytestmark = pytest.mark.django_db
BY = Actor("test")
EARLY, LATE = datetime(2009, 7, 1, tzinfo=UTC), datetime(2009, 8, 1, tzinfo=UTC)


def load(path: Path, kind: RateKind = RateKind.UNORE, **more) -> RatesOutcome:
    return import_rates(path, kind, by=BY, **more)


def test_a_file_comes_on_record_with_its_source_and_one_journal_entry(tmp_path: Path) -> None:
    outcome = load(written(tmp_path, "un.xls", UN_TSV), recorded_at=EARLY)
    assert outcome == RatesOutcome("un.xls", "unore", read=3, new=3, changed=0, unchanged=0)
    rates = Rate.objects.order_by("currency").values_list(
        "series", "base", "currency", "effective_on", "value", "source__title"
    )
    title = "Exchange rates unore: un.xls"
    assert list(rates) == [
        ("unore", "USD", "EUR", date(2009, 6, 1), Decimal("0.709"), title),
        ("unore", "USD", "KGS", date(2009, 6, 1), Decimal("43.1"), title),
        ("unore", "USD", "VND", date(2009, 6, 15), Decimal(17780), title),
    ]
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.subject) == ("exchange rates imported", title)
    assert entry.changes["new"] == 3
    assert verify_journal().breaks == ()


def test_the_same_file_again_writes_nothing_at_all(tmp_path: Path) -> None:
    path = written(tmp_path, "un.xls", UN_TSV)
    load(path)
    before = (Rate.objects.count(), JournalEntry.objects.count(), Source.objects.count())
    again = load(path)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    moved = load(written(tmp_path, "other.xls", UN_TSV + "\r\n"))
    assert moved.unchanged == 3
    assert (
        Rate.objects.count(),
        JournalEntry.objects.count(),
        Source.objects.count(),
    ) == before


def test_another_value_for_the_same_day_supersedes_and_the_past_stays_readable(
    tmp_path: Path,
) -> None:
    load(written(tmp_path, "un.xls", UN_TSV), recorded_at=EARLY)
    changed = written(tmp_path, "revised.xls", UN_TSV.replace("43.10", "44.10"))
    outcome = load(changed, recorded_at=LATE)
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 1, 2)
    values = [
        rate_table(day).on_day("KGS", date(2009, 6, 20)).value
        for day in (date(2009, 7, 31), date(2009, 8, 1))
    ]
    assert values == [Decimal("43.1"), Decimal("44.1")]
    (change,) = JournalEntry.objects.latest("seq").changes["changed"]
    assert (change["currency"], Decimal(change["was"]), change["is"]) == (
        *("KGS", Decimal("43.1"), "44.10"),
    )
    back = load(written(tmp_path, "un.xls", UN_TSV))
    assert (back.changed, Rate.objects.count()) == (1, 5)


def test_a_file_with_one_bad_cell_writes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "un.xls", UN_TSV.replace("43.10", "0"))
    with pytest.raises(InvalidInput, match=r"^un\.xls, row 5, column rate: A rate of 0") as refused:
        load(path)
    assert refused.value.remedy == "Look the rate up and correct it. Nothing was written."
    assert not Rate.objects.exists()
    assert not Source.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_month_missing_between_two_files_is_a_warning_and_stops_nothing(tmp_path: Path) -> None:
    month = written(tmp_path, "m.json", MONTH_JSON)
    first = load(month, RateKind.INFOREURO, month=date(2009, 1, 1))
    second = load(month, RateKind.INFOREURO, month=date(2009, 4, 1))
    assert (first.warnings, second.new) == ((), 2)
    assert second.warnings == tuple(
        f"inforeuro has no rate for 2009-{number} of KGS, USD. Import that month too;"
        " until then nothing is converted with it."
        for number in ("02", "03")
    )
    filled = load(written(tmp_path, "h.csv", HISTORY_CSV), RateKind.INFOREURO)
    assert filled.warnings == ()


def test_a_un_list_dated_the_day_before_its_month_leaves_no_gap(tmp_path: Path) -> None:
    rows = ("01 Nov 2015", "30 Nov 2015", "31 Dec 2015", "01 Mar 2016")
    content = "Code,Effective Date,Rate\n" + "".join(f"KGS,{day},75\n" for day in rows)
    outcome = load(written(tmp_path, "un.csv", content))
    assert [text[:32] for text in outcome.warnings] == ["unore has no rate for 2016-02 of"]


def test_custom_rates_are_kept_under_their_own_code_without_warnings(tmp_path: Path) -> None:
    path = written(tmp_path, "own.csv", CUSTOM_CSV + "KGS,EUR,2010-06-01,61\n")
    outcome = load(path, RateKind.CUSTOM, series="bishkek")
    assert (outcome.series, outcome.new, outcome.warnings) == ("bishkek", 3, ())
    assert load(path, RateKind.CUSTOM).series == "custom"
    assert Rate.objects.filter(series="custom").count() == 3


@pytest.mark.parametrize(
    ("kind", "series"), [("custom", "unore"), ("custom", "No Name"), ("unore", "mine")]
)
def test_a_series_that_would_mix_sources_is_refused(
    tmp_path: Path, kind: RateKind, series: str
) -> None:
    with pytest.raises(InvalidInput, match=r"^series: "):
        load(written(tmp_path, "own.csv", CUSTOM_CSV), kind, series=series)


def test_a_file_without_any_rate_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "un.csv", "Code,Effective Date,Rate\nUSD,01 Jun 2009,1\n")
    with pytest.raises(InvalidInput, match=r"un\.csv: The file holds no rates"):
        load(path)


def test_no_file_and_too_large_a_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"none\.csv: There is no such file"):
        load(tmp_path / "none.csv")
    with pytest.raises(InvalidInput, match=r"large\.csv: The file is larger than 20 MB"):
        load(written(tmp_path, "large.csv", b" " * 20_000_001))


def test_a_file_of_any_length_costs_a_bounded_number_of_statements(
    tmp_path: Path, django_assert_max_num_queries
) -> None:
    for count in (1, 300):
        days = (date.fromordinal(date(2010, 1, 1).toordinal() + n) for n in range(count))
        rows = "".join(f"KGS,{day},7{count}\n" for day in days)
        path = written(tmp_path, f"{count}.csv", f"Code,Effective Date,Rate\n{rows}")
        with django_assert_max_num_queries(20):
            load(path)
