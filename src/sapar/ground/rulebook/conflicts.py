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
    """One matter on which both sides cannot be satisfied by the same bookkeeping."""

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
    """Topics from a file; each rule they name must be in the rulebook.

    Raises InvalidInput with file, line and key path.
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
    return topics


@cache
def load_conflicts() -> tuple[ConflictTopic, ...]:
    """The conflict register delivered with the software, checked against its own rulebook."""
    return read_conflicts(files("sapar.ground.rulebook") / "conflicts.yaml", default_rulebook())
