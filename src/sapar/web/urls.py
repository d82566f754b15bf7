"""Addresses of the pages. A project's code may hold slashes, so its own page comes last."""

from django.urls import include, path, register_converter

from sapar.web import (
    accounts,
    addresses,
    criticality,
    decisions,
    journal,
    logframe,
    portfolio,
    project,
    replay,
    reports,
    rulebook,
    rulebooks,
    today,
)

register_converter(addresses.ProjectCode, "code")

urlpatterns = [
    path("", today.today_page, name="today"),
    path("projects/", portfolio.portfolio_page, name="portfolio"),
    path("projects/<code:code>/logframe/", logframe.logframe_page, name="logframe"),
    path("projects/<code:code>/criticality/", criticality.criticality_page, name="criticality"),
    path("projects/<code:code>/answer/", decisions.answer_page, name="answer"),
    path("projects/<code:code>/measure/", decisions.measure_page, name="measure"),
    path("projects/<code:code>/done/", decisions.done_page, name="done"),
    path("projects/<code:code>/replay/", replay.replay_page, name="replay"),
    path("projects/<code:code>/journal/", journal.journal_page, name="journal"),
    path("projects/<code:code>/rulebooks/", rulebooks.rulebooks_page, name="rulebooks"),
    path(
        "projects/<code:code>/financial-report/",
        reports.financial_report,
        name="financial-report",
    ),
    path("projects/<code:code>/treatment/", rulebooks.treatment_page, name="treatment"),
    path("projects/<code:code>/", project.project_page, name="project"),
    path("rules/", rulebook.rules_page, name="rules"),
    path("rules/<str:rule_id>/", rulebook.rule_page, name="rule"),
    path("account/demo/", accounts.demo_sign_in, name="demo_sign_in"),
    path("account/", include("allauth.account.urls")),
]
