"""Where the rules of the organisation and of the donor collide, topic by topic."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.kernel.finding import Status
from sapar.ground.rulebook.book import Rulebook, default_rulebook
from sapar.ground.rulebook.checking import nearest, problem_at, validated
from sapar.ground.rulebook.schema import Name, RuleId, Strict, Text
from sapar.ground.rulebook.yaml_text import read_located


class Sides(Strict):
    """What each side asks for."""

    un_ilo: Text
    eu: Text


class ConflictTopic(Strict):
    """One matter on which both sides cannot be satisfied by the same bookkeeping.

    `rules` are the ids of all rules that speak of it, from whatever pack.
    """

    id: Name
    title: Text
    sides: Sides
    computes: Text
    rules: tuple[RuleId, ...] = ()
    status: Status


class ConflictRegister(Strict):
    """The whole file: topics in the order in which they are shown."""

    topics: Annotated[tuple[ConflictTopic, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_once(self) -> ConflictRegister:
        ids = [topic.id for topic in self.topics]
        for index, id_ in enumerate(ids):
            if id_ in ids[:index]:
                raise problem_at(["topics", index, "id"], f"'{id_}' is used twice")
        return self


def read_conflicts(path: Path | Traversable, book: Rulebook) -> tuple[ConflictTopic, ...]:
    """Topics from a file, each with the rules it names and the rules that name it.

    Rules and topics must know each other. Raises InvalidInput with file, line and key path, or
    with the rule that names an unknown topic.
    """
    data, lines = read_located(path, path.name)
    topics = validated(ConflictRegister, data, lines, path.name).topics
    known = [rule.id for rule in book.rules]
    for position, topic in enumerate(topics):
        for index, id_ in enumerate(topic.rules):
            if id_ not in known:
                line = lines[("topics", position, "rules", index)]
                raise InvalidInput(
                    f"No rule is called '{id_}'",
                    where=f"{path.name}, line {line}",
                    remedy=nearest(id_, known) or "List the rules to see their ids.",
                )
    _refuse_unknown_topics(topics, book, path.name)
    return tuple(_with_rules(topic, book) for topic in topics)


def _with_rules(topic: ConflictTopic, book: Rulebook) -> ConflictTopic:
    naming = [rule.id for rule in book.rules if topic.id in rule.topics]
    return topic.model_copy(update={"rules": tuple(dict.fromkeys((*topic.rules, *naming)))})


def _refuse_unknown_topics(topics: tuple[ConflictTopic, ...], book: Rulebook, name: str) -> None:
    known = [topic.id for topic in topics]
    for rule in book.rules:
        for odd in (topic for topic in rule.topics if topic not in known):
            raise InvalidInput(
                f"{name} has no topic '{odd}'",
                where=rule.id,
                remedy=nearest(odd, known) or f"The topics are {', '.join(known)}.",
            )


@cache
def load_conflicts() -> tuple[ConflictTopic, ...]:
    """The conflict register delivered with the software, checked against its own rulebook."""
    return conflicts_in(default_rulebook())


def conflicts_in(book: Rulebook) -> tuple[ConflictTopic, ...]:
    """The same register for a rulebook that holds further packs."""
    return read_conflicts(files("sapar.ground.rulebook") / "conflicts.yaml", book)
