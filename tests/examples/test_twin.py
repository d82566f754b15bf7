"""The fictional twin: the same every time, 39 months long, and complete in its causes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

import pytest

from sapar.examples.twin import START, Months, causes, twin_project_file
from sapar.examples.twin.months import DELEGATION, planned_share, spent_share
from sapar.exchange.projectfiles.checks import problems_in
from sapar.exchange.projectfiles.dating import day_of, facts, stamp_of
from sapar.exchange.projectfiles.schema import ProjectFile
from sapar.ground.kernel.period import months_between
from sapar.ground.rulebook import default_rulebook

MONTHS = Months(START)
LATEST = date(2013, 1, 1)


@pytest.fixture(scope="module")
def twin() -> ProjectFile:
    return twin_project_file()


def whole_of(twin: ProjectFile) -> Decimal:
    """The eligible costs of the budget as signed: all its lines but the taxes."""
    first = twin.agreements[0].budget_versions[0]
    return sum((line.worth for line in first.lines if line.heading != "12"), Decimal(0))


def test_it_is_the_same_every_time(twin: ProjectFile) -> None:
    assert twin_project_file() == twin


def test_it_contradicts_itself_nowhere(twin: ProjectFile) -> None:
    assert list(problems_in(twin)) == []


def test_it_is_fictional_and_illustrative_throughout(twin: ProjectFile) -> None:
    assert twin.project.fictional
    stamps = [stamp_of(twin, fact, None) for _, fact in facts(twin)]  # type: ignore[arg-type]
    assert {(stamp.source, stamp.basis) for stamp in stamps} == {("twin", "illustrative")}
    assert all("fictional" in organisation.name for organisation in twin.organisations)


def test_it_runs_for_39_months(twin: ProjectFile) -> None:
    last = twin.project.periods[-1]
    assert last.starts is not None
    assert last.ends is not None
    assert months_between(last.starts.first, last.ends.last) == 39
    assert (last.starts.first, last.ends.last) == (date(2008, 3, 1), date(2011, 5, 31))
    months = {entry.on.replace(day=1) for entry in twin.ledger if entry.kind == "expenditure"}
    assert {MONTHS.first(month) for month in range(1, 40)} <= months


def test_nothing_is_recorded_before_it_came_to_pass(twin: ProjectFile) -> None:
    for path, fact in facts(twin):
        recorded = stamp_of(twin, fact, None).recorded  # type: ignore[arg-type]
        happened = fact.happens or getattr(fact, "kind", "") == "reached"
        if happened:
            assert day_of(twin, fact, recorded) <= recorded.date(), path
        assert recorded.date() < LATEST, path


def test_spending_is_slow_for_26_months_and_ends_at_92_per_cent(twin: ProjectFile) -> None:
    whole = whole_of(twin)
    spent: dict[int, Decimal] = defaultdict(Decimal)
    for entry in twin.ledger:
        if entry.kind == "expenditure" and entry.eligible:
            assert entry.on is not None
            spent[months_between(START, entry.on)] += entry.amount
    for month in range(3, 27):
        share = sum(spent[m] for m in range(1, month + 1)) / (whole * planned_share(month))
        assert Decimal("0.35") <= share <= Decimal("0.46"), month
    total = sum(spent.values()) / whole
    assert abs(total - Decimal("0.92")) < Decimal("0.001")
    assert spent_share(39) == Decimal("0.920")


def test_the_plan_of_spending_adds_up_before_and_after_the_extension(twin: ProjectFile) -> None:
    whole = whole_of(twin)
    replaced = {row.supersedes for row in twin.planned_spending if row.supersedes}
    first = [r for r in twin.planned_spending if r.recorded == twin.planned_spending[0].recorded]
    now = [row for row in twin.planned_spending if row.id not in replaced or row.id is None]
    for rows in (first, now):
        assert abs(sum(row.amount for row in rows) - whole) < 1


def test_requests_wait_longest_where_authority_is_far_away(twin: ProjectFile) -> None:
    waits: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for request in twin.payment_requests:
        for step, following in zip(request.steps, request.steps[1:], strict=False):
            assert step.on is not None
            assert following.on is not None
            delegated = step.on >= MONTHS.first(DELEGATION)
            office = step.waits_at if step.waits_at in ("ow-geneva", "ow-moscow") else "field"
            waits[office, delegated].append((following.on - step.on).days)
    before = {office: median(days) for (office, late), days in waits.items() if not late}
    after = {office: median(days) for (office, late), days in waits.items() if late}
    assert before["field"] < before["ow-moscow"] < before["ow-geneva"]
    assert 15 < before["ow-geneva"] < 25
    assert all(after[office] < before[office] / 2 for office in before)


def test_its_size_is_that_of_a_real_project(twin: ProjectFile) -> None:
    assert len(twin.ledger) >= 300
    assert 100 <= len(twin.payment_requests) <= 125
    assert sum(len(result.indicators) for result in twin.results) == 24
    assert sum(len(activity.milestones) for activity in twin.activities) == 45
    indicators = [indicator for result in twin.results for indicator in result.indicators]
    assert {i.direction for i in indicators} == {"rise", "fall", "stay"}
    assert {i.measure for i in indicators} == {"number", "percentage", "yes_no", "ordinal", "text"}
    assert {i.reporting for i in indicators} == {"increment", "level", "cumulative"}


def test_half_of_the_indicators_have_no_value_for_two_years(twin: ProjectFile) -> None:
    two_years = MONTHS.last(24)
    indicators = [indicator for result in twin.results for indicator in result.indicators]
    valued = [i for i in indicators if any(value.on <= two_years for value in i.values)]
    unset = [
        i
        for i in indicators
        if all(t.recorded.date() > two_years for t in i.targets if t.kind == "baseline")
    ]
    assert (len(valued), len(unset)) == (11, 6)


def test_parts_of_a_total_add_up_to_it(twin: ProjectFile) -> None:
    for result in twin.results:
        for indicator in result.indicators:
            whole = {v.on: v.value for v in indicator.values if not v.disaggregation}
            for day in {v.on for v in indicator.values if v.disaggregation}:
                parts = [v.value for v in indicator.values if v.on == day and v.disaggregation]
                assert sum(parts) == whole[day]


def test_no_conflict_of_rulebooks_is_treated_under_the_first_leadership(twin: ProjectFile) -> None:
    treatments = twin.agreements[0].conflict_treatments
    assert len(treatments) == 14
    assert min(treatment.on for treatment in treatments) > MONTHS.last(26)


def test_the_second_report_came_41_days_late(twin: ProjectFile) -> None:
    due = twin.agreements[0].reports_due[1]
    report = twin.reports[1]
    assert report.period_to == due.period_to
    assert report.on - due.on == timedelta(days=41)


@pytest.mark.parametrize("began", causes(MONTHS), ids=lambda began: began.cause)
def test_every_internal_cause_is_in_the_facts_from_the_day_it_began(began, twin) -> None:
    known = {
        type(fact).table
        for _, fact in facts(twin)
        if stamp_of(twin, fact, None).recorded.date() <= began.first_report
        and day_of(twin, fact, stamp_of(twin, fact, None).recorded) >= began.on
    }
    shown_by = {
        "rules": {"packs", "terms"},
        "people": {"holdings", "assessments"},
        "monitoring": {"values"},
        "set_up": {"steps", "ledger"},
    }
    assert shown_by[began.cause] <= known
    assert began.on < began.first_report <= date(2008, 10, 30)
    assert began.words


def test_the_four_causes_are_those_of_the_evaluation_and_their_rules_exist() -> None:
    book = default_rulebook()
    told = causes(MONTHS)
    assert {began.cause for began in told} == {"people", "rules", "set_up", "monitoring"}
    known = {rule.id for rule in book.rules}
    for began in told:
        assert began.rules
        assert set(began.rules) <= known


def test_cut_off_at_a_day_it_knows_nothing_later(twin: ProjectFile) -> None:
    until = date(2009, 6, 30)
    cut = twin_project_file(until=until)
    assert list(problems_in(cut)) == []
    for _, fact in facts(cut):
        assert stamp_of(cut, fact, None).recorded.date() <= until  # type: ignore[arg-type]
    known = [f for _, f in facts(twin) if stamp_of(twin, f, None).recorded.date() <= until]  # type: ignore[arg-type]
    assert [fact for _, fact in facts(cut)] == known
    assert "ow-manager-2" not in {person.code for person in cut.people}
    assert "twin-agency-kg" not in {organisation.code for organisation in cut.organisations}


def test_moved_in_time_it_is_the_same_story(twin: ProjectFile) -> None:
    moved = twin_project_file(date(2018, 3, 1), "MOVED")
    assert [e.amount for e in moved.ledger] == [e.amount for e in twin.ledger]
    assert moved.project.code == "MOVED"
    assert {post.code for post in moved.posts if post.on_project}.isdisjoint(
        post.code for post in twin.posts if post.on_project
    )


def test_its_budget_has_three_versions_that_come_to_the_same(twin: ProjectFile) -> None:
    agreement = twin.agreements[0]
    kinds = [version.kind.value for version in agreement.budget_versions]
    assert kinds == ["original", "unilateral", "addendum"]
    for version in agreement.budget_versions:
        totals: dict[str, Decimal] = defaultdict(Decimal)
        for line in version.lines:
            totals[line.heading] += line.worth
        direct = sum(totals[str(number)] for number in range(1, 7))
        assert totals["8"] == direct * Decimal("0.07")
        assert totals["10"] <= direct * Decimal("0.05")
        assert direct + totals["8"] + totals["10"] == Decimal(1_625_000)
    notice, addendum = agreement.amendments
    assert (notice.on.year, addendum.on) == (2009, date(2010, 12, 20))


def test_two_rulebooks_have_something_to_collide_over(twin: ProjectFile) -> None:
    contracts = {contract.code: contract for contract in twin.contracts}
    assert (contracts["K-03"].amount, contracts["K-03"].procedure) == (70_000, "own_procedures")
    pieces = [c.amount for c in twin.contracts if c.group == "trainers"]
    assert len(pieces) == 2
    assert max(pieces) < 60_000 < sum(pieces)
    assert (contracts["K-06"].origin_country, contracts["K-06"].origin_proved) == ("CN", False)
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for entry in twin.ledger:
        if entry.contract:
            paid[entry.contract] += entry.amount
    assert paid.keys() == contracts.keys()
    assert all(amount <= contracts[code].amount for code, amount in paid.items())
    states = {entry.vat_status for entry in twin.ledger if entry.vat_status}
    assert states == {"claimed", "no_answer", "refused", "not_recoverable"}
    transfers = {asset.code: len(asset.transfers) for asset in twin.assets}
    assert transfers == {"A-1": 2, "A-2": 1, "A-3": 0}
    assert sum(entry.kind == "interest" for entry in twin.ledger) == 3


def test_some_costs_lie_outside_the_period_and_some_only_seem_to(twin: ProjectFile) -> None:
    by_reference = {entry.reference: entry for entry in twin.ledger}
    training, audit = by_reference["39-08"], by_reference["39-09"]
    assert (training.on <= MONTHS.end, training.posted_on) == (True, date(2011, 7, 21))
    assert (audit.on > MONTHS.end, audit.category) == (True, "expenditure_verification")
    early = [e for e in twin.ledger if e.kind == "expenditure" and e.on < START]
    assert [entry.eligible for entry in early] == [False, False]


def test_about_a_sixteenth_of_the_papers_was_lost_in_the_slow_years(twin: ProjectFile) -> None:
    slow = [
        entry
        for entry in twin.ledger
        if entry.kind == "expenditure" and entry.category != "indirect" and entry.eligible
        if entry.on <= MONTHS.last(29)
    ]
    lost = [entry for entry in slow if not entry.document_reference]
    share = sum(entry.amount for entry in lost) / sum(entry.amount for entry in slow)
    assert Decimal("0.05") < share < Decimal("0.075")
    assert {d.entry_reference for d in twin.entry_documents} < {e.reference for e in lost}
