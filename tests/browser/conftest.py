"""A real Chromium on a live server, with the twin as it would run today and someone to decide."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright

from sapar.design.projects.models import Project, ProjectPeriod, ProjectPost
from sapar.examples.twin.generator import twin_project_file
from sapar.exchange.projectfiles.actions import load_project
from sapar.ground.kernel.period import add_months
from sapar.ground.parties.models import Holding, Mandate, Office, Organisation, Person, Post, User
from sapar.ground.record.actions import Actor
from sapar.ground.record.models import Source
from sapar.money.agreements.models import Agreement, ReportDue

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture
def chromium(monkeypatch) -> Iterator[Browser]:
    """The browser that SAPAR_BROWSER names; without one these tests are left out.

    Started for each test: it keeps an event loop in this thread, which Django takes for an async
    view, and which must be gone before the next test opens its database.
    """
    path = os.environ.get("SAPAR_BROWSER")
    if not path:
        pytest.skip("Set SAPAR_BROWSER to a Chromium program, such as /usr/bin/chromium.")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built_files(tmp_path_factory) -> Iterator[None]:
    """An empty folder where built files would be; the live server takes them from the source."""
    with override_settings(STATIC_ROOT=str(tmp_path_factory.mktemp("static"))):
        yield


@pytest.fixture(scope="session")
def live_server(built_files, live_server):
    """The server of pytest-django, started once the folder of built files is there."""
    return live_server


@pytest.fixture
def site(live_server, chromium, settings) -> str:
    """The address of a demo with its style sheets, on which browsers can sign in by one click."""
    settings.DEMO = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return str(live_server.url)


@pytest.fixture
def twin(site) -> str:
    """The twin begun fourteen months ago; the desk at headquarters can sign in."""
    today = datetime.now(UTC).date()
    start = add_months(today.replace(day=1), -14)
    load_project(twin_project_file(start, until=today), by=Actor("tests"))
    User.objects.create(username="headquarters-desk", person=Person.objects.get(code="ow-desk"))
    return site


@pytest.fixture
def late_report(site) -> str:
    """A project whose report is five days late, which stands with its manager."""
    now = datetime.now(UTC) - timedelta(days=400)
    today = datetime.now(UTC).date()
    source = Source.objects.create(key="made-up", title="Made up for tests")
    fact = {"recorded_at": now, "source": source, "basis": "illustrative"}
    organisation = Organisation.objects.create(code="ex", name="Executing organisation")
    office = Office.objects.create(code="office", organisation=organisation, name="Office")
    post = Post.objects.create(code="manager", office=office, title="Project manager")
    Mandate.objects.create(post=post, level="project_manager")
    person = Person.objects.create(code="manager", name="The manager")
    Holding.objects.create(post=post, person=person, effective_on=now.date(), **fact)
    User.objects.create(username="project-manager", person=person)
    project = Project.objects.create(code="P/1", title="A project", executing=organisation)
    ProjectPost.objects.create(project=project, post=post)
    ends = today + timedelta(days=400)
    ProjectPeriod.objects.create(
        project=project,
        kind="agreed",
        starts_on=now.date(),
        ends_on=ends,
        effective_on=now.date(),
        **fact,
    )
    agreement = Agreement.objects.create(
        project=project, code="A", donor=organisation, mode="eu_grant_2008"
    )
    ReportDue.objects.create(
        project=project,
        agreement=agreement,
        kind="interim",
        period_from=now.date(),
        period_to=today - timedelta(days=65),
        effective_on=today - timedelta(days=5),
        **fact,
    )
    return site


@pytest.fixture
def window(chromium) -> Iterator[Callable[..., Page]]:
    """Opens a page of a given width and colour scheme, with or without scripts."""
    opened = []

    def open_window(*, width: int = 1280, scheme: str = "light", scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        opened.append(context)
        return context.new_page()

    yield open_window
    for context in opened:
        context.close()
