"""Rulebook: rules are data with a source. Loads, dates, cites and evaluates them; pure Python."""

from sapar.ground.rulebook.book import Rulebook, default_rulebook, read_rule
from sapar.ground.rulebook.calculations import (
    ExampleOutcome,
    calculation,
    calculation_named,
    calculation_names,
    run_examples,
)
from sapar.ground.rulebook.conflicts import ConflictTopic, conflicts_in, load_conflicts
from sapar.ground.rulebook.dating import (
    Dates,
    InForce,
    NothingInForce,
    SpecialCondition,
    in_force,
    limit_in_force,
    method_in_force,
)
from sapar.ground.rulebook.deciding import Decision, decide, decide_case, judge_table
from sapar.ground.rulebook.evaluation import judge
from sapar.ground.rulebook.explain import describe, in_words, row_lines
from sapar.ground.rulebook.obliging import judge_obligation
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
    "Decision",
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
    "conflicts_in",
    "decide",
    "decide_case",
    "default_rulebook",
    "describe",
    "in_force",
    "in_words",
    "judge",
    "judge_obligation",
    "judge_table",
    "limit_in_force",
    "load_conflicts",
    "load_located",
    "load_strict",
    "method_in_force",
    "read_rule",
    "read_strict",
    "row_lines",
    "run_examples",
    "validated",
]
