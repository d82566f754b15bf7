from __future__ import annotations

from datetime import date

import pytest

from sapar.ground.kernel import InvalidInput
from sapar.web.reading import day_asked

NOW = date(2010, 6, 30)


def test_nothing_asked_reads_today():
    assert day_asked("", NOW) == NOW
    assert day_asked("  ", NOW) == NOW


def test_a_day_is_read():
    assert day_asked("2009-06-30", NOW) == date(2009, 6, 30)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("yesterday", "is not a day"),
        ("2009-02-30", "is not a day"),
        ("30.06.2009", "is not a day"),
        ("2010-07-01", "has not come yet"),
        ("1066-10-14", "lies before every record"),
    ],
)
def test_what_is_no_day_to_read_is_refused_with_a_remedy(text, what):
    with pytest.raises(InvalidInput) as refused:
        day_asked(text, NOW)
    assert what in str(refused.value)
    assert refused.value.where == "as_of"
    assert refused.value.remedy


@pytest.mark.parametrize("text", ["nonsense", "2999-01-01", "%00", "2009-13-01"])
def test_a_bad_day_gets_a_page_that_says_so(client, web_files, db, text):
    answer = client.get("/account/login/", {"as_of": text})
    assert answer.status_code == 400
    assert b"This request cannot be read" in answer.content
    assert b'type="date"' in answer.content


def test_a_past_day_stands_on_the_page_and_every_link_keeps_it(yard, signed_in):
    yard.project("P/1")
    page = signed_in("manager").get("/projects/", {"as_of": "2020-01-31"}).content.decode()
    assert "31 January 2020" in page
    assert "Back to today" in page
    assert 'href="/projects/P/1/?as_of=2020-01-31"' in page
    assert 'href="/rules/?as_of=2020-01-31"' in page


def test_today_needs_no_mark_in_links(yard, signed_in):
    yard.project("P/1")
    page = signed_in("manager").get("/projects/").content.decode()
    assert "as_of=" not in page.replace('name="as_of"', "")
    assert "Back to today" not in page


def test_back_to_today_keeps_the_rest_of_the_address(yard, signed_in):
    page = signed_in("manager").get("/projects/", {"as_of": "2020-01-31", "q": "x y"})
    assert 'href="/projects/?q=x+y">Back to today' in page.content.decode()
