"""Words and figures: how pages write days, numbers, money, levels, verdicts and rules."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapar.ground.kernel import Finding, InvalidInput, Money, PartialDate, Verdict
from sapar.ground.rulebook.book import default_rulebook
from sapar.ground.rulebook.schema import Rule
from sapar.watch.alerts.rules.shapes import StripReading

NARROW = "\u00a0"
"""A space at which no line breaks, so that a figure stays with its unit."""

LEVELS = {
    "project_manager": gettext_lazy("Project manager"),
    "regional_office": gettext_lazy("Regional office"),
    "headquarters": gettext_lazy("Headquarters"),
    "donor": gettext_lazy("Donor"),
    "finance": gettext_lazy("Finance"),
    "evaluation": gettext_lazy("Evaluation"),
}

VERDICTS = {
    "red": ("◆", gettext_lazy("red")),
    "amber": ("▲", gettext_lazy("amber")),
    "clear": ("●", gettext_lazy("on track")),
    "unknown": ("○", gettext_lazy("cannot be judged")),
}

STATUS = {
    "primary": gettext_lazy("checked against the primary source"),
    "secondary": gettext_lazy("taken from a secondary source"),
    "computed": gettext_lazy("computed from the data"),
    "unverified": gettext_lazy("not verified"),
}

BASIS = {
    "sourced": gettext_lazy("sourced"),
    "inferred": gettext_lazy("inferred"),
    "illustrative": gettext_lazy("illustrative"),
}

RULE_ID = re.compile(r"\b[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+\b")
CODE_WORD = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SHARES = frozenset({"share", "percent", "%"})

NUMBER_WORDS = (
    gettext_lazy("Nothing"),
    gettext_lazy("One"),
    gettext_lazy("Two"),
    gettext_lazy("Three"),
    gettext_lazy("Four"),
    gettext_lazy("Five"),
    gettext_lazy("Six"),
    gettext_lazy("Seven"),
    gettext_lazy("Eight"),
    gettext_lazy("Nine"),
    gettext_lazy("Ten"),
)


def in_day_words(value: object, form: str = "j F Y") -> str:
    """A day in words; a partial date stays as exact as it is: `2008-03` is March 2008."""
    if isinstance(value, PartialDate):
        form = {"day": form, "month": "F Y", "year": "Y"}[value.precision]
        return date_format(value.first, form)
    if isinstance(value, str) and value:
        try:
            return in_day_words(PartialDate.parse(value), form)
        except InvalidInput:
            return value
    if isinstance(value, (date, datetime)):
        return str(date_format(value, form))
    return ""


def figure(value: object, places: int = 2) -> str:
    """A number in tabular figures with thousands apart and no more decimals than it needs."""
    if not isinstance(value, (int, Decimal)):
        return "" if value is None else str(value)
    number = Decimal(value)
    if number != number.to_integral_value():
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    number = number.normalize()
    decimals = max(0, -int(number.as_tuple().exponent))
    return str(number_format(number, decimal_pos=decimals, use_l10n=True, force_grouping=True))


def percent(share: Decimal | None) -> str:
    """A share from 0 to 1 as a whole per cent; nothing for what is not known."""
    return "" if share is None else f"{figure(share * 100, places=0)}{NARROW}%"


def money(amount: Money | None) -> str:
    """An amount behind its currency; cents only where there are some."""
    if amount is None:
        return ""
    rounded = amount.rounded().amount
    whole = rounded == rounded.to_integral_value()
    shown = number_format(rounded, decimal_pos=0 if whole else 2, force_grouping=True)
    return f"{amount.currency}{NARROW}{shown}"


def measured(value: Decimal | None, unit: str) -> str:
    """A computed value with its unit; a share becomes a percentage."""
    if value is None:
        return ""
    if unit in SHARES:
        return percent(value)
    named = "" if unit in {"ratio", "count", "amount"} else f"{NARROW}{_(unit)}"
    return f"{figure(value)}{named}"


def level_name(level: str) -> str:
    """A level of mandate in the reader's language."""
    return str(LEVELS.get(level, level.replace("_", " ")))


def verdict_mark(verdict: Verdict | str) -> tuple[str, str]:
    """The shape and the word of a verdict; colour is never alone."""
    shape, word = VERDICTS[str(verdict)]
    return shape, str(word)


def said(told: Finding | StripReading | None) -> str:
    """A finding or a headline as a sentence in the reader's language, with its days in words."""
    if told is None:
        return ""
    inputs = {name: _readable(value) for name, value in told.inputs.items()}
    return replace(told, inputs=inputs).sentence(_(told.template))


def _readable(value: object) -> object:
    """Days become words; numbers stay numbers, for the sentence says how to write them."""
    if isinstance(value, (date, datetime)):
        return in_day_words(value)
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return in_day_words(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(str(_readable(item)) for item in value)
    return in_reading_words(value) if isinstance(value, str) else value


def in_reading_words(text: str) -> str:
    """Names of the software in a sentence as people say them: rules by title, no underscores."""
    text = RULE_ID.sub(lambda found: rule_title(found.group()), text)
    return CODE_WORD.sub(lambda found: found.group().replace("_", " "), text)


def rule_title(rule_id: str) -> str:
    """What a rule is called; its id where the rulebook in use does not have it."""
    rule = rule_named(rule_id)
    return _(rule.title) if rule else rule_id


def rule_named(rule_id: str) -> Rule | None:
    """The rule of an id, if the rulebook in use has it."""
    try:
        return default_rulebook().rule(rule_id)
    except InvalidInput:
        return None


def in_number_words(count: int) -> str:
    """A small count as a word at the start of a sentence; figures beyond ten."""
    return str(NUMBER_WORDS[count]) if count < len(NUMBER_WORDS) else str(count)
