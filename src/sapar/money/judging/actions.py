"""Judging, actions: who owns a disagreement of two rulebooks, and what was agreed, on record."""

from __future__ import annotations

from datetime import UTC, datetime

from sapar.design.projects.actions import actor_of, entry_by, moved
from sapar.design.projects.models import Project, ProjectPost
from sapar.ground.kernel import InvalidInput, NotPermitted
from sapar.ground.parties.models import User
from sapar.ground.record.actions import acting
from sapar.ground.rulebook import load_conflicts
from sapar.money.agreements.models import Agreement, ConflictTreatment
from sapar.money.judging.permissions import may_treat


def treat_conflict(
    *,
    user: User,
    agreement: Agreement,
    topic: str,
    treatment: str,
    owner_post_id: int | None = None,
    note: str = "",
) -> ConflictTreatment:
    """Where two rulebooks disagree, somebody owns it and something is agreed, from today on.

    What was agreed before stays on record; the newest counts. An owner is needed for any
    treatment but `none`. Raises NotPermitted, InvalidInput.
    """
    project = agreement.project
    if not may_treat(user, project):
        raise NotPermitted(
            "Your mandate does not settle where rulebooks disagree in this project",
            remedy="Ask finance, the project manager, the regional office or headquarters.",
        )
    _check(project, topic, treatment, owner_post_id, note)
    with acting("conflict of rulebooks treated", by=actor_of(user), project=project.code) as deed:
        moved(project)
        made = ConflictTreatment.objects.create(
            project=project,
            agreement=agreement,
            topic=topic,
            owner_id=owner_post_id,
            treatment=treatment,
            note=note.strip(),
            effective_on=datetime.now(UTC).date(),
            **entry_by(user).fields(),
        )
        deed.subject = f"{agreement.code}, {topic}"
        deed.changes = {
            "topic": topic,
            "owner": made.owner.code if made.owner else None,
            "treatment": treatment,
            "note": made.note,
        }
    return made


def _check(project: Project, topic: str, treatment: str, owner: int | None, note: str) -> None:
    if topic not in {one.id for one in load_conflicts()}:
        raise InvalidInput(
            f"The register has no topic '{topic}'",
            where="topic",
            remedy="Choose one of the topics on the page.",
        )
    if treatment not in ConflictTreatment.Treatment.values:
        raise InvalidInput(
            f"'{treatment}' is no treatment",
            where="treatment",
            remedy=f"Use one of {', '.join(ConflictTreatment.Treatment.values)}.",
        )
    posts = ProjectPost.objects.filter(project=project).values_list("post_id", flat=True)
    if owner is not None and owner not in posts:
        raise InvalidInput(
            "The owner holds no post in this project",
            where="owner",
            remedy="Choose one of the posts in the list.",
        )
    if owner is None and treatment != ConflictTreatment.Treatment.NONE:
        raise InvalidInput(
            "What is agreed needs an owner", where="owner", remedy="Choose the post that owns it."
        )
    if owner is None and not note.strip():
        raise InvalidInput(
            "Neither an owner nor a treatment nor a note is given",
            where="owner",
            remedy="Name the owner, what was agreed, or what stands in the way.",
        )
