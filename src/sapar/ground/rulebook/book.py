"""The rulebook: all packs of rules, read once, checked, and known by their fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sapar.ground.kernel.errors import InvalidInput
from sapar.ground.rulebook.checking import nearest, validated
from sapar.ground.rulebook.schema import Mode, Pack, Rule
from sapar.ground.rulebook.yaml_text import read_located

PACK_FILE = "pack.yaml"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file of a pack: what it is called in errors, what it holds, what its bytes amount to."""

    name: str
    pack: Pack
    rule: Rule | None
    digest: str


class Rulebook:
    """Rules in the order of their ids, each from exactly one pack."""

    def __init__(self, entries: list[_Entry]) -> None:
        self._by_id: dict[str, Rule] = {}
        self._pack_by_rule: dict[str, Pack] = {}
        packs: dict[str, Pack] = {}
        named: dict[str, str] = {}
        for entry in sorted(entries, key=lambda entry: entry.rule.id if entry.rule else ""):
            key = entry.rule.id if entry.rule else f"pack {entry.pack.id}"
            if key in named:
                raise _used_twice(key, named[key], entry.name)
            named[key] = entry.name
            if entry.rule is None:
                packs[entry.pack.id] = entry.pack
                continue
            self._by_id[key] = entry.rule
            self._pack_by_rule[key] = entry.pack
        self.packs: tuple[Pack, ...] = tuple(packs[id_] for id_ in sorted(packs))
        self.fingerprint = _fingerprint(entries)

    @classmethod
    def load(cls, *folders: Path | Traversable) -> Rulebook:
        """A pack is a folder with `pack.yaml` and one rule in each further `*.yaml` file.

        Raises InvalidInput for a file that breaks the schema, an id used twice, a folder without
        `pack.yaml`, or a `.yml` file, which would otherwise go unread.
        """
        return cls([entry for folder in folders for entry in _pack_entries(folder)])

    @classmethod
    def delivered_with(cls, *folders: Path) -> Rulebook:
        """The packs that come with the software, and further packs beside them."""
        return cls.load(*_delivered(), *folders)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, in order of their ids."""
        return tuple(self._by_id.values())

    def rule(self, id_: str) -> Rule:
        """The rule of this id. Raises InvalidInput that names the nearest id."""
        if id_ not in self._by_id:
            hint = nearest(id_, list(self._by_id))
            raise InvalidInput(
                f"No rule is called '{id_}'",
                remedy=hint or "List the rules to see their ids.",
            )
        return self._by_id[id_]

    def pack_of(self, rule: Rule | str) -> Pack:
        """The pack a rule comes from."""
        id_ = rule if isinstance(rule, str) else rule.id
        return self._pack_by_rule[self.rule(id_).id]

    def pack(self, id_: str) -> Pack:
        """The pack of this id. Raises InvalidInput that names the nearest id."""
        known = {pack.id: pack for pack in self.packs}
        if id_ not in known:
            raise InvalidInput(
                f"No pack is called '{id_}'",
                remedy=nearest(id_, list(known)) or f"There are {', '.join(known)}.",
            )
        return known[id_]

    def rules_in(self, pack: str) -> tuple[Rule, ...]:
        """The rules of one pack, in order of their ids. Raises InvalidInput for an unknown id."""
        known = self.pack(pack)
        return tuple(rule for rule in self.rules if self._pack_by_rule[rule.id] is known)

    def applying_to(self, mode: Mode) -> tuple[Rule, ...]:
        """Rules for contracts of this mode: their own modes decide, else their pack's."""
        return tuple(rule for rule in self.rules if self._applies(rule, mode))

    def _applies(self, rule: Rule, mode: Mode) -> bool:
        if rule.modes:
            return rule.applies_to(mode)
        return self.pack_of(rule).mode in (None, mode)


@cache
def default_rulebook() -> Rulebook:
    """The rulebook that is delivered with the software, read once."""
    return Rulebook.load(*_delivered())


def _delivered() -> list[Traversable]:
    packs = files("sapar.ground.rulebook") / "packs"
    return [folder for folder in packs.iterdir() if _is_pack_folder(folder)]


def _is_pack_folder(folder: Traversable) -> bool:
    return folder.is_dir() and not folder.name.startswith(("_", "."))


def _pack_entries(folder: Path | Traversable) -> Iterator[_Entry]:
    paths = {path.name: path for path in folder.iterdir() if not path.name.startswith(".")}
    for name in sorted(paths):
        if name.endswith(".yml"):
            raise InvalidInput(
                "A file ending in .yml is not read",
                where=f"{folder.name}/{name}",
                remedy="Rename it so that it ends in .yaml.",
            )
    if PACK_FILE not in paths:
        raise InvalidInput(
            f"The folder is no pack: it has no {PACK_FILE}",
            where=folder.name,
            remedy=f"Add a {PACK_FILE} with id, title and describes.",
        )
    label = f"{folder.name}/{PACK_FILE}"
    data, lines = read_located(paths[PACK_FILE], label)
    pack = validated(Pack, data, lines, label)
    yield _Entry(label, pack, None, _digest(paths[PACK_FILE]))
    for name, path in paths.items():
        if name.endswith(".yaml") and name != PACK_FILE:
            label = f"{folder.name}/{name}"
            yield _Entry(label, pack, read_rule(path, label), _digest(path))


def read_rule(path: Path | Traversable, name: str = "") -> Rule:
    """One rule from its file. Raises InvalidInput with every problem, its line and its key."""
    name = name or str(path)
    data, lines = read_located(path, name)
    return validated(Rule, data, lines, name)


def _digest(path: Path | Traversable) -> str:
    # Line ends differ between machines; the rules do not.
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _fingerprint(entries: list[_Entry]) -> str:
    told = sorted(
        f"{entry.pack.id} {entry.rule.id if entry.rule else ''} {entry.digest}" for entry in entries
    )
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _used_twice(key: str, first: str, second: str) -> InvalidInput:
    first, second = sorted((first, second))
    return InvalidInput(
        f"The id '{key.removeprefix('pack ')}' is used twice, here and in {first}",
        where=second,
        remedy="Give one of the two another id.",
    )
