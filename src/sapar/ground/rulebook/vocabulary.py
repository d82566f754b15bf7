"""The words that rule files are written in: kinds, modes, levels, units, references."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from sapar.ground.kernel.finding import Clause, Status

RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Literal = Decimal | bool | date | str


class Kind(StrEnum):
    """What a rule is, and so what is done with it.

    A threshold is a limit that is judged, a deadline a time that is granted, a parameter a value
    that is used, a table a choice between cases, an obligation a thing that must exist by a day.
    """

    THRESHOLD = "threshold"
    DEADLINE = "deadline"
    PARAMETER = "parameter"
    TABLE = "table"
    OBLIGATION = "obligation"


class Mode(StrEnum):
    """The contract mode of a financing agreement; it decides which rules apply."""

    EU_GRANT_2008 = "eu_grant_2008"
    EU_GRANT_2013 = "eu_grant_2013"
    FAFA_2003 = "fafa_2003"
    CONTRIBUTION_2014 = "contribution_2014"
    CONTRIBUTION_2019 = "contribution_2019"
    OWN = "own"
    CUSTOM = "custom"


class Level(StrEnum):
    """The ladder of mandates, lowest first; a criticality climbs it when its clock runs out."""

    PROJECT_MANAGER = "project_manager"
    REGIONAL_OFFICE = "regional_office"
    HEADQUARTERS = "headquarters"
    DONOR = "donor"

    @property
    def rank(self) -> int:
        """0 for the project manager, 3 for the donor."""
        return list(Level).index(self)

    @property
    def above(self) -> Level | None:
        """The next level up; None above the donor."""
        ladder = list(Level)
        return ladder[self.rank + 1] if self.rank + 1 < len(ladder) else None


class About(StrEnum):
    """What a finding is about."""

    RESULTS = "results"
    TIME = "time"
    MONEY = "money"
    PEOPLE = "people"
    RULES = "rules"
    PARTNERS = "partners"
    MONITORING = "monitoring"


class Cause(StrEnum):
    """Where trouble of this kind usually comes from."""

    PEOPLE = "people"
    RULES = "rules"
    SET_UP = "set_up"
    MONITORING = "monitoring"
    PARTNERS = "partners"
    EXTERNAL = "external"


class Basis(StrEnum):
    """Which date decides the value that applies."""

    CONTRACT_DATE = "contract_date"
    EVENT_DATE = "event_date"
    REPORT_DATE = "report_date"


class Worse(StrEnum):
    """On which side of its limits a measured value is bad."""

    BELOW = "below"
    ABOVE = "above"


class Unit(StrEnum):
    """What a rule's values count.

    `method` is a named way of doing instead of a number, `word` the outcome of a table.
    """

    RATIO = "ratio"
    SHARE = "share"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    COUNT = "count"
    AMOUNT = "amount"
    POINTS = "points"
    STEPS = "steps"
    METHOD = "method"
    WORD = "word"


class Strict(BaseModel):
    """Unknown keys are refused at every depth, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reference(Strict):
    """Where a value stands written and how well that was checked."""

    title: Text
    status: Status
    clause: str = ""
    href: Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")] = ""

    @property
    def cited(self) -> Clause:
        """The reference as findings carry it."""
        title = f"{self.title}, {self.clause}" if self.clause else self.title
        return Clause(title, self.status, self.href)
