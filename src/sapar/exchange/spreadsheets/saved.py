"""Saved mappings: kept under a name for the next file of the same kind."""

from __future__ import annotations

from sapar.design.projects.actions import actor_of
from sapar.design.projects.models import Project
from sapar.exchange.spreadsheets.mapping import TableMapping, mapping_of
from sapar.exchange.spreadsheets.models import ColumnMapping
from sapar.exchange.spreadsheets.permissions import may_import_ledger
from sapar.ground.kernel import InvalidInput, NotPermitted
from sapar.ground.parties.models import User
from sapar.ground.record.actions import Actor, acting


def saved_mapping(project: Project, name: str) -> TableMapping:
    """The mapping a project keeps under a name. Raises InvalidInput that lists the names."""
    kept = ColumnMapping.objects.filter(project=project)
    found = kept.filter(name=name).first()
    if found is None:
        names = ", ".join(kept.order_by("name").values_list("name", flat=True))
        raise InvalidInput(
            f"The project keeps no column mapping '{name}'",
            where=project.code,
            remedy=f"There are: {names}." if names else "Save one, or name a YAML file.",
        )
    return mapping_of(found.definition, f"mapping '{name}'")


def save_mapping(
    project: Project, name: str, mapping: TableMapping, by: User | Actor
) -> ColumnMapping:
    """Keep a mapping under a name; the one that stood there is replaced, and kept in the journal.

    Raises NotPermitted, and InvalidInput for a name that is empty or too long.
    """
    actor = importing_actor(by, project)
    name = name.strip()
    longest = ColumnMapping._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= longest:
        raise InvalidInput(
            "A saved mapping needs a name",
            where="name",
            remedy=f"Give it 1 to {longest} letters.",
        )
    definition = mapping.model_dump(mode="json", exclude_defaults=True)
    with acting("column mapping saved", by=actor, project=project.code, subject=name) as deed:
        kept = ColumnMapping.objects.filter(project=project, name=name).first()
        deed.idle = kept is not None and kept.definition == definition
        deed.changes = {"before": kept.definition if kept else None, "after": definition}
        saved, _ = ColumnMapping.objects.update_or_create(
            project=project, name=name, defaults={"definition": definition}
        )
    return saved


def importing_actor(by: User | Actor, project: Project) -> Actor:
    """Who acts: a command, or a user whose mandate reaches the ledger. Raises NotPermitted."""
    if isinstance(by, Actor):
        return by
    if not may_import_ledger(by, project):
        raise NotPermitted(
            "Your mandate does not import the ledger of this project",
            remedy="Ask finance or the project manager.",
        )
    return actor_of(by)
