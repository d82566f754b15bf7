from __future__ import annotations

import json
from datetime import date

import pytest
import typer
from tests.money.judging.projects_made import double_project, spent
from typer.testing import CliRunner

from sapar.cli import rulebooks
from sapar.ground.kernel import InvalidInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    """The command line with a project under two rulebooks."""
    agreement = double_project()
    spent(agreement, "5000", date(2009, 5, 1))
    spent(agreement, "75", date(2011, 1, 15))
    app = typer.Typer()
    rulebooks.register(app)

    def call(*words: str):
        return CliRunner().invoke(app, list(words))

    return call


def test_the_register_and_the_judged_ledger_as_json(run):
    told = json.loads(run("D", "--as-of", "2011-03-01", "--format", "json").stdout)
    assert len(told["topics"]) == 14
    (window,) = [one for one in told["topics"] if one["topic"] == "eligibility_window"]
    assert (window["open"], window["inputs"]["outside"], window["inputs"]["amount"]) == (
        True,
        1,
        75,
    )
    assert set(window["sides"]) == {"un_ilo", "eu_grant"}
    totals = {
        (one["pack"], one["verdict"]): one["amount"] for one in told["agreements"][0]["totals"]
    }
    assert totals == {
        ("un_ilo", "eligible"): 5075,
        ("eu_grant", "eligible"): 5000,
        ("eu_grant", "not_eligible"): 75,
    }


def test_the_same_as_tables_and_as_of_an_earlier_day(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "220")
    shown = run("D", "--as-of", "2010-01-01").stdout
    assert "14 topics, 14 open" in shown
    assert "not eligible" not in shown
    assert "not eligible" in run("D", "--as-of", "2011-03-01").stdout


def test_a_day_without_rulebooks_is_refused_with_what_to_do(run):
    result = run("D", "--as-of", "2008-01-01")
    assert isinstance(result.exception, InvalidInput)
    assert "Record under which rulebooks" in str(result.exception)
