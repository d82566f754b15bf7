"""Project files, actions: a whole project is put on record at once, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from django.db import IntegrityError
from django.db.models import Model, QuerySet

from sapar.design.projects.models import Project
from sapar.exchange.projectfiles.checks import problems_in
from sapar.exchange.projectfiles.filling import IN_ORDER, fill
from sapar.exchange.projectfiles.reading import refuse
from sapar.exchange.projectfiles.rows import Known, Rows
from sapar.exchange.projectfiles.schema import Form, ProjectFile
from sapar.exchange.projectfiles.schema import Source as SourceForm
from sapar.ground.kernel import Conflict
from sapar.ground.parties.models import (
    CompetenceAssessment,
    Holding,
    Office,
    Organisation,
    Person,
    Post,
    Succession,
)
from sapar.ground.record.actions import Actor, acting, source_named
from sapar.ground.record.models import Source

ModelT = TypeVar("ModelT", bound=Model)
BATCH = 500

SAME_FACT: Mapping[type[Model], tuple[str, ...]] = {
    Succession: ("organisation_id", "successor_id", "kind", "effective_on", "source_id"),
    Holding: ("post_id", "person_id", "effective_on", "held_to", "source_id"),
    CompetenceAssessment: (
        *("post_id", "person_id", "competence", "met", "effective_on", "source_id"),
    ),
}
"""Facts about parties that two projects share: what makes them the same fact told twice."""


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """What was loaded: the project's code, how many rows of each kind, and the content's hash."""

    code: str
    counts: Mapping[str, int]
    sha256: str


def load_project(file: ProjectFile, *, by: Actor) -> LoadOutcome:
    """A project comes on record whole, under a code that nobody uses yet.

    Organisations, offices, people and posts that are on record under the same code are used as
    they are. Raises Conflict for a code in use, InvalidInput for a file that contradicts itself;
    nothing is written then.
    """
    code = file.project.code
    now = datetime.now(UTC)
    refuse(list(problems_in(file, now)), f"project {code}")
    sha256 = hashlib.sha256(file.model_dump_json().encode()).hexdigest()
    try:
        with acting("project loaded", by=by, project=code, subject=file.project.title) as deed:
            _refuse_code_in_use(code)
            rows = Rows(file, _known(file), now)
            fill(rows)
            counts = {model.__name__: count for model in IN_ORDER if (count := _save(rows, model))}
            deed.changes = {"counts": counts, "sha256": sha256}
    except IntegrityError as error:
        raise Conflict(
            "The record changed while the project was loaded, or holds something else like it",
            where=f"project {code}",
            remedy="Load it again; nothing was written.",
        ) from error
    return LoadOutcome(code, counts, sha256)


def _refuse_code_in_use(code: str) -> None:
    if Project.objects.filter(code=code).exists():
        raise Conflict(
            f"The code '{code}' is on record already",
            where=f"project {code}",
            remedy="Give the project in the file another code; what is on record was not touched.",
        )


def _known(file: ProjectFile) -> Known:
    organisations = _by_code(Organisation.objects.all(), file.organisations)
    offices = _by_code(Office.objects.select_related("organisation"), file.offices)
    posts = _by_code(Post.objects.select_related("office"), file.posts)
    for form in file.offices:
        if form.code in offices:
            owner = offices[form.code].organisation.code
            _refuse_other_owner(f"office '{form.code}'", owner, form.organisation)
    for seat in file.posts:
        if seat.code in posts:
            _refuse_other_owner(f"post '{seat.code}'", posts[seat.code].office.code, seat.office)
    return Known(
        organisations,
        offices,
        _by_code(Person.objects.all(), file.people),
        posts,
        {form.key: _source(form) for form in file.sources},
    )


def _by_code(found: QuerySet[ModelT], forms: Iterable[Form]) -> dict[str, ModelT]:
    codes = [form.code for form in forms]  # type: ignore[attr-defined]
    return {row.code: row for row in found.filter(code__in=codes)}  # type: ignore[attr-defined]


def _refuse_other_owner(what: str, on_record: str, in_file: str) -> None:
    if on_record != in_file:
        raise Conflict(
            f"The {what} is on record under '{on_record}', the file puts it under '{in_file}'",
            where=what,
            remedy="Use the one on record, or give the one in the file another code.",
        )


def _source(form: SourceForm) -> Source:
    source = source_named(
        form.key,
        form.title,
        locator=form.locator or "",
        dated=str(form.dated or ""),
        note=form.note or "",
    )
    if source.title != form.title:
        raise Conflict(
            f"The source key '{form.key}' is on record for '{source.title}'",
            where=f"source '{form.key}'",
            remedy="Give the source in the file another key.",
        )
    return source


def _save(rows: Rows, model: type[Model]) -> int:
    """The rows of one table go in, each after the row of the same table that it points to."""
    waiting = rows.tables.get(model, [])
    if model in SAME_FACT:
        waiting = _not_on_record(model, waiting)
    total = len(waiting)
    inner = [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is model
    ]
    while waiting:
        ready: list[Model] = []
        later: list[Model] = []
        for row in waiting:
            targets = (getattr(row, name) for name in inner)
            held = any(target is not None and target.pk is None for target in targets)
            (later if held else ready).append(row)
        if not ready:
            raise Conflict(
                f"Rows of {model.__name__} point at each other in a circle",
                where=f"project {rows.file.project.code}",
                remedy="Break the circle of parents or of superseded facts.",
            )
        model._default_manager.bulk_create(ready, batch_size=BATCH)
        waiting = later
    return total


def _not_on_record(model: type[Model], made: list[Model]) -> list[Model]:
    """Facts about parties that are on record already are not entered a second time."""
    keys = SAME_FACT[model]
    for row in made:
        for field in row._meta.concrete_fields:
            if field.is_relation and (target := getattr(row, field.name)) is not None:
                setattr(row, field.attname, target.pk)
    owners = {getattr(row, keys[0]) for row in made}
    on_record = {
        tuple(values): pk
        for pk, *values in model._default_manager.filter(**{f"{keys[0]}__in": owners}).values_list(
            "pk", *keys
        )
    }
    fresh = []
    for row in made:
        pk = on_record.get(tuple(getattr(row, key) for key in keys))
        if pk is None:
            fresh.append(row)
        else:
            row.pk = pk
    return fresh
