"""Currencies: the codes of ISO 4217, those in use and those withdrawn.

Old transactions are in old money, so a withdrawn code stays readable.
Source: ISO 4217 list one through pycountry; list three (withdrawn codes) restated here.
"""

from __future__ import annotations

import pycountry
from babel import Locale

_LIST_THREE = """
ADP AFA ANG AOK AON AOR ATS AYM AZM BEF BGL BGN BYB BYR CSD CSK CUC CYP DDM DEM ECS EEK ESP FIM
FRF GEK GHC GRD GWP HRD HRK IEP ITL LTL LTT LUF LVL LVR MGF MRO MTL MXP MZM NLG PEI PLZ PTE ROL
RUR SDD SDP SIT SKK SLL SRG STD SUR TJR TMM TPE TRL UAK UGS USS UYP VEB VEF XEU YUD YUM YUN ZAL
ZMK ZRN ZWD ZWL ZWN ZWR
"""

WITHDRAWN = frozenset(_LIST_THREE.split())
"""Codes no longer in use, such as DEM or TJR."""

NO_MONEY = frozenset({"XTS", "XXX"})
"""Codes for testing and for 'no currency': nothing can be paid in them."""

CURRENCIES: frozenset[str] = (
    frozenset(currency.alpha_3 for currency in pycountry.currencies) | WITHDRAWN
) - NO_MONEY


def is_currency(code: str) -> bool:
    """A currency is a code that ISO 4217 lists or once listed, in capitals."""
    return code in CURRENCIES


def currency_name(code: str, lang: str = "en") -> str:
    """The name of a currency in the reader's language; its code where no name is known."""
    names = Locale.parse(lang, sep="-").currencies
    return str(names.get(code, code))
