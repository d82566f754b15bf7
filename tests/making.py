"""Short ways to put small projects on record: frozen facts for pure rules, and rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any

from sapar.design.projects.facts import PartnerFact, PeriodFact, PhaseFact
from sapar.design.projects.models import Partner, Project, ProjectPeriod, ProjectPost
from sapar.design.workplan.models import Activity, Milestone, MilestoneDate
from sapar.design.workplan.rules import MilestoneDateFact, MilestoneFact
from sapar.ground.parties.facts import AssessmentFact, HoldingFact, PostFact, SuccessionFact
from sapar.ground.parties.models import Holding, Mandate, Office, Organisation, Person, Post, User
from sapar.ground.record.models import Source
from sapar.ground.record.rules import Dated
from sapar.ground.rulebook import default_rulebook
from sapar.ground.rulebook.schema import Rule
from sapar.money.agreements.facts import (
    AmendmentFact,
    PackFact,
    ReportDueFact,
    TermsFact,
    TreatmentFact,
)
from sapar.money.budget.rules import PlannedFact
from sapar.money.ledger.rules import EntryFact
from sapar.money.payments.rules import StepFact
from sapar.together.instruments.rules import UndertakingFact
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.correctives.facts import DecisionFact
from sapar.watch.monitoring.reports import ReportFact

START, END = date(2020, 1, 1), date(2022, 12, 31)
SIGNED = date(2019, 12, 1)
"""The small project runs three years and came on record a month before it began."""

_ids = count(1)


def dated(on: date, recorded: date | None = None, superseded: date | None = None) -> Dated:
    """The dates of a fact; where nothing else is said it was recorded on its own day."""
    return Dated(next(_ids), on, recorded or on, superseded)


def period(
    start: date | None = START,
    end: date | None = END,
    *,
    kind: str = "agreed",
    recorded: date = SIGNED,
    superseded: date | None = None,
) -> PeriodFact:
    return PeriodFact(kind, start, end, dated(recorded, recorded, superseded))


def phase(name: str, on: date) -> PhaseFact:
    return PhaseFact(name, dated(on))


def project(**parts: Iterable[Any]) -> ProjectFacts:
    """A project that runs from START to END unless its periods are given."""
    given = {name: tuple(facts) for name, facts in parts.items()}
    return ProjectFacts("P", **{"periods": (period(),), **given})


def milestones(
    *days: tuple[date, date | None], recorded: date = SIGNED
) -> dict[str, tuple[Any, ...]]:
    """Milestones of one activity: the day each is planned for and the day it was reached."""
    made, dates = [], []
    for planned, reached in days:
        number = next(_ids)
        made.append(MilestoneFact(number, f"M{number}", f"Milestone {number}", 1, Decimal(1)))
        dates.append(MilestoneDateFact(number, "planned", dated(planned, recorded)))
        if reached:
            dates.append(MilestoneDateFact(number, "reached", dated(reached)))
    return {"milestones": tuple(made), "milestone_dates": tuple(dates)}


def planned(
    amount: int, start: date = START, end: date = END, currency: str = "EUR", kind: str = "plan"
) -> PlannedFact:
    return PlannedFact(kind, end, Decimal(amount), currency, dated(start, SIGNED))


def entry(amount: int, on: date, kind: str = "expenditure", currency: str = "EUR") -> EntryFact:
    return EntryFact(kind, Decimal(amount), currency, None, dated(on))


def terms(
    mode: str = "eu_grant_2008",
    *,
    amount: int = 1000,
    rate: str | None = "0.8",
    signed: date | None = SIGNED,
    agreement: str = "A",
) -> TermsFact:
    share = None if rate is None else Decimal(rate)
    return TermsFact(
        agreement, mode, signed, START, END, Decimal(amount), "EUR", share, dated(SIGNED)
    )


def due(
    first: date, last: date, on: date, kind: str = "interim", agreement: str = "A"
) -> ReportDueFact:
    return ReportDueFact(agreement, kind, first, last, dated(on, SIGNED))


def report(first: date, last: date, on: date, rating: str = "") -> ReportFact:
    return ReportFact(first, last, rating, dated(on))


def amendment(on: date, purpose: str = "extension", recorded: date | None = None) -> AmendmentFact:
    return AmendmentFact(purpose, dated(on, recorded))


def pack(name: str, on: date = SIGNED) -> PackFact:
    return PackFact("A", name, dated(on))


def treatment(topic: str, on: date, *, owned: bool = True, how: str = "stricter") -> TreatmentFact:
    return TreatmentFact(topic, owned, how, dated(on))


def step(request: str, kind: str, on: date, waits_at: str = "", by: str = "FIELD") -> StepFact:
    return StepFact(request, kind, by, waits_at, dated(on))


def post(code: str = "CTA", *required: str, key: bool = True) -> PostFact:
    return PostFact(code, f"Post {code}", key, required)


def holding(
    on: date,
    to: date | None = None,
    *,
    handed: date | None = None,
    person: str = "CTA-1",
    post: str = "CTA",
    recorded: date | None = None,
    superseded: date | None = None,
) -> HoldingFact:
    return HoldingFact(post, person, to, handed, dated(on, recorded, superseded))


def assessment(
    competence: str, met: bool, on: date = START, person: str = "CTA-1"
) -> AssessmentFact:
    return AssessmentFact("CTA", person, competence, met, dated(on))


def partner(code: str = "MIN") -> PartnerFact:
    return PartnerFact(code, f"Ministry {code}", "counterpart", dated(SIGNED))


def change(on: date, code: str = "MIN", kind: str = "reorganised") -> SuccessionFact:
    return SuccessionFact(code, "NEW", kind, dated(on))


def undertaking(
    on: date, state: str = "given", *, code: str = "U1", owner: str = "MIN"
) -> UndertakingFact:
    return UndertakingFact(code, owner, state, dated(on))


def decision(
    rule: str,
    on: date,
    deadline: date,
    *,
    subject: str = "",
    superseded: date | None = None,
    measure: str = "M-1",
) -> DecisionFact:
    dates = dated(on, on, superseded)
    return DecisionFact(measure, rule, subject, "project_manager", deadline, None, dates)


def rule(name: str) -> Rule:
    return default_rulebook().rule(f"watch.{name}")


# Rows of the database.


def moment(day: date) -> datetime:
    """Nine in the morning of a day, in UTC."""
    return datetime.combine(day, time(9), tzinfo=UTC)


def stamp(day: date, effective: date | None = None) -> dict[str, Any]:
    """The fields that each fact has: recorded on a day, about that day or another."""
    source, _ = Source.objects.get_or_create(key="made", defaults={"title": "Made for tests"})
    return {
        "effective_on": effective or day,
        "recorded_at": moment(day),
        "source": source,
        "basis": "illustrative",
    }


def organisation(code: str) -> Organisation:
    return Organisation.objects.get_or_create(code=code, defaults={"name": f"Organisation {code}"})[
        0
    ]


def office(code: str, owner: str) -> Office:
    defaults = {"name": f"Office {code}", "organisation": organisation(owner)}
    return Office.objects.get_or_create(code=code, defaults=defaults)[0]


def project_row(
    code: str, *, start: date = START, end: date | None = END, recorded: date = SIGNED
) -> Project:
    """A project that `works` carries out, with a period and a counterpart ministry."""
    made = Project.objects.create(
        code=code, title=f"Title of {code}", executing=organisation("works")
    )
    ProjectPeriod.objects.create(
        project=made, kind="agreed", starts_on=start, ends_on=end, **stamp(recorded)
    )
    Partner.objects.create(
        project=made, organisation=organisation("ministry"), role="counterpart", **stamp(recorded)
    )
    return made


def user_with(
    name: str, level: str = "", *, of: Project | None = None, owner: str = "works"
) -> User:
    """Someone who can sign in; with a level they hold a post, in a project or over all of them."""
    person = Person.objects.create(code=name, name=f"The {name}")
    if level:
        seat = Post.objects.create(code=name, office=office(owner, owner), title=f"Post of {name}")
        reach = "own" if of else "organisation"
        Mandate.objects.create(post=seat, level=level, reach=reach)
        Holding.objects.create(post=seat, person=person, **stamp(SIGNED))
        if of:
            ProjectPost.objects.create(project=of, post=seat)
    return User.objects.create(username=name, person=person)


def milestone_row(of: Project, planned: date, *, recorded: date = SIGNED) -> Milestone:
    """A milestone of the project, planned for a day and not reached."""
    activity, _ = Activity.objects.get_or_create(project=of, code="A", defaults={"title": "Work"})
    number = Milestone.objects.filter(project=of).count() + 1
    made = Milestone.objects.create(
        project=of, activity=activity, code=f"M{number}", title=f"Milestone {number}"
    )
    MilestoneDate.objects.create(
        project=of, milestone=made, kind="planned", **stamp(recorded, planned)
    )
    return made
