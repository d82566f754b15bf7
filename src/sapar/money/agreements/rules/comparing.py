"""Two rulebooks side by side for a draft budget, topic by topic of the conflict register. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sapar.ground.kernel import Money, Status
from sapar.ground.rulebook import ConflictTopic, Rulebook, conflicts_in
from sapar.money.agreements.rules.differences import DIFFERENCES, Difference
from sapar.money.agreements.rules.draft import DraftBudget
from sapar.money.agreements.rules.sides import Said, side_of


@dataclass(frozen=True, slots=True)
class ComparedTopic:
    """A row of the comparison: what each pack says, and what the draft's numbers make of it.

    `differs` is None where it cannot be told; `missing` names the inputs that would tell, or that
    an amount or a number of days still needs. `status` is the weakest of the clauses used.
    """

    topic: str
    title: str
    computes: str
    says_a: tuple[Said, ...]
    says_b: tuple[Said, ...]
    differs: bool | None
    amount: Money | None
    days: int | None
    says: str
    missing: tuple[str, ...]
    status: Status


def compare(
    book: Rulebook,
    pack_a: str,
    pack_b: str,
    inputs: DraftBudget,
    *,
    on: date,
    topics: Sequence[ConflictTopic] | None = None,
) -> tuple[ComparedTopic, ...]:
    """Where two packs disagree is known before signature, in money, days, or yes and no.

    One row for each topic of the register, in its order. Values are those in force on the day of
    signature (`on`, where the draft leaves it open). Raises InvalidInput for an unknown pack.
    """
    rules_a, rules_b = book.rules_in(pack_a), book.rules_in(pack_b)
    rows = []
    for topic in conflicts_in(book) if topics is None else topics:
        a = side_of(pack_a, rules_a, topic.id, inputs, on)
        b = side_of(pack_b, rules_b, topic.id, inputs, on)
        found = DIFFERENCES[topic.id](a, b, inputs) if topic.id in DIFFERENCES else Difference()
        says_a, says_b = a.said(), b.said()
        rows.append(
            ComparedTopic(
                topic=topic.id,
                title=topic.title,
                computes=topic.computes,
                says_a=says_a,
                says_b=says_b,
                differs=found.differs,
                amount=found.amount.rounded() if found.amount else None,
                days=found.days,
                says=found.says,
                missing=tuple(dict.fromkeys(found.missing)),
                status=_weakest((*says_a, *says_b)),
            )
        )
    return tuple(rows)


def _weakest(said: Sequence[Said]) -> Status:
    order = list(Status)
    return max((one.clause.status for one in said), key=order.index, default=Status.UNVERIFIED)
