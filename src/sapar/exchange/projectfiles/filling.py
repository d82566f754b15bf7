"""Fills the tables from a project file, floor by floor: which form becomes which rows."""

from __future__ import annotations

from sapar.design.logframe.models import Indicator, Result, Target
from sapar.design.projects.models import (
    Partner,
    Place,
    Project,
    ProjectPeriod,
    ProjectPhase,
    ProjectPost,
    Sector,
    Statement,
)
from sapar.design.risks.models import Risk, RiskRating
from sapar.design.workplan.models import (
    Activity,
    ActivityPlan,
    Dependency,
    Milestone,
    MilestoneDate,
)
from sapar.exchange.projectfiles.money_filling import MONEY_IN_ORDER, money
from sapar.exchange.projectfiles.rows import Rows
from sapar.exchange.projectfiles.schema.design import ActivityForm, ResultForm
from sapar.exchange.projectfiles.schema.parties import PostForm
from sapar.exchange.projectfiles.schema.watching import MeasureForm
from sapar.ground.parties.models import (
    CompetenceAssessment,
    Holding,
    Mandate,
    Office,
    Organisation,
    Person,
    Post,
    Succession,
)
from sapar.together.instruments.models import Undertaking, UndertakingState
from sapar.watch.alerts.models import Answer
from sapar.watch.correctives.models import Measure, MeasureDecision, MeasureDone
from sapar.watch.monitoring.models import ActualValue, ProgressReport

IN_ORDER = (
    *(Organisation, Office, Person, Post, Mandate, Succession, Holding, CompetenceAssessment),
    *(Project, ProjectPost, ProjectPeriod, ProjectPhase, Place, Sector, Partner, Statement),
    *(Result, Indicator, Target, ActualValue),
    *(Activity, ActivityPlan, Milestone, MilestoneDate, Dependency),
    *(Risk, RiskRating, Undertaking, UndertakingState),
    *MONEY_IN_ORDER,
    *(ProgressReport, Measure, MeasureDecision, MeasureDone, Answer),
)
"""The tables a project file fills, each after those it points to."""


def fill(rows: Rows) -> Project:
    """Every part of the file becomes rows; the project's own row is returned."""
    _parties(rows)
    project = _project(rows)
    for post in rows.file.posts:
        _post(rows, post, project)
    _chain(rows, project)
    _workplan(rows, project)
    _risks_and_undertakings(rows, project)
    money(rows, project)
    _watching(rows, project)
    rows.settle_supersession()
    return project


def _parties(rows: Rows) -> None:
    file, known = rows.file, rows.known
    for model, found in (
        (Organisation, known.organisations),
        (Office, known.offices),
        (Person, known.people),
        (Post, known.posts),
    ):
        rows.coded.update({(model, code): row for code, row in found.items()})
    for organisation in file.organisations:
        if organisation.code not in known.organisations:
            rows.add(Organisation, organisation)
    for organisation in file.organisations:
        owner = rows.named(Organisation, organisation.code)
        for change in organisation.successions:
            rows.fact(
                Succession,
                change,
                organisation=owner,
                successor=rows.named(Organisation, change.successor),
            )
    for office in file.offices:
        if office.code not in known.offices:
            rows.add(Office, office, organisation=rows.named(Organisation, office.organisation))
    for person in file.people:
        if person.code not in known.people:
            rows.add(Person, person)


def _post(rows: Rows, form: PostForm, project: Project) -> None:
    post = rows.known.posts.get(form.code)
    if post is None:
        post = rows.add(Post, form, office=rows.named(Office, form.office))
        for mandate in form.mandates:
            rows.add(Mandate, mandate, post=post)
    if form.on_project:
        rows.tables.setdefault(ProjectPost, []).append(
            ProjectPost(project=project, post=post, key=form.key)
        )
    for holding in form.holdings:
        rows.fact(Holding, holding, post=post, person=rows.named(Person, holding.person))
    for assessed in form.assessments:
        person = rows.named(Person, assessed.person)
        rows.fact(CompetenceAssessment, assessed, post=post, person=person)


def _project(rows: Rows) -> Project:
    form = rows.file.project
    project = rows.add(Project, form, executing=rows.named(Organisation, form.executing))
    for period in form.periods:
        rows.fact(
            ProjectPeriod,
            period,
            project=project,
            starts_on=period.starts.first if period.starts else None,
            ends_on=period.ends.last if period.ends else None,
            starts_as=str(period.starts or ""),
            ends_as=str(period.ends or ""),
        )
    rows.facts(ProjectPhase, form.phases, project=project)
    rows.facts(Place, form.places, project=project)
    rows.facts(Sector, form.sectors, project=project)
    rows.facts(Statement, form.statements, project=project)
    for partner in form.partners:
        organisation = rows.named(Organisation, partner.organisation)
        rows.fact(Partner, partner, project=project, organisation=organisation)
    return project


def _chain(rows: Rows, project: Project) -> None:
    for form in rows.file.results:
        _result(rows, form, project)
    for form in rows.file.results:
        if form.parent:
            result = rows.named(Result, form.code)
            assert result is not None
            result.parent = rows.named(Result, form.parent)


def _result(rows: Rows, form: ResultForm, project: Project) -> None:
    result = rows.add(Result, form, project=project)
    for measured in form.indicators:
        indicator = rows.add(Indicator, measured, project=project, result=result)
        rows.facts(Target, measured.targets, project=project, indicator=indicator)
        rows.facts(ActualValue, measured.values, project=project, indicator=indicator)


def _workplan(rows: Rows, project: Project) -> None:
    for form in rows.file.activities:
        _activity(rows, form, project)
    for form in rows.file.activities:
        successor = rows.named(Activity, form.code)
        for code in form.after:
            rows.tables.setdefault(Dependency, []).append(
                Dependency(predecessor=rows.named(Activity, code), successor=successor)
            )


def _activity(rows: Rows, form: ActivityForm, project: Project) -> None:
    result = rows.named(Result, form.result)
    activity = rows.add(Activity, form, project=project, result=result)
    rows.facts(ActivityPlan, form.plans, project=project, activity=activity)
    for point in form.milestones:
        milestone = rows.add(Milestone, point, project=project, activity=activity)
        rows.facts(MilestoneDate, point.dates, project=project, milestone=milestone)


def _risks_and_undertakings(rows: Rows, project: Project) -> None:
    for form in rows.file.risks:
        risk = rows.add(Risk, form, project=project, owner=rows.named(Post, form.owner))
        rows.facts(RiskRating, form.ratings, project=project, risk=risk)
    for promise in rows.file.undertakings:
        undertaking = rows.add(Undertaking, promise, project=project)
        for state in promise.states:
            owner = rows.named(Organisation, state.owner)
            rows.fact(
                UndertakingState, state, project=project, undertaking=undertaking, owner=owner
            )


def _watching(rows: Rows, project: Project) -> None:
    file = rows.file
    rows.facts(ProgressReport, file.reports, project=project)
    for form in file.measures:
        _measure(rows, form, project)
    for answer in file.answers:
        rows.fact(Answer, answer, project=project, by=rows.named(Person, answer.by))


def _measure(rows: Rows, form: MeasureForm, project: Project) -> None:
    measure = rows.add(Measure, form, project=project)
    for decision in form.decisions:
        owner = rows.named(Post, decision.owner)
        rows.fact(MeasureDecision, decision, project=project, measure=measure, owner=owner)
    rows.facts(MeasureDone, form.done, project=project, measure=measure)
