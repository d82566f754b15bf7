"""What must hold across the parts of a project file: codes, references, labels, stamps, money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel

from sapar.exchange.projectfiles.dating import Path, day_of, facts, parts, stamp_of
from sapar.exchange.projectfiles.money_checks import Problem, money_problems
from sapar.exchange.projectfiles.schema import FactForm, ProjectFile, Ref, Stamp
from sapar.exchange.projectfiles.schema.base import LooseFact
from sapar.ground.rulebook.checking import nearest

MarkT = TypeVar("MarkT")
PER_AGREEMENT = frozenset({"headings", "own_lines"})


def problems_in(file: ProjectFile, now: datetime | None = None) -> Iterator[Problem]:
    """Everything in a file that contradicts itself, each with its path of keys.

    `now` bounds what can have been recorded; the present moment where it is not given.
    """
    now = now or datetime.now(UTC)
    yield from _codes_twice(file)
    yield from _unknown_references(file)
    yield from _labels(file)
    yield from _stamps(file, now)
    yield from money_problems(file)


def marks(annotation: object, kind: type[MarkT]) -> Iterator[MarkT]:
    """The marks of one kind on a type, however deep in choices and lists they stand."""
    if get_origin(annotation) is Annotated:
        inner, *notes = get_args(annotation)
        yield from (note for note in notes if isinstance(note, kind))
        yield from marks(inner, kind)
    else:
        for part in get_args(annotation):
            yield from marks(part, kind)


@cache
def references_of(form: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The fields of a form that name something declared elsewhere, and what they name."""
    found: list[tuple[str, str]] = []
    for name, field in form.model_fields.items():
        noted: list[Any] = [note for note in field.metadata if isinstance(note, Ref)]
        noted.extend(marks(field.annotation, Ref))
        found.extend((name, note.to) for note in noted)
    return tuple(found)


def _declared(file: ProjectFile) -> Iterator[tuple[str, Path, str]]:
    """What a file declares: the kind, where, and the code."""
    for index, source in enumerate(file.sources):
        yield "sources", ("sources", index, "key"), source.key
    for path, form in parts(file):
        code = getattr(form, "code", None)
        if code and len(path) > 1 and not isinstance(form, FactForm):
            yield str(path[-2]), (*path, "code"), code


def _codes_twice(file: ProjectFile) -> Iterator[Problem]:
    first: dict[tuple[object, ...], Path] = {}
    for kind, path, code in _declared(file):
        # Two agreements may each have a heading 1; most other codes are unique in the file.
        within = path[:2] if kind in PER_AGREEMENT else ()
        if (kind, within, code) in first:
            yield path, f"'{code}' stands twice among the {_words(kind)}; codes are unique"
        first[kind, within, code] = path
    for index, post in enumerate(file.posts):
        levels = Counter(mandate.level for mandate in post.mandates)
        for level, times in levels.items():
            if times > 1:
                yield ("posts", index, "mandates"), f"the level '{level}' is given {times} times"


def _unknown_references(file: ProjectFile) -> Iterator[Problem]:
    known: dict[str, set[str]] = {}
    for kind, _, code in _declared(file):
        known.setdefault(kind, set()).add(code)
    # A contract is a fact: its code may stand again where a later fact corrects it.
    known["contracts"] = {contract.code for contract in file.contracts}
    for path, form in parts(file):
        for name, kind in references_of(type(form)):
            given = getattr(form, name)
            for code in given if isinstance(given, tuple) else (given,):
                if code and code not in known.get(kind, ()):
                    hint = nearest(code, sorted(known.get(kind, ())))
                    yield (
                        (*path, name),
                        f"'{code}' is not among the {_words(kind)} of this file. {hint}".rstrip(),
                    )


def _labels(file: ProjectFile) -> Iterator[Problem]:
    labelled: dict[str, FactForm] = {}
    for path, fact in facts(file):
        if fact.id:
            if fact.id in labelled:
                yield (*path, "id"), f"the label '{fact.id}' stands twice; labels are unique"
            labelled[fact.id] = fact
    replaced: set[str] = set()
    for path, fact in facts(file):
        if fact.withdrawn and not fact.supersedes:
            yield (*path, "withdrawn"), "it does not say which fact it withdraws (supersedes)"
        if fact.supersedes:
            text = _wrong_supersession(file, fact, labelled, replaced)
            if text:
                yield (*path, "supersedes"), text
            replaced.add(fact.supersedes)


def _wrong_supersession(
    file: ProjectFile, fact: FactForm, labelled: dict[str, FactForm], replaced: set[str]
) -> str:
    label = fact.supersedes or ""
    old = labelled.get(label)
    now = datetime.now(UTC)
    if old is None:
        return f"no fact carries the label '{label}'. {nearest(label, sorted(labelled))}".rstrip()
    if type(old) is not type(fact):
        return f"'{label}' is a fact of another kind ({_words(old.table)})"
    if label in replaced:
        return f"'{label}' is superseded already; supersede its successor"
    if stamp_of(file, fact, now).recorded <= stamp_of(file, old, now).recorded:
        return f"it is not recorded after '{label}', which it supersedes"
    return ""


def _stamps(file: ProjectFile, now: datetime) -> Iterator[Problem]:
    for path, form in parts(file):
        if isinstance(form, Stamp) and form.recorded and form.recorded.date() > now.date():
            yield (*path, "recorded"), f"{form.recorded.date()} is still to come"
    for path, fact in facts(file):
        stamp = stamp_of(file, fact, now)
        if stamp.source is None:
            yield (*path, "source"), "no source is given, here, for its kind or for the file"
        loose = isinstance(fact, LooseFact) and fact.on is None
        if fact.happens and not loose:
            day = day_of(file, fact, stamp.recorded)
            if day > stamp.recorded.date():
                yield (
                    (*path, "on"),
                    f"{day} is after the day it was recorded, {stamp.recorded.date()}",
                )


def _words(kind: str) -> str:
    return kind.replace("_", " ")
