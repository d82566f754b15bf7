"""Turns a checked project file into rows that are not yet saved, table by table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.db.models import Model

from sapar.exchange.projectfiles.dating import day_of, stamp_of
from sapar.exchange.projectfiles.money_checks import form_currency
from sapar.exchange.projectfiles.schema import FactForm, Form, ProjectFile
from sapar.exchange.projectfiles.schema.base import LooseFact
from sapar.ground.parties.models import Office, Organisation, Person, Post
from sapar.ground.record.models import Fact, Source

ModelT = TypeVar("ModelT", bound=Model)


@dataclass(slots=True)
class Known:
    """What the record holds already under codes that the file uses, and the file's sources."""

    organisations: Mapping[str, Organisation]
    offices: Mapping[str, Office]
    people: Mapping[str, Person]
    posts: Mapping[str, Post]
    sources: Mapping[str, Source]


@dataclass(slots=True)
class Rows:
    """Rows on their way into the record: by table, by code, and by label for supersession."""

    file: ProjectFile
    known: Known
    now: datetime
    tables: dict[type[Model], list[Model]] = field(default_factory=dict)
    coded: dict[tuple[type[Model], str], Model] = field(default_factory=dict)
    labelled: dict[str, Fact] = field(default_factory=dict)
    replacing: list[tuple[Fact, str]] = field(default_factory=list)

    def add(self, model: type[ModelT], form: Form, **links: Any) -> ModelT:
        """A descriptive row from a form; fields of the same name are taken over."""
        row = model(**{**_same_named(model, form), **links})
        self.tables.setdefault(model, []).append(row)
        if (code := getattr(form, "code", None)) and not isinstance(form, FactForm):
            self.coded[model, code] = row
        return row

    def fact(self, model: type[ModelT], form: FactForm, **links: Any) -> ModelT:
        """A fact from a form, with its two dates, its source and its basis."""
        stamp = stamp_of(self.file, form, self.now)
        if "currency" in _own_fields(model) and _has_money(form):
            links.setdefault("currency", form_currency(self.file, form))
        if "dated_as" in _own_fields(model) and _is_partial(form):
            links.setdefault(
                "dated_as", getattr(form, "dated_as", None) or str(getattr(form, "on", ""))
            )
        row = self.add(
            model,
            form,
            effective_on=day_of(self.file, form, stamp.recorded),
            recorded_at=stamp.recorded,
            source=self.known.sources[stamp.source or ""],
            basis=stamp.basis,
            **links,
        )
        if form.id:
            self.labelled[form.id] = row  # type: ignore[assignment]
        if form.supersedes:
            self.replacing.append((row, form.supersedes))  # type: ignore[arg-type]
        return row

    def facts(self, model: type[ModelT], forms: tuple[FactForm, ...], **links: Any) -> None:
        """Facts of one table that share their links."""
        for form in forms:
            self.fact(model, form, **links)

    def named(self, model: type[ModelT], code: str | None) -> ModelT | None:
        """The row of a code, from the record or from this file; None where none is named."""
        return None if code is None else self.coded[model, code]  # type: ignore[return-value]

    def settle_supersession(self) -> None:
        """Every fact that replaces another is bound to it, once all rows are made."""
        for row, label in self.replacing:
            row.supersedes = self.labelled[label]


def _is_partial(form: FactForm) -> bool:
    return isinstance(form, LooseFact) and form.on is not None and form.on.precision != "day"


def _has_money(form: Form) -> bool:
    return getattr(form, "amount", getattr(form, "cost", None)) is not None


@cache
def _own_fields(model: type[Model]) -> frozenset[str]:
    return frozenset(
        field.name
        for field in model._meta.concrete_fields
        if not field.is_relation and not field.primary_key
    )


def _same_named(model: type[Model], form: Form) -> dict[str, Any]:
    values = {}
    for name in type(form).model_fields.keys() & _own_fields(model):
        value = getattr(form, name)
        if value is not None and name != "currency":
            values[name] = list(value) if isinstance(value, tuple) else value
    return values
