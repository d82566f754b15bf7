"""All problems of a file are told at once, each with line, key and the nearest known key."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from sapar.ground.kernel import InvalidInput
from sapar.ground.rulebook import load_located, validated


class Visit(BaseModel):
    model_config = ConfigDict(extra="forbid")
    place: str
    day: date
    cost: Decimal | None = None


class Mission(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    visits: list[Visit] = []
    by_year: dict[int, Visit] = {}
    from_: date | None = Field(default=None, alias="from")


def refusal(text: str) -> InvalidInput:
    data, lines = load_located(text, "mission.yaml")
    with pytest.raises(InvalidInput) as refused:
        validated(Mission, data, lines, "mission.yaml")
    return refused.value


def test_good_data_becomes_the_model() -> None:
    data, lines = load_located("title: Osh\nvisits:\n  - {place: Osh, day: 2009-03-01}", "m")
    assert validated(Mission, data, lines, "m").visits[0].day == date(2009, 3, 1)


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    error = refusal("title: Osh\nvisits:\n  - place: Osh\n    day: 2009-03-01\n    csot: 3")
    assert error.where == "mission.yaml, line 5"
    assert error.what == "'visits.0.csot' is not a known key. Did you mean 'cost'?"


def test_an_alias_is_offered_and_not_the_name_in_the_code() -> None:
    assert "Did you mean 'from'?" in refusal("title: Osh\nfrm: 2009-03-01").what


def test_a_key_inside_a_free_mapping_is_found() -> None:
    error = refusal(
        "title: Osh\nby_year:\n  2009:\n    place: Osh\n    day: 2009-03-01\n    plce: x"
    )
    assert error.what == "'by_year.2009.plce' is not a known key. Did you mean 'place'?"
    assert error.where == "mission.yaml, line 6"


def test_a_missing_key_is_placed_at_its_parent() -> None:
    error = refusal("title: Osh\nvisits:\n  - place: Osh\n")
    assert str(error).startswith("mission.yaml, line 3: 'visits.0.day' is missing")


def test_every_problem_is_listed_in_order_of_lines() -> None:
    error = refusal("title: 2008\nvisits:\n  - place: Osh\n    day: soon\n    cost: dear\nodd: 1")
    assert error.where == "mission.yaml"
    listed = error.what.splitlines()
    assert listed[0] == "4 problems:"
    assert listed[1] == "  line 1: 'title' should be text; put it in quotes"
    assert listed[2].startswith("  line 4: 'visits.0.day' should be a")
    assert listed[3] == "  line 5: 'visits.0.cost' should be a number"
    assert listed[4] == "  line 6: 'odd' is not a known key"
