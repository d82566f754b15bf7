"""What people may do about a criticality: answer it, decide on it, say that something is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.making import milestone_row, project_row, user_with

from sapar.design.projects.models import Project
from sapar.ground.kernel import InvalidInput, NotPermitted, SaparError
from sapar.ground.parties.models import Post, User
from sapar.ground.record.models import JournalEntry
from sapar.ground.record.queries import verify_journal
from sapar.watch.alerts.actions import answer_criticality
from sapar.watch.alerts.models import Answer
from sapar.watch.alerts.permissions import decides_at, may_answer, may_decide, speaks_for
from sapar.watch.alerts.queries import criticality_file, reading_of
from sapar.watch.alerts.rules.reading import by_key
from sapar.watch.alerts.rules.shapes import Criticality
from sapar.watch.correctives.actions import decide_measure, record_done
from sapar.watch.correctives.models import Measure, MeasureDecision, MeasureDone

pytestmark = pytest.mark.django_db
OVERDUE = "watch.milestones_overdue"
LEVELS = {
    "manager": "project_manager",
    "finance": "finance",
    "donor": "donor",
    "headquarters": "headquarters",
    "outsider": "",
}
DECIDING = ("manager", "headquarters")
ANSWERING = ("manager", "finance", "donor", "headquarters")


def today() -> date:
    return datetime.now(UTC).date()


def ahead(days: int) -> date:
    return today() + timedelta(days=days)


@pytest.fixture
def project(db: None) -> Project:
    """A project of which a milestone is a hundred days late: red, and not with its manager."""
    made = project_row("P", start=ahead(-400), end=ahead(400), recorded=ahead(-410))
    milestone_row(made, ahead(-100), recorded=ahead(-410))
    return made


@pytest.fixture
def people(project: Project) -> dict[str, User]:
    """The four people of every access test, and headquarters."""
    return {
        "manager": user_with("manager", "project_manager", of=project),
        "finance": user_with("finance", "finance", of=project),
        "donor": user_with("donor", "donor", owner="ministry"),
        "headquarters": user_with("headquarters", "headquarters"),
        "outsider": user_with("outsider"),
    }


def stands(project: Project) -> Criticality:
    return by_key(reading_of(project.pk, today()).criticalities)[OVERDUE, ""]


def answer(user: User, project: Project, **changes) -> Answer:
    given = {"rule": OVERDUE, "subject": "", "kind": "explained", "text": " The venue burned. "}
    return answer_criticality(user=user, project=project, **{**given, **changes})


def decide(user: User, project: Project, **changes) -> Measure:
    given = {
        "rule": OVERDUE,
        "subject": "",
        "title": " Find another venue ",
        "owner_post_id": Post.objects.get(code="manager").pk,
        "deadline": ahead(30),
    }
    return decide_measure(user=user, project=project, **{**given, **changes})


def refused(error: SaparError) -> None:
    """A refusal says what is wrong and what to do next, and nothing was written."""
    assert error.what
    assert error.remedy
    assert not JournalEntry.objects.exists()
    assert not Answer.objects.exists()
    assert not Measure.objects.exists()


@pytest.mark.parametrize("name", LEVELS)
def test_who_may_answer_and_who_may_decide(project: Project, people, name: str) -> None:
    user = people[name]
    assert may_answer(user, project) is (name in ANSWERING)
    assert may_decide(user, project) is (name in DECIDING)
    assert speaks_for(user, project) == LEVELS[name]
    assert decides_at(user, project) == (LEVELS[name] if name in DECIDING else "")


@pytest.mark.parametrize("name", ANSWERING)
def test_whoever_has_a_mandate_may_answer_and_it_is_in_the_journal(
    project: Project, people, name: str
) -> None:
    made = answer(people[name], project)
    assert (made.by.code, made.level, made.text) == (name, LEVELS[name], "The venue burned.")
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor, entry.project, entry.subject) == (
        "criticality explained",
        f"The {name}",
        "P",
        OVERDUE,
    )
    assert entry.user == people[name]
    assert entry.changes == {"answer": made.pk, "kind": "explained", "text": "The venue burned."}
    assert verify_journal().breaks == ()
    shown = criticality_file(project.pk, OVERDUE, "", today()).answers
    assert [(row.by, row.text) for row in shown] == [(f"The {name}", "The venue burned.")]


def test_an_outsider_may_not_answer(project: Project, people) -> None:
    with pytest.raises(NotPermitted) as told:
        answer(people["outsider"], project)
    refused(told.value)


@pytest.mark.parametrize("name", ["finance", "donor", "outsider"])
def test_who_may_not_decide_is_told_whom_to_ask(project: Project, people, name: str) -> None:
    with pytest.raises(NotPermitted) as told:
        decide(people[name], project)
    refused(told.value)
    assert "headquarters" in told.value.remedy


@pytest.mark.parametrize("name", DECIDING)
def test_a_measure_is_decided_with_owner_and_deadline_and_is_in_the_journal(
    project: Project, people, name: str
) -> None:
    made = decide(people[name], project, expected=Decimal("5.5"))
    decision = MeasureDecision.objects.get()
    assert (made.code, made.title) == ("M-1", "Find another venue")
    assert (decision.level, decision.deadline, decision.owner) == (
        LEVELS[name],
        ahead(30),
        Post.objects.get(code="manager"),
    )
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.subject) == ("measure decided", OVERDUE)
    assert entry.changes == {
        "measure": "M-1",
        "title": "Find another venue",
        "owner": decision.owner_id,
        "deadline": ahead(30).isoformat(),
        "expected": "5.5",
    }


def test_neither_an_answer_nor_a_measure_closes_or_regrades(project: Project, people) -> None:
    before = stands(project)
    answer(people["manager"], project)
    answer(people["donor"], project, kind="acknowledged", text="")
    assert stands(project) == before
    decide(people["headquarters"], project, deadline=ahead(300))
    record_done(user=people["manager"], measure=Measure.objects.get(), note="Done")
    after = stands(project)
    assert after.answered
    assert after.due_on is not None
    assert replace(after, answered=False, due_on=before.due_on) == before


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"kind": "closed"}, "kind"),
        ({"text": "  "}, "text"),
        ({"rule": "watch.report_late"}, "P, watch.report_late"),
        ({"subject": "else"}, f"P, {OVERDUE}"),
    ],
)
def test_an_answer_that_says_nothing_or_to_nothing_is_refused(
    project: Project, people, changes: dict, where: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        answer(people["manager"], project, **changes)
    assert told.value.where == where
    refused(told.value)


def test_to_acknowledge_needs_no_words(project: Project, people) -> None:
    assert answer(people["finance"], project, kind="acknowledged", text="").text == ""


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": " "}, "title"),
        ({"deadline": None}, "deadline"),
        ({"deadline": today()}, "deadline"),
        ({"owner_post_id": None}, "owner"),
        ({"owner_post_id": 10_000}, "owner"),
        ({"rule": "watch.report_late"}, "P, watch.report_late"),
    ],
)
def test_a_measure_without_words_owner_time_or_cause_is_refused(
    project: Project, people, changes: dict, where: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        decide(people["manager"], project, **changes)
    assert told.value.where == where
    refused(told.value)


def test_a_post_of_another_project_cannot_own_a_measure(project: Project, people) -> None:
    other = project_row("Q")
    user_with("elsewhere", "project_manager", of=other)
    with pytest.raises(InvalidInput) as told:
        decide(people["manager"], project, owner_post_id=Post.objects.get(code="elsewhere").pk)
    assert told.value.where == "owner"


def test_measures_are_numbered_past_codes_that_are_taken(project: Project, people) -> None:
    Measure.objects.create(project=project, code="M-2", rule=OVERDUE, title="From a file")
    assert decide(people["manager"], project).code == "M-1"
    assert decide(people["manager"], project).code == "M-3"


def test_someone_of_two_levels_decides_at_the_one_that_decides(project: Project, people) -> None:
    both = people["manager"]
    Post.objects.get(code="manager").mandates.create(level="donor", reach="own")
    assert speaks_for(both, project) == "donor"
    assert decides_at(both, project) == "project_manager"
    decide(both, project)
    assert MeasureDecision.objects.get().level == "project_manager"


def test_a_measure_is_done_once_and_its_effect_is_computed_not_said(
    project: Project, people
) -> None:
    measure = decide(people["manager"], project)
    done = record_done(user=people["headquarters"], measure=measure, note=" All booked ")
    assert (done.note, done.effective_on) == ("All booked", today())
    assert JournalEntry.objects.last().changes == {"note": "All booked"}
    with pytest.raises(InvalidInput) as told:
        record_done(user=people["manager"], measure=measure)
    assert (told.value.where, MeasureDone.objects.count()) == ("M-1", 1)
    assert JournalEntry.objects.count() == 2
    (row,) = criticality_file(project.pk, OVERDUE, "", today()).measures
    assert (row.done_on, row.worked) == (today(), "open")


@pytest.mark.parametrize("name", ["finance", "donor", "outsider"])
def test_who_may_not_decide_may_not_record_it_as_done(project: Project, people, name: str) -> None:
    measure = decide(people["manager"], project)
    with pytest.raises(NotPermitted) as told:
        record_done(user=people[name], measure=measure)
    assert told.value.remedy
    assert not MeasureDone.objects.exists()


def test_every_action_moves_the_project_so_that_stored_readings_are_made_again(
    project: Project, people
) -> None:
    def revision() -> int:
        return Project.objects.get(pk=project.pk).revision

    before = revision()
    answer(people["manager"], project)
    measure = decide(people["manager"], project)
    record_done(user=people["manager"], measure=measure)
    assert revision() == before + 3


def test_a_mandate_that_ended_yesterday_decides_nothing_today(project: Project, people) -> None:
    holding = people["manager"].person.holdings.get()
    holding.held_to = ahead(-1)
    holding.save()
    with pytest.raises(NotPermitted):
        decide(people["manager"], project)
