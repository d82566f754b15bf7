"""What a project file refuses, and how it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.projectfiles.small_file import line_of, small

from sapar.exchange.projectfiles.reading import read_project_file
from sapar.ground.kernel import InvalidInput

ENDED = "supersedes: began\n        on: 2008-03-01\n        recorded: "
REPLACED_TOO_EARLY = (f"{ENDED}2009-02-28", f"{ENDED}2008-02-28")

REFUSED = [
    ("  title: A small project", "  titel: A small project", "project.titel", "'title'"),
    ("starts: 2008-03,", "starts: 2008-13,", "project.periods.0.starts", "2008-13"),
    ("on: 2009-02-28, value", "on: yesterday, value", "values.0.on", "not a day"),
    ("currency: EUR", "currency: EUQ", "currency", "not a currency of ISO 4217"),
    ("country: KG", "country: QQ", "offices.0.country", "not a country"),
    ("office: bishkek\n", "office: bishkeek\n", "posts.0.office", "Did you mean 'bishkek'?"),
    ("result: OP1}", "result: OP2}", "activities.0.result", "Did you mean 'OP1'?"),
    ("after: [A1]", "after: [A7]", "activities.1.after", "'A7' is not among the activities"),
    ("source: report", "source: reprot", "source", "Did you mean 'report'?"),
    ("supersedes: began", "supersedes: begun", "supersedes", "Did you mean 'began'?"),
    (
        "supersedes: began\n        on: 2008-03-01\n        recorded: 2009-02-28",
        "supersedes: began\n        on: 2008-03-01\n        recorded: 2008-02-28",
        "supersedes",
        "not recorded after",
    ),
    ("held_to: 2009-02-28", "held_to: 2007-02-28", "held_to", "before the first day"),
    ("ends: 2010-02-28", "ends: 2007", "project.periods.0.ends", "before the start"),
    ("on: 2008-05-10, a", "on: 2009-05-10, a", "ledger.0.on", "after the day it was recorded"),
    ("recorded: 2009-03-31", "recorded: 2999-03-31", "recorded", "still to come"),
    ("eu_rate: 0.80", "eu_rate: 1.80", "eu_rate", "less than or equal to 1"),
    ('heading: "1"', 'heading: "9"', "ledger.0.heading", "not among the headings"),
    ("code: A2", "code: A1", "activities.1.code", "stands twice"),
    ("mode: eu_grant_2008", "mode: eu_grant", "agreements.0.mode", "eu_grant_2008"),
    ("value: 1.5", "numerator: 3", "numerator", "belong together"),
]


@pytest.mark.parametrize(("old", "new", "field", "says"), REFUSED)
def test_a_wrong_value_is_refused_with_file_line_and_field(
    old: str, new: str, field: str, says: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        small(old, new)
    told = str(refusal.value)
    assert "small.yaml" in told
    assert f"line {line_of(old) + old.startswith(chr(10))}" in told
    assert field in told
    assert says in told


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        small("code: fund, name: Fund, constituent: donor", "code: found, name: Fund")
    assert "'fund' is not among the organisations" in str(refusal.value)
    with pytest.raises(InvalidInput, match="2 problems"):
        small("result: OP1}\n  - {code: A2, title: Report, after: [A1]}", "result: X, after: [Y]}")


def test_an_amount_without_any_currency_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no currency is given"):
        small("currency: EUR\n", "")


def test_a_fact_without_any_source_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no source is given"):
        small("source: report\n", "")


def test_a_partial_date_stays_as_exact_as_it_was_written() -> None:
    period = small().project.periods[0]
    assert (str(period.starts), str(period.ends)) == ("2008-03", "2010-02-28")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "project.yaml"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    with pytest.raises(InvalidInput, match="not UTF-8"):
        read_project_file(picture)
