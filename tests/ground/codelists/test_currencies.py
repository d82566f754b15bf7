from __future__ import annotations

import pytest

from sapar.ground.codelists.currencies import currency_name, is_currency


@pytest.mark.parametrize("code", ["EUR", "KGS", "XDR", "XAU", "DEM", "TJR", "BYR", "LTL"])
def test_currencies_in_use_and_withdrawn(code):
    assert is_currency(code)


@pytest.mark.parametrize("code", ["", "eur", "EURO", "XXX", "XTS", "XBT", "ZZZ"])
def test_what_is_not_a_currency(code):
    assert not is_currency(code)


def test_every_currency_the_standard_lists_is_known_but_bitcoin(shared):
    from lxml import etree

    path = shared / "iati/standard/codelists-external/Currency.xml"
    codes = {code.text for code in etree.parse(path).iterfind(".//codelist-item/code")}
    assert len(codes) > 150
    assert {code for code in codes if not is_currency(code)} == {"XBT"}


def test_a_name_in_the_readers_language():
    assert currency_name("KGS", "en") == "Kyrgystani Som"
    assert currency_name("ZZZ", "en") == "ZZZ"
