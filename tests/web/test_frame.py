"""What holds on every page: no inline code, the banner of fiction, the look of refusals."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

INLINE = re.compile(rb"""\sstyle=|<style|<script|\son[a-z]+=["']|javascript:""", re.IGNORECASE)
QUERY = {"rule": "watch.report_late"}


def pages(subject: str) -> list[str]:
    query = f"?rule=watch.report_late&subject={subject}"
    return [
        reverse("today"),
        reverse("portfolio"),
        reverse("rules"),
        reverse("rule", args=["watch.consume_70"]),
        *(reverse(name, args=["P/1"]) for name in ("project", "logframe", "replay", "journal")),
        *(reverse(name, args=["P/1"]) + query for name in ("criticality", "measure", "answer")),
        "/nowhere/",
        "/?as_of=never",
    ]


def subject_of(project) -> str:
    from sapar.watch.alerts.queries import reading_of, today

    late = [c for c in reading_of(project.pk, today()).criticalities if c.rule == QUERY["rule"]]
    assert late
    return late[0].subject


def test_no_page_holds_inline_code_and_all_say_what_they_may_load(yard, signed_in):
    client = signed_in("manager")
    for address in pages(subject_of(yard.project("P/1", fictional=True))):
        answer = client.get(address)
        assert not INLINE.search(answer.content), address
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_fictional_projects_carry_the_banner_on_every_page(yard, signed_in):
    client = signed_in("manager")
    subject = subject_of(yard.project("P/1", fictional=True))
    for address in pages(subject)[:-2]:
        if address.startswith("/rules/"):
            continue
        assert b'class="banner"' in client.get(address).content, address


def test_real_projects_carry_no_banner(yard, signed_in):
    yard.project("P/1")
    for address in ("/", "/projects/", "/projects/P/1/"):
        assert b'class="banner"' not in signed_in("manager").get(address).content


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/nowhere/", 404, "Not on record here"),
        ("/projects/NOWHERE/", 404, "Not on record here"),
        ("/rules/no.such_rule/", 404, "Not on record here"),
        ("/?as_of=x", 400, "This request cannot be read"),
    ],
)
def test_refusals_come_in_the_look_and_say_what_to_do(yard, signed_in, address, status, says):
    answer = signed_in("manager").get(address)
    assert answer.status_code == status
    page = answer.content.decode()
    assert says in page
    assert "sapar.css" in page
    assert page.count("<h1") == 1


def test_a_form_without_its_token_is_refused_in_the_look(yard, web_files):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"))
    assert answer.status_code == 403
    assert b"The form is too old" in answer.content


def test_when_we_break_we_say_so_plainly(rf):
    from django.views.defaults import server_error

    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content
    assert not INLINE.search(answer.content)
