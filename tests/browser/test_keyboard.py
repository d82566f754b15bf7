"""The whole path, from sign-in to a decided measure, by keyboard alone and without scripts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from sapar.watch.correctives.models import Measure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something that fits the selector has the focus, and see that it shows."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(f":focus:is({selector})").count():
            return
    raise AssertionError(f"Tab never reached {selector}")


def test_from_sign_in_to_a_decided_measure(late_report, window):
    page = window(scripts=False)
    page.goto(f"{late_report}/")
    tab_to(page, "button[value=project-manager]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{late_report}/")
    assert page.locator("h1").inner_text() == "One thing needs you"

    tab_to(page, "a[href*='/measure/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/measure/**")

    tab_to(page, "button:not(.link)")
    page.keyboard.press("Enter")
    page.locator("[role=alert]").wait_for()
    assert "What will be done: This field is required" in page.locator("[role=alert]").inner_text()
    assert not Measure.objects.exists()

    tab_to(page, "textarea[name=title]")
    page.keyboard.type("Two people write the report together")
    tab_to(page, "select[name=owner]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "input[name=deadline]")
    deadline = datetime.now(UTC).date() + timedelta(days=30)
    page.keyboard.type(deadline.strftime("%m%d%Y"))
    tab_to(page, "button:not(.link)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/criticality/**")

    assert "The measure is decided" in page.locator("[role=status]").first.inner_text()
    decided = Measure.objects.get()
    assert decided.title == "Two people write the report together"
    assert decided.decisions.get().deadline == deadline


def test_the_first_tab_leads_past_the_navigation(late_report, window):
    page = window(scripts=False)
    page.goto(f"{late_report}/account/login/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")


def test_the_replay_walks_by_months_and_by_date_without_scripts(twin, window):
    page = window(scripts=False)
    page.goto(f"{twin}/account/login/")
    page.get_by_role("button", name="Headquarters desk").click()
    page.goto(f"{twin}/projects/TWIN/replay/")
    page.get_by_role("link", name="First month").click()
    first = page.locator("input[name=as_of]").input_value()
    page.locator("a[rel=next]").click()
    second = page.locator("input[name=as_of]").input_value()
    assert first < second
    page.locator("input[name=as_of]").fill(first)
    page.get_by_role("button", name="Read", exact=True).click()
    assert f"as_of={first}" in page.url
    assert page.locator("p.past").count() == 1
    page.get_by_role("link", name="Back to today").first.click()
    assert page.locator("p.past").count() == 0
