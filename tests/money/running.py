"""A grant that runs today, with its budget, and the people around it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.making import project_row, stamp, user_with

from sapar.design.projects.models import Project
from sapar.ground.parties.models import User
from sapar.money.agreements.models import Agreement, AgreementTerms
from sapar.money.budget.models import BudgetAmount, BudgetVersion, Heading

LEVELS = {
    "manager": "project_manager",
    "finance": "finance",
    "donor": "donor",
    "headquarters": "headquarters",
    "outsider": "",
}
LINES = {
    "1.1": ("1", 600_000),
    "2.1": ("2", 100_000),
    "5.1": ("5", 200_000),
    "5.2": ("5", 100_000),
    "8": ("8", 60_000),
    "10": ("10", 40_000),
}


def today() -> date:
    return datetime.now(UTC).date()


def ahead(days: int) -> date:
    return today() + timedelta(days=days)


def running_grant() -> Agreement:
    """A grant of the 2013 guide in its second year, with a budget as it was signed."""
    project = project_row("P", start=ahead(-400), end=ahead(400), recorded=ahead(-410))
    agreement = Agreement.objects.create(
        project=project, code="G", donor=project.executing, mode="eu_grant_2013"
    )
    shared = {"project": project, "agreement": agreement}
    AgreementTerms.objects.create(
        signed_on=date(2016, 1, 15),
        starts_on=ahead(-400),
        ends_on=ahead(400),
        amount=Decimal(1_000_000),
        currency="EUR",
        eu_rate=Decimal("0.8"),
        **shared,
        **stamp(ahead(-410)),
    )
    version = BudgetVersion.objects.create(
        number=1, kind="original", **shared, **stamp(ahead(-410))
    )
    for code, (heading, amount) in LINES.items():
        titled, _ = Heading.objects.get_or_create(code=heading, defaults={"title": "T"}, **shared)
        BudgetAmount.objects.create(
            project=project,
            version=version,
            heading=titled,
            line=code,
            title=f"Line {code}",
            unit="lot",
            units=Decimal(10),
            unit_cost=Decimal(amount) / 10,
            amount=Decimal(amount),
            currency="EUR",
            **stamp(ahead(-410)),
        )
    return agreement


def people_around(project: Project) -> dict[str, User]:
    """The four people of every access test, and headquarters."""
    return {
        name: user_with(name, level, of=project) if level else user_with(name)
        for name, level in LEVELS.items()
    }
