"""Who may move money in a budget, and what comes on record when they do."""

from __future__ import annotations

import pytest
from tests.making import stamp
from tests.money.budget.budget_made import move
from tests.money.running import ahead, people_around, running_grant, today

from sapar.ground.kernel import InvalidInput, NotPermitted
from sapar.ground.parties.models import User
from sapar.ground.record.models import JournalEntry
from sapar.ground.record.queries import verify_journal
from sapar.money.agreements.actions import record_amendment
from sapar.money.agreements.models import Agreement, Amendment
from sapar.money.budget.actions import apply_reallocation, propose_reallocation
from sapar.money.budget.models import BudgetAmount, BudgetVersion
from sapar.money.budget.permissions import may_change_budget
from sapar.money.budget.queries import budget_of, budget_sheet, versions_of
from sapar.money.budget.rules import Need

pytestmark = pytest.mark.django_db
CHANGING = {"manager", "finance"}


@pytest.fixture
def grant(db: None) -> Agreement:
    return running_grant()


@pytest.fixture
def people(grant: Agreement) -> dict[str, User]:
    return people_around(grant.project)


def written() -> tuple[int, int, int]:
    models = (BudgetVersion, BudgetAmount, JournalEntry)
    return tuple(model.objects.count() for model in models)  # type: ignore[return-value]


@pytest.mark.parametrize("name", ["manager", "finance", "donor", "headquarters", "outsider"])
def test_who_may_change_a_budget(grant, people, name: str) -> None:
    moves = [move("5.1", "2.1", 1_000)]
    asked = {"user": people[name], "agreement": grant, "moves": moves}
    assert may_change_budget(people[name], grant.project) is (name in CHANGING)
    if name in CHANGING:
        assert propose_reallocation(**asked).needs is Need.NOTICE
        assert apply_reallocation(**asked, reason="Fewer studies").number == 2
        return
    before = written()
    with pytest.raises(NotPermitted, match="does not change the budget"):
        propose_reallocation(**asked)
    with pytest.raises(NotPermitted, match="does not change the budget"):
        apply_reallocation(**asked, reason="Fewer studies")
    assert written() == before


def test_a_proposal_writes_nothing(grant, people) -> None:
    before = written()
    answer = propose_reallocation(
        user=people["manager"], agreement=grant, moves=[move("5.1", "2.1", 30_000)]
    )
    assert (answer.needs, answer.request_by) == (Need.ADDENDUM, today())
    assert written() == before


def test_a_change_by_notice_is_a_new_version_with_one_journal_entry(grant, people) -> None:
    revision = grant.project.revision
    version = apply_reallocation(
        user=people["manager"],
        agreement=grant,
        moves=[move("5.1", "2.1", 20_000)],
        reason="More travel",
    )
    assert (version.kind, version.effective_on, version.amendment) == ("unilateral", today(), None)
    lines = {line.line: line.amount for line in BudgetAmount.objects.filter(version=version)}
    assert lines == {
        "1.1": 600_000,
        "2.1": 120_000,
        "5.1": 180_000,
        "5.2": 100_000,
        "8": 60_000,
        "10": 40_000,
    }
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.reason) == ("budget reallocated", "More travel")
    assert entry.changes["moves"] == [{"from": "5.1", "to": "2.1", "amount": "EUR 20,000.00"}]
    assert verify_journal().breaks == ()
    grant.project.refresh_from_db()
    assert grant.project.revision == revision + 1
    assert budget_sheet(grant, ahead(-1)).version.number == 1


def test_what_needs_an_addendum_is_refused_until_one_is_signed(grant, people) -> None:
    moves = [move("5.1", "2.1", 30_000)]
    before = written()
    asked = {"user": people["finance"], "agreement": grant, "moves": moves, "reason": "Travel"}
    with pytest.raises(InvalidInput, match="This needs an addendum: The heading has moved by 30"):
        apply_reallocation(**asked)
    notice = Amendment.objects.create(
        project=grant.project, agreement=grant, number=1, kind="unilateral", what="x",
        **stamp(ahead(-1)),
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="This needs an addendum"):
        apply_reallocation(**asked, amendment=notice)
    assert written() == before
    addendum = record_amendment(
        user=people["finance"],
        agreement=grant,
        kind="addendum",
        what="More travel",
        effective_on=today(),
        signed_on=ahead(-1),
    )
    version = apply_reallocation(**asked, amendment=addendum)
    assert (version.kind, version.amendment, version.number) == ("addendum", addendum, 2)
    sheet = budget_sheet(grant, today())
    assert sheet is not None
    drifted = {f.subject: f.value for f in sheet.findings if "heading_variation" in f.rule}
    assert drifted == {"1": 0, "2": 0, "5": 0}


def test_an_addendum_does_not_raise_a_ceiling(grant, people) -> None:
    addendum = record_amendment(
        user=people["finance"], agreement=grant, kind="addendum", what="Reserve",
        effective_on=today(), signed_on=today(),
    )  # fmt: skip
    before = written()
    with pytest.raises(InvalidInput, match=r"cannot be moved: .*line 10, come to 60,000\.00 EUR"):
        apply_reallocation(
            user=people["finance"],
            agreement=grant,
            moves=[move("5.1", "10", 20_000)],
            reason="Reserve",
            amendment=addendum,
        )
    assert written() == before


def test_an_amendment_of_another_agreement_is_no_ground(grant, people) -> None:
    other = Agreement.objects.create(
        project=grant.project, code="H", donor=grant.donor, mode="eu_grant_2013"
    )
    foreign = Amendment.objects.create(
        project=grant.project, agreement=other, number=1, kind="addendum", what="x",
        signed_on=ahead(-1), **stamp(ahead(-1)),
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="not one that stands in the agreement"):
        apply_reallocation(
            user=people["finance"], agreement=grant, moves=[move("5.1", "2.1", 1)],
            reason="r", amendment=foreign,
        )  # fmt: skip


def test_a_reallocation_needs_a_reason(grant, people) -> None:
    with pytest.raises(InvalidInput, match="needs a reason"):
        apply_reallocation(
            user=people["finance"], agreement=grant, moves=[move("5.1", "2.1", 1)], reason=" "
        )


def test_the_lines_of_a_version_count_together_and_a_withdrawn_version_not_at_all(
    grant, people
) -> None:
    apply_reallocation(
        user=people["manager"], agreement=grant, moves=[move("5.1", "2.1", 5)], reason="r"
    )
    totals = [(row.amount.amount, row.original) for row in budget_of(grant.project_id, today())]
    assert totals == [
        *((amount, True) for amount in (600_000, 100_000, 300_000, 60_000, 40_000)),
        *((amount, False) for amount in (600_000, 100_005, 299_995, 60_000, 40_000)),
    ]
    second = BudgetVersion.objects.get(number=2)
    BudgetVersion.objects.create(
        project=grant.project, agreement=grant, number=2, kind="unilateral", supersedes=second,
        withdrawn=True, **stamp(ahead(1)),
    )  # fmt: skip
    assert [version.number for version in versions_of(grant, today())] == [1, 2]
    assert [version.number for version in versions_of(grant, ahead(1))] == [1]
    assert len(budget_of(grant.project_id, ahead(1))) == 5


def test_reading_a_budget_costs_the_same_for_one_version_and_for_many(
    grant, people, django_assert_num_queries
) -> None:
    with django_assert_num_queries(4):
        budget_sheet(grant, today())
    for _ in range(3):
        apply_reallocation(
            user=people["manager"], agreement=grant, moves=[move("5.1", "2.1", 5)], reason="r"
        )
    with django_assert_num_queries(4):
        budget_sheet(grant, today())
