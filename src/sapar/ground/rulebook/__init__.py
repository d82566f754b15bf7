"""Rulebook: rules are data with a source. Loads, dates, cites and evaluates them; pure Python."""

from sapar.ground.rulebook.book import Rulebook, default_rulebook, read_rule
from sapar.ground.rulebook.calculations import (
    ExampleOutcome,
    calculation,
    calculation_named,
    calculation_names,
    run_examples,
)
from sapar.ground.rulebook.conflicts import ConflictTopic, load_conflicts
from sapar.ground.rulebook.dating import (
    Dates,
    InForce,
    NothingInForce,
    SpecialCondition,
    in_force,
    limit_in_force,
    method_in_force,
)
from sapar.ground.rulebook.evaluation import judge
from sapar.ground.rulebook.explain import describe
from sapar.ground.rulebook.schema import (
    About,
    Basis,
    Cause,
    Escalation,
    Kind,
    Level,
    Mode,
    Pack,
    Rule,
    Unit,
    Worse,
)
from sapar.ground.rulebook.yaml_text import load_located, load_strict, read_strict, validated

__all__ = [
    "About",
    "Basis",
    "Cause",
    "ConflictTopic",
    "Dates",
    "Escalation",
    "ExampleOutcome",
    "InForce",
    "Kind",
    "Level",
    "Mode",
    "NothingInForce",
    "Pack",
    "Rule",
    "Rulebook",
    "SpecialCondition",
    "Unit",
    "Worse",
    "calculation",
    "calculation_named",
    "calculation_names",
    "default_rulebook",
    "describe",
    "in_force",
    "judge",
    "limit_in_force",
    "load_conflicts",
    "load_located",
    "load_strict",
    "method_in_force",
    "read_rule",
    "read_strict",
    "run_examples",
    "validated",
]
