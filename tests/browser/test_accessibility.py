"""axe finds nothing on any page, light and dark, wide and narrow; no page is wider than asked."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from sapar.design.projects.models import Project
from sapar.watch.alerts.queries import reading_of, today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}


def addresses() -> list[str]:
    project = Project.objects.get(code="TWIN")
    worst = next(
        one for one in reading_of(project.pk, today()).criticalities if one.severity.needs_someone
    )
    query = f"?rule={worst.rule}&subject={worst.subject}"
    return [
        "/",
        "/projects/",
        "/projects/?q=nothing+like+it",
        "/projects/TWIN/",
        "/projects/TWIN/logframe/",
        "/projects/TWIN/replay/",
        "/projects/TWIN/journal/",
        f"/projects/TWIN/criticality/{query}",
        f"/projects/TWIN/measure/{query}",
        f"/projects/TWIN/answer/{query}",
        "/rules/",
        "/rules/watch.consume_70/",
        "/nowhere/",
        "/?as_of=never",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_hinders_anyone(twin, window, scheme, width):
    page = window(width=width, scheme=scheme)
    page.goto(f"{twin}/account/login/")
    problems = found_on(page, "sign in")
    page.get_by_role("button", name="Headquarters desk").click()
    page.wait_for_url(f"{twin}/")
    for address in addresses():
        page.goto(twin + address)
        # What stands folded must be sound as well.
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        problems += found_on(page, address)
    assert problems == []


def found_on(page, address: str) -> list[str]:
    violations = Axe().run(page, options=RULES).response["violations"]
    problems = [
        f"{address}: {one['id']}: {' '.join(one['nodes'][0]['html'].split())[:200]}"
        for one in violations
    ]
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return problems + ([f"{address}: {wider} pixels wider than the window"] if wider > 0 else [])
