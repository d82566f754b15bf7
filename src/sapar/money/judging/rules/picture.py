"""Picture: all that a project's numbers say about two rulebooks, gathered once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Clause, Finding, Status, Verdict
from sapar.ground.rulebook import InForce, Kind, NothingInForce, Rulebook, Unit, in_force
from sapar.money.agreements.facts import ReportDueFact
from sapar.money.agreements.rules.sides import Side
from sapar.money.budget.facts import VersionFact
from sapar.money.judging.facts import AgreementContext, LedgerRow
from sapar.money.judging.rules.judged import Judged
from sapar.money.judging.rules.limits import dates_of
from sapar.money.judging.rules.worth import Worth
from sapar.money.ledger.facts import AssetFact, TransferFact
from sapar.money.payments.rules import StepFact

NOUGHT = Decimal(0)
OWN_PACK = "un_ilo"
"""The rulebook of the organisation itself; every other one is a donor's."""
RESTS_ON: dict[str, tuple[Kind, Unit | None]] = {
    "arrears": (Kind.PARAMETER, Unit.SHARE),
    "budget_flexibility": (Kind.THRESHOLD, None),
    "verification": (Kind.OBLIGATION, None),
}
"""The kind and unit of the rule that a number rests on, where several rules speak of a topic."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One agreement under the organisation's own pack and the donor's, and what is on record.

    `beside` are the rows that are no spending, such as instalments, each with its amount in the
    donor's currency by the books, or None without a rate.
    """

    book: Rulebook
    agreement: AgreementContext
    own: Judged
    donor: Judged
    worth: Worth
    beside: Sequence[tuple[LedgerRow, Decimal | None]] = ()
    versions: Sequence[VersionFact] = ()
    reports: Sequence[ReportDueFact] = ()
    assets: Sequence[AssetFact] = ()
    transfers: Sequence[TransferFact] = ()
    steps: Sequence[StepFact] = ()

    @property
    def on(self) -> date:
        """The day of judging."""
        return self.agreement.on

    @property
    def currency(self) -> str:
        """The donor's currency."""
        return self.agreement.currency

    @property
    def entries(self) -> Sequence[LedgerRow]:
        """The spending."""
        return self.donor.entries

    def spent(self, which: Callable[[LedgerRow], bool] = lambda _: True) -> tuple[Decimal, int]:
        """Spending of some kind in the donor's currency by the books, and how many have no rate."""
        total, lacking = NOUGHT, 0
        for entry, amount in zip(self.entries, self.worth.booked, strict=True):
            if not which(entry):
                continue
            if amount is None:
                lacking += 1
            else:
                total += amount
        return total, lacking

    def of_kind(self, *kinds: str) -> Iterator[tuple[LedgerRow, Decimal | None]]:
        """Rows beside the spending of some kinds, in the order of their days."""
        return ((row, amount) for row, amount in self.beside if row.kind in kinds)


def order_of_packs(packs: Iterable[str]) -> tuple[str, str] | None:
    """The organisation's own pack and the donor's; None where there are not two to compare."""
    told = list(dict.fromkeys(packs))
    if len(told) < 2:
        return None
    own = OWN_PACK if OWN_PACK in told else told[-1]
    return own, next(pack for pack in told if pack != own)


def side_in_force(book: Rulebook, pack: str, topic: str, agreement: AgreementContext) -> Side:
    """What a pack says on a topic for an agreement, with its special conditions, on a day."""
    rules = tuple(rule for rule in book.rules_in(pack) if topic in rule.topics)
    dates = dates_of(agreement)
    found: dict[str, InForce] = {}
    lacking: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        try:
            found[rule.id] = in_force(
                rule, dates, on=agreement.on, context=agreement.context, special=agreement.special
            )
        except NothingInForce as nothing:
            lacking[rule.id] = nothing.missing
    return Side(pack, rules, found, lacking, agreement.on, dates)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the register with both sides, about to be put in numbers."""

    id: str
    own: Side
    donor: Side

    def tells(
        self,
        picture: Picture,
        template: str,
        value: Decimal,
        unit: str,
        *,
        matters: bool,
        missing: Sequence[str] = (),
        limit: Decimal | None = None,
        inputs: Mapping[str, object],
    ) -> Finding:
        """A number with its reasons: amber where it matters, clear where it is none.

        `missing` names what would make it more exact; the number stands all the same.
        """
        rule, clause = self._source()
        return Finding(
            rule=rule, subject=self.id, verdict=Verdict.AMBER if matters else Verdict.CLEAR,
            template=template, on=picture.on, value=value, limit=limit, unit=unit, clause=clause,
            inputs={"currency": picture.currency, **inputs}, missing=tuple(missing),
        )  # fmt: skip

    def lacks(self, picture: Picture, *missing: str, **inputs: object) -> Finding:
        """No number can be given; what is missing is named."""
        rule, clause = self._source()
        return Finding(
            rule=rule, subject=self.id, verdict=Verdict.UNKNOWN, on=picture.on, clause=clause,
            template="No number can be given; not on record are {missing}.",
            inputs=inputs, missing=missing,
        )  # fmt: skip

    def _source(self) -> tuple[str, Clause]:
        """The rule the number rests on: one of the donor's with a value in force, else another."""
        for side in (self.donor, self.own):
            preferred = side.first(*RESTS_ON[self.id]) if self.id in RESTS_ON else None
            if preferred:
                return preferred[0].id, preferred[1].clause
            for rule in side.rules:
                if rule.id in side.found:
                    return rule.id, side.found[rule.id].clause
        rules = (*self.donor.rules, *self.own.rules)
        return rules[0].id if rules else "", Clause("", Status.UNVERIFIED)


def rates_lacking(count: int) -> tuple[str, ...]:
    """The rates that some amounts lack, as something missing."""
    return (f"rates of exchange for {count} amounts",) if count else ()
