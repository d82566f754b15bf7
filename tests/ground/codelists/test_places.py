from __future__ import annotations

import pytest

from sapar.ground.codelists.places import alpha2, country_name, is_country


@pytest.mark.parametrize("code", ["KG", "KZ", "TJ", "XK", "AN", "SU"])
def test_countries_of_today_of_the_past_and_kosovo(code):
    assert is_country(code)


@pytest.mark.parametrize("code", ["", "kg", "KGZ", "XQ", "998"])
def test_what_is_not_a_country(code):
    assert not is_country(code)


@pytest.mark.parametrize(
    ("code", "lang", "name"),
    [
        ("KG", "en", "Kyrgyzstan"),
        ("KG", "ky", "Кыргызстан"),
        ("KG", "kk", "Қырғызстан"),
        ("KZ", "ru", "Казахстан"),
        ("BR", "pt-BR", "Brasil"),
        ("KG", "zz", "Kyrgyzstan"),
        ("XQ", "en", "XQ"),
    ],
)
def test_a_name_in_the_readers_language(code, lang, name):
    assert country_name(code, lang) == name


def test_a_withdrawn_country_keeps_its_name():
    assert country_name("SU", "en") not in ("", "SU")


@pytest.mark.parametrize(
    ("alpha3", "code"), [("KGZ", "KG"), ("kaz", "KZ"), ("XKX", "XK"), ("SUN", "SU"), ("ZZZ", None)]
)
def test_two_letters_for_three(alpha3, code):
    assert alpha2(alpha3) == code
