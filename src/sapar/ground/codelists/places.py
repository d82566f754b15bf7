"""Countries: ISO 3166-1 codes, and their names in the reader's language.

Source: ISO 3166-1 and 3166-3 through pycountry; names from Unicode CLDR through Babel.
"""

from __future__ import annotations

from functools import lru_cache

import pycountry
from babel import Locale, UnknownLocaleError

USER_ASSIGNED = {"XK": "XKX"}
"""Codes outside ISO 3166 that donors use and IATI lists: Kosovo."""

PRESENT: dict[str, str] = {
    country.alpha_2: country.alpha_3 for country in pycountry.countries
} | USER_ASSIGNED

WITHDRAWN: dict[str, str] = {
    country.alpha_2: country.alpha_3
    for country in pycountry.historic_countries
    if hasattr(country, "alpha_2") and country.alpha_2 not in PRESENT
}

COUNTRIES = frozenset(PRESENT) | frozenset(WITHDRAWN)

_BY_ALPHA3 = {alpha3: code for code, alpha3 in (WITHDRAWN | PRESENT).items()}


def is_country(code: str) -> bool:
    """A country is a two-letter code that ISO 3166-1 lists or once listed, in capitals."""
    return code in COUNTRIES


def alpha2(alpha3: str) -> str | None:
    """The two-letter code for a three-letter one (`KGZ` gives `KG`); None where there is none."""
    return _BY_ALPHA3.get(alpha3.upper())


def country_name(code: str, lang: str = "en") -> str:
    """The name of a country in the reader's language; in English, or its code, where unknown.

    `lang` is a language tag such as `ru` or `pt-BR`.
    """
    return _names(lang).get(code) or _names("en").get(code) or _withdrawn_name(code)


@lru_cache(maxsize=64)
def _names(lang: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(lang, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return {}


def _withdrawn_name(code: str) -> str:
    country = pycountry.historic_countries.get(alpha_2=code)
    return str(country.name) if country else code
