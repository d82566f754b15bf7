"""Rates, rules: what one amount is worth in another currency, by whose rate, and why. Pure."""

from sapar.money.rates.rules.exposure import Exposure, ExposureDay, exposure
from sapar.money.rates.rules.facts import INFOREURO, UNORE, Instalment, RateFact
from sapar.money.rates.rules.fifo import fifo_on_instalments
from sapar.money.rates.rules.quotes import Conversion, Missing, Quote
from sapar.money.rates.rules.table import RateTable
from sapar.money.rates.rules.valuation import (
    Method,
    ValuationRule,
    instalment_booked,
    mean_of_period,
    un_rate_on_day,
    value_all,
)
from sapar.money.rates.rules.valued import Part, Valued

__all__ = [
    "INFOREURO",
    "UNORE",
    "Conversion",
    "Exposure",
    "ExposureDay",
    "Instalment",
    "Method",
    "Missing",
    "Part",
    "Quote",
    "RateFact",
    "RateTable",
    "ValuationRule",
    "Valued",
    "exposure",
    "fifo_on_instalments",
    "instalment_booked",
    "mean_of_period",
    "un_rate_on_day",
    "value_all",
]
