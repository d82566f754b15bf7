"""Decision tables as rule files write them: inputs, rows of conditions, one outcome for each row.

The hit policy is DMN's UNIQUE: two rows never match the same case. Where the file alone can tell
that two rows meet, it is refused when it is read; where that depends on a list handed in with the
case, the decision is refused instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import Annotated, Any

from pydantic import BaseModel, Field, model_validator

from sapar.ground.kernel.finding import Verdict
from sapar.ground.rulebook.checking import nearest, problem_at
from sapar.ground.rulebook.vocabulary import Literal, Name, Reference, Strict, Text

Bound = Decimal | date
_Limit = tuple[Bound | None, bool]
"""A bound and whether it is included; no bound is None."""

_RANGE = ("above", "from_", "below", "up_to")


class InputKind(StrEnum):
    """What an input of a table holds."""

    WORD = "word"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    LIST = "list"


_HELD: dict[InputKind, tuple[type, ...]] = {
    InputKind.WORD: (str,),
    InputKind.NUMBER: (Decimal,),
    InputKind.DAY: (date,),
    InputKind.YES_NO: (bool,),
    InputKind.LIST: (list, tuple, set, frozenset),
}


class Asked(Strict):
    """An input: what it asks in words, what it holds, and the words it may hold."""

    asks: Text
    kind: InputKind
    one_of: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _words_only(self) -> Asked:
        if self.one_of and self.kind is not InputKind.WORD:
            raise problem_at(["one_of"], f"only words are listed, and this holds a {self.kind}")
        return self

    def holds(self, value: object) -> bool:
        """Whether a value is of the kind asked for; yes and no are no numbers."""
        if isinstance(value, bool) and self.kind is not InputKind.YES_NO:
            return False
        return isinstance(value, _HELD[self.kind])


class Condition(Strict):
    """What one input must be for a row to match: one value, one of several, or within bounds.

    In the file a bare value means `equals`, a list means `in`. `from` and `up_to` include their
    bound, `above` and `below` leave it out. `in_list` and `not_in_list` name an input that holds
    a list.
    """

    equals: Literal | None = None
    one_of: Annotated[tuple[Literal, ...], Field(alias="in")] = ()
    above: Bound | None = None
    from_: Annotated[Bound | None, Field(alias="from")] = None
    below: Bound | None = None
    up_to: Bound | None = None
    in_list: Name | None = None
    not_in_list: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if isinstance(data, list | tuple):
            return {"in": data}
        return data if isinstance(data, dict | BaseModel) else {"equals": data}

    @model_validator(mode="after")
    def _one_form(self) -> Condition:
        forms = (
            self.equals is not None,
            bool(self.one_of),
            self.is_range,
            self.in_list is not None,
            self.not_in_list is not None,
        )
        if sum(forms) != 1:
            raise problem_at([], "a condition is one value, a list, bounds, or a named list")
        if self.above is not None and self.from_ is not None:
            raise problem_at(["above"], "give 'above' or 'from', not both")
        if self.below is not None and self.up_to is not None:
            raise problem_at(["below"], "give 'below' or 'up_to', not both")
        if len({type(bound) for bound in self._bounds()}) > 1:
            raise problem_at([], "the two bounds are not of one kind")
        if self.is_range and _empty(*_limits(self)):
            raise problem_at([], "no value lies within these bounds")
        return self

    @cached_property
    def is_range(self) -> bool:
        """Whether the condition is a pair of bounds, or one of them."""
        return bool(self._bounds())

    @cached_property
    def limits(self) -> tuple[_Limit, _Limit]:
        """The lower and the upper bound; None where there is none."""
        return _limits(self)

    @cached_property
    def named_list(self) -> str | None:
        """The input whose list decides, for the two forms that name one."""
        return self.in_list or self.not_in_list

    def values(self) -> tuple[Literal, ...]:
        """The single values the condition names, none for bounds and named lists."""
        return self.one_of if self.equals is None else (self.equals,)

    def _bounds(self) -> list[Bound]:
        return [b for b in (getattr(self, name) for name in _RANGE) if b is not None]

    def met_by(self, value: object, given: Mapping[str, object]) -> bool | None:
        """Whether a value meets the condition; None where it, or the list it needs, is unknown."""
        if value is None:
            return None
        if self.named_list:
            listed: Any = given.get(self.named_list)
            if listed is None:
                return None
            return any(_same(value, one) for one in listed) is (self.in_list is not None)
        if self.is_range:
            return _within(value, *self.limits)
        return any(_same(value, one) for one in self.values())

    def told(self) -> str:
        """The condition in plain words."""
        if self.named_list:
            return f"{'in' if self.in_list else 'not in'} {_spaced(self.named_list)}"
        if self.is_range:
            words = {"above": "above", "from_": "from", "below": "below", "up_to": "up to"}
            given = [(words[n], getattr(self, n)) for n in _RANGE if getattr(self, n) is not None]
            return " and ".join(f"{word} {_plain(bound)}" for word, bound in given)
        return " or ".join(_plain(value) for value in self.values())


class Row(Strict):
    """A row: when all its conditions hold, its outcome applies, and this is what follows.

    `verdict` judges the case itself. `accepts` names the outcomes that may be chosen instead of
    this one without fault. `ref` is the row's own source, where it differs from the table's.
    """

    when: Annotated[dict[Name, Condition], Field(min_length=1)]
    outcome: Name
    consequence: Text
    verdict: Verdict | None = None
    accepts: tuple[Name, ...] = ()
    ref: Reference | None = None

    @model_validator(mode="after")
    def _decides(self) -> Row:
        if self.verdict is Verdict.UNKNOWN:
            raise problem_at(["verdict"], "a row that matches knows; leave 'unknown' out")
        if "{" in self.consequence or "}" in self.consequence:
            raise problem_at(["consequence"], "is printed as it stands; leave braces out")
        return self

    def matches(self, given: Mapping[str, object]) -> bool | None:
        """Whether a case meets all conditions; None where facts that are lacking decide."""
        open_ = False
        for name, condition in self.when.items():
            met = condition.met_by(given.get(name), given)
            if met is False:
                return False
            open_ = open_ or met is None
        return None if open_ else True

    def lacks(self, given: Mapping[str, object]) -> set[str]:
        """The inputs this row needs and a case does not give."""
        needed = set(self.when) | {c.named_list for c in self.when.values() if c.named_list}
        return {name for name in needed if given.get(name) is None}

    def told(self) -> str:
        """The conditions in plain words."""
        return " and ".join(f"{_spaced(name)} is {c.told()}" for name, c in self.when.items())


def check_rows(path: list[object], rows: Sequence[Row], inputs: Mapping[str, Asked]) -> None:
    """Rows name only declared inputs, in the kind these hold, and no two rows surely meet."""
    for index, row in enumerate(rows):
        check_conditions([*path, "rows", index, "when"], row.when, inputs)
    for (first, one), (second, other) in combinations(enumerate(rows), 2):
        if _surely_meet(one, other):
            raise problem_at(
                [*path, "rows", second],
                f"it meets row {first + 1}, so a case could match both; make them exclude "
                "each other",
            )


def check_conditions(
    path: list[object], when: Mapping[str, Condition], inputs: Mapping[str, Asked]
) -> None:
    """Each condition stands on a declared input, and asks for what that input can hold."""
    for name, condition in when.items():
        if name not in inputs:
            hint = nearest(name, list(inputs))
            raise problem_at([*path, name], f"no input is called so. {hint}".rstrip())
        listed = condition.named_list
        if listed and (listed not in inputs or inputs[listed].kind is not InputKind.LIST):
            raise problem_at([*path, name], f"'{listed}' is not an input that holds a list")
        _check_held([*path, name], condition, inputs[name])


def _check_held(path: list[object], condition: Condition, asked: Asked) -> None:
    if asked.kind is InputKind.LIST:
        raise problem_at(path, "a list has no condition of its own; name it in 'in_list'")
    for value in (*condition.values(), *condition._bounds()):
        if not asked.holds(value):
            raise problem_at(path, f"'{_plain(value)}' is no {asked.kind}, as the input holds")
        if asked.one_of and value not in asked.one_of:
            raise problem_at(path, f"'{value}' is not one of {', '.join(asked.one_of)}")


def _surely_meet(one: Row, other: Row) -> bool:
    shared = set(one.when) & set(other.when)
    return all(_meet(one.when[name], other.when[name]) is True for name in shared)


def _meet(one: Condition, other: Condition) -> bool | None:
    """Whether some value meets both conditions; None where a list handed in decides."""
    if one.named_list or other.named_list:
        if one.named_list != other.named_list:
            return None
        return (one.in_list is None) is (other.in_list is None)
    if one.is_range and other.is_range:
        first, second = _limits(one), _limits(other)
        if _kind_of(first) is not _kind_of(second):
            return False
        return not _empty(_tighter(first[0], second[0], 1), _tighter(first[1], second[1], -1))
    named, rest = (other, one) if one.is_range else (one, other)
    return any(rest.met_by(value, {}) for value in named.values())


def _limits(condition: Condition) -> tuple[_Limit, _Limit]:
    low = (condition.from_, True) if condition.above is None else (condition.above, False)
    high = (condition.up_to, True) if condition.below is None else (condition.below, False)
    return low, high


def _kind_of(limits: tuple[_Limit, _Limit]) -> type:
    bound = limits[0][0] if limits[0][0] is not None else limits[1][0]
    return type(bound)


def _tighter(one: _Limit, other: _Limit, side: int) -> _Limit:
    if one[0] is None or other[0] is None:
        return other if one[0] is None else one
    if one[0] == other[0]:
        return one[0], one[1] and other[1]
    first: Any = one[0]
    higher = one if first > other[0] else other
    lower = other if higher is one else one
    return higher if side > 0 else lower


def _empty(low: _Limit, high: _Limit) -> bool:
    if low[0] is None or high[0] is None:
        return False
    first: Any = low[0]
    return bool(first > high[0]) or (first == high[0] and not (low[1] and high[1]))


def _within(value: Any, low: _Limit, high: _Limit) -> bool:
    if low[0] is not None and not (value > low[0] or (low[1] and value == low[0])):
        return False
    return high[0] is None or bool(value < high[0]) or (high[1] and bool(value == high[0]))


def _same(one: object, other: object) -> bool:
    """Equal and of one kind: yes is not the number 1."""
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return _spaced(str(value)) if isinstance(value, str) else str(value)
