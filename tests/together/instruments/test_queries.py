from __future__ import annotations

from datetime import date

import pytest

from sapar.design.projects.models import Project
from sapar.ground.parties.models import Organisation
from sapar.ground.record.models import Source
from sapar.together.instruments.models import Undertaking, UndertakingState
from sapar.together.instruments.queries import undertakings_of

pytestmark = pytest.mark.django_db


def test_an_undertaking_is_overdue_while_it_is_neither_done_nor_openly_dropped():
    project = Project.objects.create(code="P", title="P")
    owner = Organisation.objects.create(code="o", name="Ministry")
    source = Source.objects.create(key="s", title="S")
    promise = Undertaking.objects.create(project=project, code="U1", text="Adopt the law")
    for state, day in (("given", "2009-01-10"), ("done", "2009-08-10")):
        UndertakingState.objects.create(
            project=project,
            undertaking=promise,
            owner=owner,
            state=state,
            due_on="2009-06-30",
            effective_on=day,
            recorded_at=f"{day}T00:00Z",
            source=source,
            basis="sourced",
        )
    assert undertakings_of(project.pk, date(2009, 1, 9)) == ()
    read = {
        day: undertakings_of(project.pk, day)[0]
        for day in (date(2009, 6, 30), date(2009, 7, 1), date(2009, 8, 10))
    }
    assert [(row.state, row.overdue) for row in read.values()] == [
        ("given", False),
        ("given", True),
        ("done", False),
    ]
