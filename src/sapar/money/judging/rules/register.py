"""Register: each topic on which two rulebooks collide, in numbers, and who owns it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sapar.ground.kernel import Finding, Status
from sapar.ground.rulebook import ConflictTopic, in_words
from sapar.money.agreements.rules.sides import Said, Side
from sapar.money.judging.rules import amounts, counts
from sapar.money.judging.rules.picture import Picture, Topic, side_in_force

NUMBERS: dict[str, Callable[[Topic, Picture], Finding]] = {
    function.__name__: function
    for function in (
        amounts.exchange_rate,
        amounts.exchange_loss,
        amounts.indirect_costs,
        amounts.commitments,
        counts.eligibility_window,
        amounts.arrears,
        counts.budget_flexibility,
        amounts.interest,
        counts.verification,
        amounts.value_added_tax,
        counts.assets,
        counts.procurement,
        counts.reporting,
        counts.authority_chain,
    )
}
"""What computes the number of each topic, by the topic's id."""
UNTREATED = frozenset({"", "none"})


@dataclass(frozen=True, slots=True)
class Treated:
    """What was agreed on a topic, and who owns it; `since` is the day it was agreed."""

    owner: str
    treatment: str
    note: str
    since: date


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A topic of the register for one agreement.

    `own` and `donor` are the names of the two packs, `says_own` and `says_donor` their rules with
    the values in force. `differs` is None where one side says nothing. `number` is what this
    project's facts make of it: its value, or which fact is missing. `status` is the weakest of the
    values that are in force.
    """

    agreement: str
    topic: str
    title: str
    computes: str
    own: str
    donor: str
    says_own: tuple[Said, ...]
    says_donor: tuple[Said, ...]
    differs: bool | None
    number: Finding
    status: Status
    owner: str
    treatment: str
    note: str
    since: date | None

    @property
    def sides(self) -> tuple[tuple[str, tuple[Said, ...]], ...]:
        """Each pack with its rules: the organisation's own, then the donor's."""
        return (self.own, self.says_own), (self.donor, self.says_donor)

    @property
    def owned(self) -> bool:
        """Whether somebody owns it."""
        return bool(self.owner)

    @property
    def treated(self) -> bool:
        """Whether something was agreed."""
        return self.treatment not in UNTREATED

    @property
    def open(self) -> bool:
        """Whether two rulebooks may disagree here and it has no owner or no agreed treatment."""
        return self.differs is not False and not (self.owned and self.treated)


def register_rows(
    picture: Picture, topics: Iterable[ConflictTopic], treated: Mapping[str, Treated]
) -> tuple[ConflictRow, ...]:
    """Every topic of the register for one agreement, in the register's order."""
    return tuple(_row(picture, topic, treated.get(topic.id)) for topic in topics)


def _row(picture: Picture, topic: ConflictTopic, treated: Treated | None) -> ConflictRow:
    own, donor = (
        side_in_force(picture.book, judged.pack, topic.id, picture.agreement)
        for judged in (picture.own, picture.donor)
    )
    sides = Topic(topic.id, own, donor)
    said = own.said(), donor.said()
    return ConflictRow(
        agreement=picture.agreement.code,
        topic=topic.id,
        title=topic.title,
        computes=topic.computes,
        own=own.pack,
        donor=donor.pack,
        says_own=said[0],
        says_donor=said[1],
        differs=disagree(own, donor),
        number=_number(sides, picture),
        status=_weakest((*said[0], *said[1])),
        owner=treated.owner if treated else "",
        treatment=treated.treatment if treated else "",
        note=treated.note if treated else "",
        since=treated.since if treated else None,
    )


def disagree(own: Side, donor: Side) -> bool | None:
    """Whether two sides say different things; None where one of them says nothing."""
    told = [
        sorted(in_words(rule, side.found[rule.id]) for rule in side.rules if rule.id in side.found)
        for side in (own, donor)
    ]
    return None if not all(told) else told[0] != told[1]


def _number(topic: Topic, picture: Picture) -> Finding:
    computing = NUMBERS.get(topic.id)
    if computing is None:
        return topic.lacks(picture, "a way to put this topic in numbers")
    return computing(topic, picture)


def _weakest(said: Sequence[Said]) -> Status:
    order = list(Status)
    return max((one.clause.status for one in said), key=order.index, default=Status.UNVERIFIED)
