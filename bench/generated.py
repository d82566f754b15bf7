"""Generated projects of ordinary size and mixed health, from a fixed seed."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model

from sapar.design.logframe.models import Indicator, Result, Target
from sapar.design.projects.models import (
    Partner,
    Place,
    Project,
    ProjectPeriod,
    ProjectPhase,
    ProjectPost,
)
from sapar.design.workplan.models import Activity, ActivityPlan, Milestone, MilestoneDate
from sapar.ground.kernel.period import add_months
from sapar.ground.parties.models import Holding, Mandate, Office, Organisation, Person, Post, User
from sapar.ground.record.actions import source_named
from sapar.money.agreements.models import Agreement, AgreementTerms, PackInForce, ReportDue
from sapar.money.budget.models import PlannedSpending
from sapar.money.ledger.models import Entry
from sapar.watch.monitoring.models import ActualValue, ProgressReport

COUNTRIES = ("KZ", "KG", "TJ", "UZ", "AM", "GE", "MD", "MN")


class Generator:
    """Makes projects that began between one and thirty months before a day."""

    def __init__(self, today: date, seed: int = 20090630) -> None:
        self.today = today
        self.random = random.Random(seed)
        self.source = source_named("bench", "Generated for the bench")
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        self.organisation = Organisation.objects.create(code="BENCH", name="Organisation")
        self.donor = Organisation.objects.create(code="BENCH-D", name="Donor")
        self.office = Office.objects.create(
            code="BENCH-HQ", organisation=self.organisation, name="Headquarters"
        )

    def desk(self) -> User:
        """A headquarters desk that reaches every project made."""
        post = Post.objects.create(code="BENCH-DESK", office=self.office, title="Desk")
        Mandate.objects.create(post=post, level="headquarters", reach="organisation")
        person = Person.objects.create(code="BENCH-DESK", name="Desk")
        Holding.objects.create(post=post, person=person, **self._stamp(self.today))
        user = User(username="bench-desk", person=person)
        user.set_unusable_password()
        user.save()
        return user

    def make(self, count: int, prefix: str) -> None:
        """That many projects with all their facts, in a few bulk inserts."""
        projects = Project.objects.bulk_create(
            Project(
                code=f"{prefix}-{n:05d}",
                title=f"Generated project {n}",
                executing=self.organisation,
            )
            for n in range(count)
        )
        self._owned(projects)
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows)  # type: ignore[attr-defined]
        self.rows.clear()

    def _stamp(self, day: date, recorded: date | None = None) -> dict[str, Any]:
        moment = datetime.combine(min(recorded or day, self.today), time(12), UTC)
        return {
            "effective_on": day,
            "recorded_at": moment,
            "source": self.source,
            "basis": "illustrative",
        }

    def _owned(self, projects: list[Project]) -> None:
        posts = Post.objects.bulk_create(
            Post(code=f"{p.code}-CTA", office=self.office, title="Manager", required_competences=[])
            for p in projects
        )
        person = Person.objects.get_or_create(code="BENCH-CTA", defaults={"name": "Manager"})[0]
        agreements = Agreement.objects.bulk_create(
            Agreement(project=p, code="A", donor=self.donor, mode="eu_grant_2008") for p in projects
        )
        results = Result.objects.bulk_create(
            Result(project=p, code="1", level="output", title="Output") for p in projects
        )
        indicators = Indicator.objects.bulk_create(
            Indicator(project=p, result=r, code=f"1.{i}", title=f"Indicator {i}")
            for p, r in zip(projects, results, strict=True)
            for i in range(4)
        )
        activities = Activity.objects.bulk_create(
            Activity(project=p, code=f"A{i}", title=f"Activity {i}")
            for p in projects
            for i in range(4)
        )
        milestones = Milestone.objects.bulk_create(
            Milestone(project=a.project, activity=a, code=f"{a.code}.{i}", title=f"Milestone {i}")
            for a in activities
            for i in range(2)
        )
        for n, project in enumerate(projects):
            self._one(
                project,
                agreements[n],
                indicators[n * 4 : n * 4 + 4],
                activities[n * 4 : n * 4 + 4],
                milestones[n * 8 : n * 8 + 8],
            )
            self.rows[ProjectPost].append(ProjectPost(project=project, post=posts[n], key=True))
            self.rows[Holding].append(
                Holding(post=posts[n], person=person, **self._stamp(add_months(self.today, -30)))
            )

    def _one(
        self,
        project: Project,
        agreement: Agreement,
        indicators: list[Indicator],
        activities: list[Activity],
        milestones: list[Milestone],
    ) -> None:
        age, length = self.random.randint(1, 30), 36
        start = add_months(self.today.replace(day=1), -age)
        end = add_months(start, length) - timedelta(days=1)
        health = self.random.choice((0.35, 0.6, 0.8, 0.95, 1.05))
        first = self._stamp(start)

        def put(model: type[Model], stamp: dict[str, Any], **fields: Any) -> None:
            self.rows[model].append(model(project=project, **stamp, **fields))

        put(ProjectPeriod, first, kind="agreed", starts_on=start, ends_on=end)
        put(ProjectPhase, first, phase="implementation")
        put(Place, first, country=self.random.choice(COUNTRIES))
        put(Partner, first, organisation=self.organisation, role="executing")
        terms = {"signed_on": start, "starts_on": start, "ends_on": end, "currency": "EUR"}
        put(
            AgreementTerms,
            first,
            agreement=agreement,
            amount=Decimal(900000),
            eu_rate=Decimal("0.8"),
            **terms,
        )
        put(PackInForce, first, agreement=agreement, pack="eu_grant")
        instalment = {"agreement": agreement, "kind": "instalment", "currency": "EUR"}
        put(Entry, first, amount=Decimal(250000), **instalment)
        for year in range(3):
            close = add_months(start, 12 * (year + 1)) - timedelta(days=1)
            due = close + timedelta(days=60)
            covers = {"period_from": add_months(start, 12 * year), "period_to": close}
            put(
                ReportDue,
                {**first, "effective_on": due},
                agreement=agreement,
                kind="interim",
                **covers,
            )
            if due < self.today:
                put(ProgressReport, self._stamp(due), own_rating="satisfactory", **covers)
        for month in range(length):
            day = add_months(start, month)
            last = add_months(day, 1) - timedelta(days=1)
            put(
                PlannedSpending,
                {**first, "effective_on": day},
                period_to=last,
                amount=Decimal(25000),
                currency="EUR",
            )
            if last < self.today - timedelta(days=15):
                spent = round(Decimal(25000 * health * self.random.uniform(0.7, 1.3)), 2)
                closed = self._stamp(last, last + timedelta(days=12))
                put(Entry, closed, kind="expenditure", amount=spent, currency="EUR")
        for activity in activities:
            plan = {"activity": activity, "ends_on": end, "cost": Decimal(225000)}
            put(ActivityPlan, first, currency="EUR", **plan)
        for n, milestone in enumerate(milestones):
            planned = start + timedelta(days=120 * (n + 1))
            put(
                MilestoneDate,
                {**first, "effective_on": planned},
                milestone=milestone,
                kind="planned",
            )
            reached = start + timedelta(days=round(120 * (n + 1) / health))
            if reached < self.today:
                put(MilestoneDate, self._stamp(reached), milestone=milestone, kind="reached")
        for indicator in indicators:
            put(Target, first, indicator=indicator, kind="baseline", value=Decimal(0))
            put(
                Target,
                {**first, "effective_on": end},
                indicator=indicator,
                kind="end",
                value=Decimal(100),
            )
            measured = add_months(start, max(age - 2, 0))
            if self.random.random() < health and measured > start:
                value = Decimal(round(100 * health * age / length))
                put(ActualValue, self._stamp(measured), indicator=indicator, value=value)
