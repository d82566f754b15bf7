from __future__ import annotations

import pytest
from django.urls import resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from sapar.web.addresses import PAGES_OF_A_PROJECT, ProjectCode

CODES = st.text(
    alphabet=st.sampled_from("AZaz09-_/.%~ é?#"), min_size=1, max_size=20
) | st.sampled_from(["a/logframe", "logframe", "a//b", "a/", "/a", "a/../b", ".", "%2F", "a%2Fb"])


@given(CODES)
def test_a_code_and_its_address_belong_to_each_other(code):
    written = ProjectCode().to_url(code)
    assert ProjectCode().to_python(written) == code
    assert not set(written.split("/")) & {"", ".", ".."} or written in {"", "/"}


@pytest.mark.parametrize("code", ["RER/06/14/EEC", "XM-DAC-41114-1", "a/logframe", "replay"])
@pytest.mark.parametrize("page", ["project", *sorted(PAGES_OF_A_PROJECT)])
def test_every_page_of_every_code_is_found_again(code, page):
    from urllib.parse import unquote

    match = resolve(unquote(reverse(page, args=[code])))
    assert match.url_name == page
    assert match.kwargs["code"] == code


def test_slashes_stay_readable():
    assert reverse("project", args=["RER/06/14/EEC"]) == "/projects/RER/06/14/EEC/"


def test_all_pages_below_a_project_are_known():
    from sapar.web.urls import urlpatterns

    below = {
        str(pattern.pattern).removeprefix("projects/<code:code>/").strip("/")
        for pattern in urlpatterns
        if str(pattern.pattern).startswith("projects/<code:code>/")
    }
    assert below - {""} == PAGES_OF_A_PROJECT
