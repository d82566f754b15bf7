"""The replay: a project's page re-read as of any day, and what had been seen by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sapar.ground.kernel.period import month_end
from sapar.watch.alerts.queries import facts_of, replay_of
from sapar.watch.alerts.rules.shapes import Way
from sapar.web.project import file_of, frame_of
from sapar.web.reading import today
from sapar.web.seen import project_seen


@dataclass(frozen=True, slots=True)
class Months:
    """Where the reader can go from a day: one month back, one month on, the two ends."""

    first: date | None
    previous: date
    following: date | None
    last: date | None


def months_around(day: date, way: Way, now: date) -> Months:
    """The month ends before and after a day; nothing beyond today can be read."""
    following = month_end(day + timedelta(days=1))
    ends = month_end(way.ends_on) if way.ends_on else None
    return Months(
        first=month_end(way.starts_on) if way.starts_on and way.starts_on <= now else None,
        previous=day.replace(day=1) - timedelta(days=1),
        following=following if following <= now else now if day < now else None,
        last=min(ends, now) if ends else None,
    )


@login_required
@require_safe
def replay_page(request: HttpRequest, code: str) -> HttpResponse:
    """The whole project page as of a day, under a date control, with all events up to that day."""
    project = project_seen(request, code)
    as_of = request.as_of  # type: ignore[attr-defined]
    facts = facts_of(project.pk)
    file = file_of(project, as_of, facts=facts)
    context = {
        **frame_of(project),
        "file": file,
        "months": months_around(as_of, file.reading.way, today()),
        "events": tuple(reversed(replay_of(project.pk, None, as_of, facts=facts))),
    }
    return render(request, "project/replay.html", context)
