"""Measures of people and partners: posts empty, handed over, held without the competences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from sapar.ground.parties.facts import HoldingFact, PostFact
from sapar.together.instruments.rules import unconfirmed
from sapar.watch.alerts.rules.facts import ProjectFacts
from sapar.watch.alerts.rules.measured import Measured, lacking, measure
from sapar.watch.alerts.rules.progress import running

DAY = timedelta(days=1)


def held(facts: ProjectFacts, post: str, on: date) -> list[HoldingFact]:
    """Holdings of a post that had begun by a day, in the order of their first days."""
    return sorted(
        (h for h in facts.holdings if h.post == post and h.dated.effective_on <= on),
        key=lambda h: (h.dated.effective_on, h.dated.id),
    )


def sits(holding: HoldingFact, on: date) -> bool:
    """Whether a holding covers a day."""
    return holding.dated.effective_on <= on and (holding.held_to is None or holding.held_to >= on)


def key_posts(facts: ProjectFacts) -> tuple[PostFact, ...]:
    """The posts that the project's rules watch."""
    return tuple(post for post in facts.posts if post.key)


@measure("watch.key_post_vacant")
def key_post_vacant(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Days that each key post has been empty, where the record says who ever held it."""
    if not running(facts, on):
        return ()
    posts = key_posts(facts)
    if not posts:
        return lacking("", "key posts of the project")
    return tuple(_vacancy(facts, post, on) for post in posts)


def _vacancy(facts: ProjectFacts, post: PostFact, on: date) -> Measured:
    past = held(facts, post.code, on)
    if any(sits(holding, on) for holding in past):
        return Measured(post.code, Decimal(0), {"post": post.title, "since": ""})
    if not past:
        # An empty record is no vacancy: somebody may hold the post and nobody have said so.
        return Measured(post.code, None, missing=(f"who holds the post of {post.title}",))
    left = max(h.held_to for h in past if h.held_to)
    return Measured(post.code, Decimal((on - left).days), {"post": post.title, "since": left})


@measure("watch.handover_missing")
def handover_missing(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Days since someone left a key post without a hand-over on record."""
    if not running(facts, on):
        return
    for post in key_posts(facts):
        past = held(facts, post.code, on)
        for holding in past:
            left, handed = holding.held_to, holding.handed_over_on
            if left is None or left >= on or (handed is not None and handed <= on):
                continue
            if (facts.starts_on and left < facts.starts_on) or _goes_on(holding, left, past):
                continue
            inputs = {"post": post.title, "who": holding.person, "left_on": left}
            yield Measured(f"{post.code} {left}", Decimal((on - left).days), inputs)


def _goes_on(holding: HoldingFact, left: date, past: Iterable[HoldingFact]) -> bool:
    """Whether the same person holds the post again from the next day: there is nothing to hand."""
    return any(
        other is not holding and other.person == holding.person and sits(other, left + DAY)
        for other in past
    )


@measure("watch.competence_gap")
def competence_gap(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """How many of the competences that a key post asks for its holder was assessed not to meet."""
    if not running(facts, on):
        return
    for post in key_posts(facts):
        holders = [h for h in held(facts, post.code, on) if sits(h, on)]
        if not post.required or not holders:
            continue
        yield _competences(facts, post, holders[-1].person, on)


def _competences(facts: ProjectFacts, post: PostFact, person: str, on: date) -> Measured:
    latest: dict[str, bool] = {}
    for row in sorted(facts.assessments, key=lambda a: (a.dated.effective_on, a.dated.id)):
        if row.post == post.code and row.person == person and row.dated.effective_on <= on:
            latest[row.competence] = row.met
    unmet = [name for name in post.required if latest.get(name) is False]
    silent = tuple(name for name in post.required if name not in latest)
    inputs = {
        "post": post.title,
        "unmet": ", ".join(unmet),
        "required": len(post.required),
        "not_assessed": ", ".join(silent),
    }
    if silent and not unmet:
        wanting = f"the assessment of {', '.join(silent)} for {post.title}"
        return Measured(post.code, None, inputs, missing=(wanting,))
    return Measured(post.code, Decimal(len(unmet)), inputs)


@measure("watch.counterpart_changed")
def counterpart_changed(facts: ProjectFacts, on: date) -> Iterable[Measured]:
    """Undertakings that stand with an institution which changed, and nobody has confirmed since."""
    return tuple(_changes(facts, on)) if running(facts, on) else ()


def _changes(facts: ProjectFacts, on: date) -> Iterator[Measured]:
    names = {p.organisation: p.name for p in facts.partners if p.dated.effective_on <= on}
    owners = {u.owner for u in facts.undertakings}
    for change in facts.successions:
        day = change.dated.effective_on
        concerns = change.organisation in names or change.organisation in owners
        begun = facts.starts_on is None or day >= facts.starts_on
        if day > on or not concerns or not begun:
            continue
        name = names.get(change.organisation, change.organisation)
        subject = f"{change.organisation} {day}"
        inputs = {"institution": name, "kind": change.kind, "changed_on": day}
        if not facts.undertakings:
            yield Measured(subject, None, inputs, missing=(f"what was agreed with {name}",))
            continue
        open_ = unconfirmed(facts.undertakings, change.organisation, day, on)
        yield Measured(subject, Decimal(len(open_)), {**inputs, "undertakings": ", ".join(open_)})
