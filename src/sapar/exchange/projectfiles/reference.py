"""Writes the reference page of the project file from the forms themselves."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sapar.exchange.projectfiles.checks import marks, references_of
from sapar.exchange.projectfiles.schema import FactForm, Form, ProjectFile, Shown, Stamp
from sapar.exchange.projectfiles.schema.file import Defaults

HEAD = """# The project file

A project file is YAML text that holds one whole project. It is read strictly: a key that is not
listed here, a currency or country that does not exist, a date that is not in the calendar, or a
code that nothing in the file declares is refused with file, line and field, and nothing is written.

This page is written from the program itself; a test keeps the two the same.

* **Facts** carry two dates: `on`, the day they are about, and `recorded`, when they were put on
  record. A fact without `on` is about the day it was recorded; without `recorded` it is recorded
  now. Kinds of facts are marked *fact* below.
* **Defaults** save repetition. Under `defaults` may stand every key of facts, such as
  `statements`, with `recorded`, `source` and `basis`. A fact's own values count before those of
  its kind, and these before those at the top of the file.
* **Corrections**: give a fact an `id`, and a later one `supersedes` with that label. A fact with
  `withdrawn: true` says only that the one it supersedes no longer stands.
* **Shared parties**: organisations, offices, people and posts that are on record under the same
  code are used as they are.

A small file:

```yaml
{example}```

A whole one: `src/sapar/examples/rer_06_14_eec.yaml`.
"""

EXAMPLE = """recorded: 2009-03-31
source: annual-report
defaults:
  statements: {basis: inferred}
sources:
  - key: annual-report
    title: Annual report of the labour office
    dated: 2009-03
organisations:
  - {code: labour-office, name: Labour office, constituent: government, country: KG}
project:
  code: LAB-1
  title: Better data on migrant workers
  executing: labour-office
  periods:
    - {kind: agreed, starts: 2008-03, ends: 2010-02}
  statements:
    - {topic: event, on: 2008-06, text: The first survey is held.}
results:
  - code: OP1
    level: output
    title: Surveys are published
    indicators:
      - code: OP1-1
        title: Surveys published
        unit: surveys
        reporting: cumulative
        targets:
          - {kind: end, value: 4}
        values:
          - {on: 2009-02-28, value: 1}
"""


def reference_page() -> str:
    """The whole page: the file's own keys first, then every form inside it."""
    sections = [HEAD.format(example=EXAMPLE), *_section(ProjectFile, "The file", {})]
    sections.extend(_stamp_section())
    for name, form in _nested(ProjectFile):
        sections.extend(_section(form, f"`{name}`", FactForm.model_fields))
    return "\n".join(sections).rstrip() + "\n"


def _stamp_section() -> Iterator[str]:
    yield "## What every fact may carry\n"
    yield "`on` is a day; where a fact may be known less exactly, its own table says so.\n"
    yield from _table(FactForm, {})


def _nested(form: type[Form], seen: set[type[Form]] | None = None) -> Iterator[tuple[str, Any]]:
    """Every form that can stand inside another, with the key it stands under, in reading order."""
    seen = seen if seen is not None else {Stamp, Defaults}
    for name, field in form.model_fields.items():
        for inner in _forms_in(field.annotation):
            if inner not in seen:
                seen.add(inner)
                yield name, inner
                yield from _nested(inner, seen)


def _forms_in(annotation: object) -> Iterator[type[Form]]:
    if isinstance(annotation, type) and issubclass(annotation, Form):
        yield annotation
    for part in get_args(annotation):
        yield from _forms_in(part)


def _section(form: type[Form], title: str, leave_out: dict[str, FieldInfo]) -> Iterator[str]:
    fact = issubclass(form, FactForm)
    yield f"## {title}{' (fact)' if fact else ''}\n"
    yield f"{cleandoc(form.__doc__ or '')}\n"
    yield from _table(form, leave_out if fact else {})


def _table(form: type[Form], leave_out: dict[str, FieldInfo]) -> Iterator[str]:
    links = dict(references_of(form))
    yield "| key | holds | if left out | meaning |\n|---|---|---|---|"
    for name, field in form.model_fields.items():
        if name not in leave_out:
            holds = _holds(field, links.get(name))
            yield f"| `{name}` | {holds} | {_left_out(field)} | {field.description or ''} |"
    yield ""


def _holds(field: FieldInfo, link: str | None) -> str:
    listed = "list of " if _is_list(field.annotation) else ""
    if link:
        what = "key" if link == "sources" else "code"
        return f"{listed}{what} from {_words(link)}"
    shown = [note.words for note in field.metadata if isinstance(note, Shown)]
    shown.extend(note.words for note in marks(field.annotation, Shown))
    if choices := _choices(field.annotation):
        return " or ".join(f"`{choice}`" for choice in choices)
    if any(_forms_in(field.annotation)):
        return "list, see below" if listed else "keys, see below"
    if shown:
        return f"{listed}{shown[-1]}"
    return "true or false" if field.annotation is bool else "text"


def _left_out(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "must be there"
    match field.default:
        case None | () | "":
            return ""
        case bool():
            return str(field.default).lower()
        case Enum():
            return f"`{field.default.value}`"
        case Form():
            return ""
    return f"`{field.default}`"


def _is_list(annotation: object) -> bool:
    return any(get_origin(part) is tuple for part in _choices_of_type(annotation))


def _choices(annotation: object) -> list[str]:
    for part in _choices_of_type(annotation):
        if isinstance(part, type) and issubclass(part, Enum):
            return [str(member.value) for member in part if member.value]
    return []


def _choices_of_type(annotation: object) -> tuple[object, ...]:
    """The types that a field may have, without None and without what is only noted on them."""
    if get_origin(annotation) is Annotated:
        return _choices_of_type(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return tuple(
            inner
            for part in get_args(annotation)
            if part is not NoneType
            for inner in _choices_of_type(part)
        )
    return (annotation,)


def _words(kind: str) -> str:
    return f"`{kind}`"
