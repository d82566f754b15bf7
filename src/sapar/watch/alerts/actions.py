"""Alerts, actions: what people may do about a criticality. None of it closes or re-grades it."""

from __future__ import annotations

from sapar.design.projects.actions import actor_of, entry_by, moved, person_of
from sapar.design.projects.models import Project
from sapar.ground.kernel import InvalidInput, NotPermitted
from sapar.ground.parties.models import User
from sapar.ground.record.actions import acting
from sapar.watch.alerts.models import Answer
from sapar.watch.alerts.permissions import may_answer, speaks_for
from sapar.watch.alerts.queries import reading_of, today
from sapar.watch.alerts.rules.reading import by_key
from sapar.watch.alerts.rules.shapes import Criticality


def open_criticality(project: Project, rule: str, subject: str) -> Criticality:
    """The criticality as it stands today. Raises InvalidInput where the facts show none."""
    open_now = by_key(reading_of(project.pk, today()).criticalities)
    if (rule, subject) not in open_now:
        raise InvalidInput(
            "This criticality is not open: the facts no longer support it",
            where=f"{project.code}, {rule}",
            remedy="Read the project again; there is nothing to answer.",
        )
    return open_now[rule, subject]


def answer_criticality(
    *, user: User, project: Project, rule: str, subject: str, kind: str, text: str
) -> Answer:
    """Someone with a mandate in the project acknowledges or explains a criticality.

    It stays open, keeps its severity and its clock: only facts and measures move it. An
    explanation needs words. Raises NotPermitted and InvalidInput.
    """
    if not may_answer(user, project):
        raise NotPermitted(
            "You hold no mandate in this project",
            remedy="Ask someone who does to answer, or to give you a post in it.",
        )
    if kind not in Answer.Kind.values:
        raise InvalidInput(
            f"'{kind}' is not an answer", where="kind", remedy="Acknowledge or explain."
        )
    if kind == Answer.Kind.EXPLAINED and not text.strip():
        raise InvalidInput(
            "An explanation without words explains nothing",
            where="text",
            remedy="Write what stands behind the facts.",
        )
    open_criticality(project, rule, subject)
    with acting(f"criticality {kind}", by=actor_of(user), project=project.code) as deed:
        answer = Answer.objects.create(
            project=project,
            rule=rule,
            subject=subject,
            kind=kind,
            text=text.strip(),
            by=person_of(user),
            level=speaks_for(user, project),
            effective_on=today(),
            **entry_by(user).fields(),
        )
        moved(project)
        deed.subject = f"{rule} {subject}".strip()
        deed.changes = {"answer": answer.pk, "kind": kind, "text": text.strip()}
    return answer
