"""One side of a comparison: what a pack says on one topic, in force for a draft budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Clause, Status
from sapar.ground.rulebook import (
    Dates,
    InForce,
    Kind,
    NothingInForce,
    Rule,
    Unit,
    in_force,
    in_words,
)
from sapar.money.agreements.rules.draft import DraftBudget

SMALL_GRANT = Decimal(60000)
"""Euro up to which a grant counts as small where a rule makes an exception of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says for the draft: its value in words and the clause it rests on."""

    rule: str
    title: str
    says: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class Side:
    """A pack on one topic: its rules, and for each what is in force or what is lacking to tell."""

    pack: str
    rules: tuple[Rule, ...]
    found: Mapping[str, InForce]
    lacking: Mapping[str, tuple[str, ...]]
    on: date
    dates: Dates

    def first(self, kind: Kind, unit: Unit | None = None) -> tuple[Rule, InForce] | None:
        """The first rule of a kind that has a value in force, and that value."""
        for rule in self.rules:
            if rule.kind is kind and unit in (None, rule.unit) and rule.id in self.found:
                return rule, self.found[rule.id]
        return None

    def number(self, unit: Unit) -> Decimal | None:
        """The number in force of the first parameter or deadline in a unit."""
        kind = Kind.DEADLINE if unit in (Unit.DAYS, Unit.MONTHS) else Kind.PARAMETER
        return _decimal(self.first(kind, unit))

    def method(self) -> str | None:
        """The first method that is prescribed."""
        found = self.first(Kind.PARAMETER, Unit.METHOD)
        return found[1].value if found and isinstance(found[1].value, str) else None

    def said(self) -> tuple[Said, ...]:
        """What each rule says today, or that it cannot be told and why."""
        return tuple(self._said(rule) for rule in self.rules)

    def _said(self, rule: Rule) -> Said:
        if found := self.found.get(rule.id):
            return Said(rule.id, rule.title, in_words(rule, found), found.clause)
        lacking = ", ".join(self.lacking[rule.id])
        return Said(rule.id, rule.title, f"not told, for lack of {lacking}",
                    Clause("", Status.UNVERIFIED))  # fmt: skip

    def unanswered(self) -> tuple[str, ...]:
        """What is lacking to tell what the pack says; a rule, where it says nothing."""
        if not self.rules:
            return (f"a rule of {self.pack}",)
        return tuple(dict.fromkeys(name for names in self.lacking.values() for name in names))


def side_of(pack: str, rules: Iterable[Rule], topic: str, draft: DraftBudget, on: date) -> Side:
    """The rules of a pack that speak of a topic, dated by the draft.

    The day of signature chooses the values, today where it is open; `on` is the day of asking.
    """
    speaking = tuple(rule for rule in rules if topic in rule.topics)
    contract = draft.signed_on or on
    dates = Dates(contract, draft.starts_on or contract, draft.ends_on or contract)
    context = {
        "headquarters_in_country": draft.headquarters_in_country,
        "multi_donor": draft.multi_donor,
        "small_grant": _small(draft),
    }
    found: dict[str, InForce] = {}
    lacking: dict[str, tuple[str, ...]] = {}
    for rule in speaking:
        try:
            found[rule.id] = in_force(rule, dates, on=max(on, contract), context=context)
        except NothingInForce as nothing:
            lacking[rule.id] = nothing.missing
    return Side(pack, speaking, found, lacking, max(on, contract), dates)


def _decimal(found: tuple[Rule, InForce] | None) -> Decimal | None:
    return found[1].value if found and isinstance(found[1].value, Decimal) else None


def _small(draft: DraftBudget) -> bool | None:
    if draft.contribution is None or draft.currency != "EUR":
        return None
    return draft.contribution <= SMALL_GRANT
