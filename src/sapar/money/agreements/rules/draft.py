"""A draft budget before signature, as its YAML file states it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from sapar.ground.rulebook.checking import problem_at, validated
from sapar.ground.rulebook.schema import Name, Strict, Text
from sapar.ground.rulebook.yaml_text import read_located

Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
Change = Annotated[Decimal, Field(allow_inf_nan=False)]
Rate = Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[Decimal, Field(gt=0, le=1, allow_inf_nan=False)]
Days = Annotated[int, Field(ge=0)]


class PlannedHeading(Strict):
    """A heading of direct costs and the change that is expected of it, which may be negative."""

    code: Text
    amount: Rate
    change: Change


class PlannedPurchase(Strict):
    """A contract to be awarded; `type` is services, supplies or works."""

    what: Text
    type: Name
    value: Amount


class PlannedTax(Strict):
    """Value added tax that is expected, what is expected to become of it, and on what proof."""

    amount: Amount
    status: Name
    proof: bool | None = None
    basic_act_allows: bool | None = None


class PlannedAsset(Strict):
    """Equipment that will be owned by someone at the end."""

    what: Text
    value: Amount


class Office(Strict):
    """An office on the way of a payment and the days it takes."""

    office: Text
    days: Days


class DraftBudget(Strict):
    """What is known of a project before signature; what is left out is not known.

    All amounts are in `currency`. `total` is the whole budget, `grant` the donor's contribution
    (else `total` times `eu_rate`). `spent` and `committed` are what is expected by the first
    request for a further instalment, in amounts of total costs. `rates` gives, by the name of a
    rule's method, how many units of the currency of spending are one unit of `currency`.
    """

    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    account_closes_on: date | None = None
    total: Rate | None = None
    direct_costs: Rate | None = None
    grant: Rate | None = None
    eu_rate: Share | None = None
    headquarters_in_country: bool | None = None
    multi_donor: bool | None = None
    first_instalment: Rate | None = None
    spent: Amount | None = None
    committed: Amount | None = None
    interest: Amount | None = None
    exchange_loss: Amount | None = None
    rates: dict[Name, Rate] = Field(default_factory=dict)
    headings: tuple[PlannedHeading, ...] = ()
    purchases: tuple[PlannedPurchase, ...] = ()
    vat: PlannedTax | None = None
    assets: tuple[PlannedAsset, ...] = ()
    offices: tuple[Office, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> DraftBudget:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise problem_at(["ends_on"], f"lies before the start, {self.starts_on}")
        for key in ("direct_costs", "grant"):
            part = getattr(self, key)
            if part is not None and self.total is not None and part > self.total:
                raise problem_at([key], f"is more than the total, {self.total:,}")
        return self

    @property
    def contribution(self) -> Decimal | None:
        """The donor's contribution: as given, else its share of the total."""
        if self.grant is not None or self.total is None or self.eu_rate is None:
            return self.grant
        return self.total * self.eu_rate


def read_draft(path: Path) -> DraftBudget:
    """A draft budget from its YAML file.

    Raises InvalidInput with file, line and key for whatever cannot be read or does not fit.
    """
    data, lines = read_located(path, path.name)
    return validated(DraftBudget, data, lines, path.name)
