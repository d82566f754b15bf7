"""Correctives, actions: a measure is decided, and carried out. Its effect is computed, not said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

from sapar.design.projects.actions import actor_of, entry_by, moved
from sapar.design.projects.models import Project, ProjectPost
from sapar.ground.kernel import InvalidInput, NotPermitted
from sapar.ground.parties.models import User
from sapar.ground.record.actions import acting
from sapar.watch.alerts.actions import open_criticality
from sapar.watch.alerts.permissions import decides_at, may_decide
from sapar.watch.alerts.queries import today
from sapar.watch.correctives.models import Measure, MeasureDecision, MeasureDone


def decide_measure(
    *,
    user: User,
    project: Project,
    rule: str,
    subject: str,
    title: str,
    owner_post_id: int | None,
    deadline: date | None,
    expected: Decimal | None = None,
    cause: str = "",
) -> Measure:
    """A level that may decide answers a criticality with a measure, an owner and a deadline.

    `expected` is the value that the rule's number should have on the deadline; without it the
    measure has worked when the criticality is closed by then. Raises NotPermitted, InvalidInput.
    """
    if not may_decide(user, project):
        raise NotPermitted(
            "Your mandate does not decide corrective measures in this project",
            remedy="Ask the project manager, the regional office or headquarters.",
        )
    if not title.strip():
        raise InvalidInput("A measure needs words", where="title", remedy="Say what will be done.")
    if deadline is None or deadline <= today():
        raise InvalidInput(
            "The deadline must lie ahead", where="deadline", remedy="Choose a day after today."
        )
    posts = ProjectPost.objects.filter(project=project).values_list("post_id", flat=True)
    if owner_post_id not in posts:
        raise InvalidInput(
            "A measure needs an owner who holds a post in this project",
            where="owner",
            remedy="Choose one of the posts in the list.",
        )
    open_criticality(project, rule, subject)
    with acting("measure decided", by=actor_of(user), project=project.code) as deed:
        # First, because it locks the project: two decisions never take the same number.
        moved(project)
        measure = Measure.objects.create(
            project=project,
            code=_free_code(project),
            rule=rule,
            subject=subject,
            title=title.strip(),
            cause=cause,
        )
        MeasureDecision.objects.create(
            project=project,
            measure=measure,
            owner_id=owner_post_id,
            level=decides_at(user, project),
            deadline=deadline,
            expected=expected,
            effective_on=today(),
            **entry_by(user).fields(),
        )
        deed.subject = f"{rule} {subject}".strip()
        deed.changes = {
            "measure": measure.code,
            "title": measure.title,
            "owner": owner_post_id,
            "deadline": deadline,
            "expected": expected,
        }
    return measure


def _free_code(project: Project) -> str:
    taken = set(Measure.objects.filter(project=project).values_list("code", flat=True))
    return next(code for n in count(1) if (code := f"M-{n}") not in taken)


def record_done(*, user: User, measure: Measure, note: str = "") -> MeasureDone:
    """A measure was carried out. Whether it worked is read from the facts on its deadline."""
    project = measure.project
    if not may_decide(user, project):
        raise NotPermitted(
            "Your mandate does not record measures in this project",
            remedy="Ask the project manager, the regional office or headquarters.",
        )
    with acting("measure done", by=actor_of(user), project=project.code) as deed:
        moved(project)
        if measure.done.filter(superseded_by=None, withdrawn=False).exists():
            raise InvalidInput(
                "This measure is already on record as done",
                where=measure.code,
                remedy="Look at its effect instead.",
            )
        done = MeasureDone.objects.create(
            project=project,
            measure=measure,
            note=note.strip(),
            effective_on=today(),
            **entry_by(user).fields(),
        )
        deed.subject, deed.changes = measure.code, {"note": note.strip()}
    return done
