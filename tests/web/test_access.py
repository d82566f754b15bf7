from __future__ import annotations

import re

import pytest
from django.urls import URLPattern, reverse

OPEN = {"demo_sign_in"}

PROJECT_PAGES = ("project", "logframe", "replay", "journal")
OTHER_PAGES = ("today", "portfolio", "rules")


@pytest.mark.parametrize("page", PROJECT_PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 200), ("finance", 200), ("donor", 200), ("evaluator", 200), ("outsider", 404)],
)
def test_who_reads_a_project(yard, signed_in, page, who, status):
    yard.project("P/1")
    assert signed_in(who).get(reverse(page, args=["P/1"])).status_code == status


def without_tokens(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


@pytest.mark.parametrize("page", [*PROJECT_PAGES, "criticality", "measure", "answer", "done"])
def test_out_of_sight_looks_like_not_there(yard, signed_in, page):
    yard.project("P/1")
    client = signed_in("outsider")
    hidden, absent = (client.get(reverse(page, args=[code])) for code in ("P/1", "NOWHERE"))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert without_tokens(hidden.content) == without_tokens(absent.content)


def test_lists_show_only_what_is_in_sight(yard, signed_in):
    yard.project("P/1")
    for page in ("today", "portfolio"):
        assert b"P/1" not in signed_in("outsider").get(reverse(page)).content
        assert b"P/1" in signed_in("manager").get(reverse(page)).content


@pytest.mark.parametrize("page", OTHER_PAGES)
def test_everyone_signed_in_has_the_common_pages(yard, signed_in, page):
    assert signed_in("outsider").get(reverse(page)).status_code == 200


@pytest.mark.parametrize(
    "page", [*PROJECT_PAGES, "criticality", "measure", "answer", "done", "today", "portfolio"]
)
def test_strangers_are_asked_to_sign_in(yard, client, web_files, page):
    yard.project("P/1")
    args = [] if page in OTHER_PAGES else ["P/1"]
    answer = client.get(reverse(page, args=args))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_every_page_of_ours_asks_for_a_sign_in():
    from sapar.web.urls import urlpatterns

    ours = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    assert ours
    for pattern in ours:
        if pattern.name not in OPEN:
            assert hasattr(pattern.callback, "__wrapped__"), pattern.name


@pytest.mark.parametrize("page", [*PROJECT_PAGES, "today", "portfolio", "rules"])
def test_reading_pages_refuse_to_be_posted_to(yard, signed_in, page):
    yard.project("P/1")
    args = ["P/1"] if page in PROJECT_PAGES else []
    assert signed_in("manager").post(reverse(page, args=args)).status_code == 405
