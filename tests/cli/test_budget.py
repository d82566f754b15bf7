"""`sapar budget`: what it shows, what it judges, and that judging writes nothing."""

from __future__ import annotations

import json

import pytest
import typer
from tests.money.running import ahead, running_grant
from typer.testing import CliRunner

from sapar.cli import budget
from sapar.ground.kernel import InvalidInput
from sapar.money.agreements.models import Agreement
from sapar.money.budget.models import BudgetVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant(db: None) -> Agreement:
    return running_grant()


def told(*words: str) -> str:
    app = typer.Typer(pretty_exceptions_enable=False)
    budget.register(app)
    outcome = CliRunner().invoke(app, ["budget", *words], env={"COLUMNS": "200"})
    if outcome.exception and not isinstance(outcome.exception, SystemExit):
        raise outcome.exception
    return outcome.output


def test_the_budget_is_shown_in_the_form_of_the_donor(grant) -> None:
    shown = told("show", "P")
    assert "7 = 1 + 2 + 3 + 4 + 5 + 6 (primary)" in shown
    assert "11 = 9 + 10 (unverified)" in shown
    rows = json.loads(told("show", "P", "--format", "json"))
    assert {row["line"]: row["amount"] for row in rows["lines"]}[11] == 1_100_000
    assert {f["verdict"] for f in rows["findings"]} == {"clear"}


def test_a_reallocation_is_judged_and_nothing_is_written(grant) -> None:
    assert "Needs: notice" in told("judge", "P", "--move", "5.1:2.1:25000")
    answer = told("judge", "P", "--move", "5.1:2.1:20000", "--move", "5.2:2.1:5000.01")
    assert "Needs: addendum" in answer
    assert "Ask by" in answer
    assert BudgetVersion.objects.count() == 1
    row = json.loads(told("judge", "P", "--move", "5.1:5.2:5", "--format", "json"))
    assert (row["needs"], row["request_by"]) == ("nothing", None)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("judge", "P", "--move", "5.1:2.1"), "'5.1:2.1' is no move. Write it as 4.1.1:6.2.1"),
        (("judge", "P", "--move", "5.1:2.1:x"), "'5.1:2.1:x' is no move"),
        (("judge", "P", "--move", "5.1:9.1:5"), "The budget has no line '9.1'"),
        (("show", "P", "--agreement", "X"), "No agreement is called 'X'. Give --agreement as"),
        (("show", "P", "--as-of", ahead(-500).isoformat()), "No budget stood on"),
        (("show", "Q"), "No project is called 'Q'"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(grant, words, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        told(*words)
    assert says in str(refused.value)
