"""Clauses: each rule value a report rests on, how it was chosen, and how well it is verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Clause, Status
from sapar.ground.rulebook import (
    Dates,
    InForce,
    Kind,
    Mode,
    NothingInForce,
    Rule,
    Rulebook,
    SpecialCondition,
    Unit,
    default_rulebook,
    in_force,
    in_words,
)
from sapar.money.agreements.facts import TermsFact

UNVERIFIED = "UNVERIFIED"


@dataclass(frozen=True, slots=True)
class Resting:
    """What a report rests on: a rule's value in force for the contract, its clause and status.

    `purpose` says what the value is for, `says` the value in words, `chosen` why this one. Where
    no rule or no value was found, `found` is None and `says` tells what is done instead.
    """

    purpose: str
    rule: str
    title: str
    says: str
    chosen: str
    clause: Clause
    found: InForce | None = None

    @property
    def unverified(self) -> bool:
        """Whether nobody has checked the wording this rests on."""
        return self.clause.status is Status.UNVERIFIED

    @property
    def mark(self) -> str:
        """What stands beside a figure that rests on it: nothing, or that it is not verified."""
        return f"{UNVERIFIED}: rule {self.rule or 'not on record'}" if self.unverified else ""


class Clauses:
    """The rules for one contract, asked by what they compute; remembers all that was asked."""

    def __init__(
        self,
        terms: TermsFact,
        on: date,
        special: Sequence[SpecialCondition] = (),
        book: Rulebook | None = None,
    ) -> None:
        self.terms, self.on, self.special = terms, on, tuple(special)
        self.dates = Dates(contract=terms.signed_on, event=on, report=on)
        self.rules = (book or default_rulebook()).applying_to(Mode(terms.mode))
        self.used: list[Resting] = []

    def computing(self, calculation: str, purpose: str, otherwise: str) -> Resting:
        """The rule that uses a calculation; `otherwise` says what is done where there is none."""
        return self._ask(lambda rule: rule.calculation == calculation, purpose, otherwise)

    def ending(self, name: str, purpose: str, otherwise: str) -> Resting:
        """The rule of this mode whose id ends with a name, such as `interest`."""
        return self._ask(
            lambda rule: bool(rule.modes) and rule.id.endswith(f".{name}"), purpose, otherwise
        )

    def method(self, methods: frozenset[str], purpose: str, otherwise: str) -> Resting:
        """The rule that prescribes one of some methods; one for this mode before a general one."""
        for rule in sorted(self.rules, key=lambda rule: not rule.modes):
            if rule.unit is Unit.METHOD:
                made = self._of(rule, purpose, otherwise)
                if made.found and made.found.value in methods:
                    return self._kept(made)
        return self._kept(self._none(purpose, otherwise))

    def deciding(self, inputs: set[str], purpose: str, otherwise: str) -> Resting:
        """The table that asks for certain inputs."""
        return self._ask(
            lambda rule: rule.kind is Kind.TABLE and inputs <= set(rule.inputs), purpose, otherwise
        )

    def rule(self, resting: Resting) -> Rule | None:
        """The rule behind what a report rests on."""
        return next((rule for rule in self.rules if rule.id == resting.rule), None)

    def note(self, purpose: str, title: str, says: str, clause: Clause, chosen: str) -> None:
        """Remember something else the report rests on, such as a formula of the form."""
        self.used.append(Resting(purpose, "", title, says, chosen, clause))

    def _ask(self, wanted: Callable[[Rule], bool], purpose: str, otherwise: str) -> Resting:
        rule = next(filter(wanted, self.rules), None)
        made = (
            self._none(purpose, otherwise) if rule is None else self._of(rule, purpose, otherwise)
        )
        return self._kept(made)

    def _kept(self, made: Resting) -> Resting:
        if made not in self.used:
            self.used.append(made)
        return made

    def _none(self, purpose: str, otherwise: str) -> Resting:
        chosen = f"no such rule for contracts of mode {self.terms.mode}"
        return Resting(purpose, "", "", otherwise, chosen, Clause("", Status.UNVERIFIED))

    def _of(self, rule: Rule, purpose: str, otherwise: str) -> Resting:
        try:
            found = in_force(rule, self.dates, on=self.on, special=self.special)
        except NothingInForce as nothing:
            says = f"{otherwise} (not on record: {', '.join(nothing.missing)})"
            none = Clause("", Status.UNVERIFIED)
            return Resting(purpose, rule.id, rule.title, says, "no value in force", none)
        day = self.dates.for_basis(rule.basis)
        chosen = f"{rule.basis.value.replace('_', ' ')} {day}"
        if found.exception:
            chosen = f"special condition: {found.exception}"
        return Resting(
            purpose, rule.id, rule.title, in_words(rule, found), chosen, found.clause, found
        )


def share_of(resting: Resting) -> Decimal | None:
    """The share that a parameter, or the red limit of a threshold, stands at."""
    if resting.found is None:
        return None
    value = resting.found.red if resting.found.red is not None else resting.found.value
    return value if isinstance(value, Decimal) else None
