"""The plan of the house, held: floors, facts, sizes, names, and what no module may do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

import sapar
from sapar import models as gathered
from sapar.ground.record.models import Fact

FLOORS = ("ground", "design", "money", "together", "watch", "learn", "exchange", "portfolio")
PACKAGE = Path(sapar.__file__).parent
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
LONGEST = 400
ALL = list(apps.get_app_config("sapar").get_models())
FACTS = [model for model in ALL if issubclass(model, Fact)]
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)


def floor(model: type[models.Model]) -> int:
    return FLOORS.index(model.__module__.split(".")[1])


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def found(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of a kind under the package, with the place where it stands."""
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, kind):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def test_the_walk_finds_the_house():
    assert len(ALL) > 40
    assert len(FACTS) > 20
    assert len(MODULES) > 100


def test_every_model_is_gathered_in_one_place():
    for path in MODULES:
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if "models" in parts:
            import_module(".".join(parts).removesuffix(".__init__"))
    named = {getattr(gathered, name) for name in gathered.__all__}
    assert named == set(apps.get_app_config("sapar").get_models())


def test_no_foreign_key_points_to_a_higher_floor():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in ALL
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model in ALL
        and floor(field.related_model) > floor(model)
    ]
    assert wrong == []


@pytest.mark.parametrize("fact", FACTS, ids=lambda model: model.__name__)
def test_a_fact_has_one_successor_at_most_and_is_never_deleted_with_what_it_is_about(fact):
    supersedes = fact._meta.get_field("supersedes")
    assert supersedes.unique
    assert supersedes.related_model is fact
    for field in fact._meta.concrete_fields:
        if field.is_relation:
            assert field.remote_field.on_delete is models.PROTECT, field.name


def test_no_model_overrides_how_it_is_saved_or_deleted():
    own = {
        f"{model.__name__}.{name}"
        for model in ALL
        for name in ("save", "delete", "save_base")
        if any(name in vars(k) for k in model.__mro__ if k.__module__.startswith("sapar."))
    }
    assert own == set()


def test_no_signal_of_the_house_changes_data():
    for signal in (pre_save, post_save, pre_delete, post_delete, m2m_changed):
        for receiver in signal.receivers:
            function = receiver[1]() if callable(receiver[1]) else receiver[1]
            assert not str(getattr(function, "__module__", "")).startswith("sapar."), function


def test_generic_foreign_keys_stand_in_the_record_only():
    for model in ALL:
        if model._meta.private_fields:
            assert model.__module__.startswith("sapar.ground.record."), model


def test_no_module_is_longer_than_four_hundred_lines():
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in MODULES
        if (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_no_module_is_named_for_what_belongs_nowhere():
    names = {part for path in MODULES for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert names & FORBIDDEN_NAMES == set()


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if path.read_text().strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_facts_are_neither_updated_nor_deleted():
    """No `Fact.objects….update(` and no `….delete(`: facts are appended and superseded."""
    names = {model.__name__ for model in FACTS}
    wrong = []
    for place, node in found(ast.Call):
        function = node.func
        if not isinstance(function, ast.Attribute):
            continue
        if function.attr in {"update", "bulk_update", "delete", "update_or_create"}:
            inside = {n.id for n in ast.walk(function.value) if isinstance(n, ast.Name)}
            if inside & names:
                wrong.append(place)
    assert wrong == []
