"""Short ways to make rows of a ledger and agreements for the rules that judge them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

from tests.making import dated

from sapar.ground.rulebook import SpecialCondition, default_rulebook
from sapar.money.agreements.facts import TermsFact
from sapar.money.judging.facts import AgreementContext, ContractFact, LedgerRow
from sapar.money.judging.rules import Judged, judge_entries, limits_of

START, END, REPORT = date(2014, 1, 1), date(2016, 12, 31), date(2017, 6, 30)
SIGNED = date(2014, 1, 1)
TODAY = date(2018, 1, 1)

_ids = count(1)


def row(amount: str = "100", on: date = date(2015, 5, 20), **more: object) -> LedgerRow:
    """Ordinary spending in euro within the period, with its document, unless said otherwise."""
    given: dict[str, object] = {"kind": "expenditure", "currency": "EUR", "documented": True}
    number = next(_ids)
    given |= {"heading": "5", "reference": f"V-{number}"}
    return LedgerRow(number, on, amount=Decimal(amount), **(given | more))  # type: ignore[arg-type]


def contract(code: str, amount: int, **more: object) -> ContractFact:
    """A service of an own procedure in euro."""
    given: dict[str, object] = {
        "kind": "services", "supplier": f"Supplier {code}", "supplier_country": "KG",
        "origin_country": "", "origin_proved": None, "procedure": "own_procedures",
        "group": "", "currency": "EUR", "signed_on": date(2015, 2, 1),
    }  # fmt: skip
    value = Decimal(amount)
    return ContractFact(code=code, amount=value, in_euro=value, **(given | more))  # type: ignore[arg-type]


def agreement(
    *contracts: ContractFact,
    mode: str = "eu_grant_2013",
    signed: date | None = SIGNED,
    report: date | None = REPORT,
    special: tuple[SpecialCondition, ...] = (),
    on: date = TODAY,
    **context: object,
) -> AgreementContext:
    terms = TermsFact(
        "A", mode, signed, START, END, Decimal(1_000_000), "EUR", Decimal("0.8"), dated(START)
    )
    return AgreementContext(
        code="A",
        mode=mode,
        on=on,
        terms=terms,
        packs=("un_ilo", "eu_grant"),
        special=special,
        report_on=report,
        contracts={one.code: one for one in contracts},
        context={
            "multi_donor": False,
            "eligible_countries": ("KG", "FR"),
            "basic_act_allows": True,
            **context,
        },
    )


def judged(*rows: LedgerRow, of: AgreementContext | None = None, pack: str = "eu_grant") -> Judged:
    of = of or agreement()
    return judge_entries(rows, of, pack, limits_of(default_rulebook(), pack, of))
