"""What templates say often: addresses that keep the day read, verdicts, origins, reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from sapar.ground.kernel import Finding, Status
from sapar.ground.record.origins import Origin
from sapar.watch.alerts.rules.shapes import Way
from sapar.watch.monitoring.rules.answer import Answer, Reason
from sapar.web import words
from sapar.web.way import SMALL, WIDE, picture_of

register = template.Library()

register.filter("day", words.in_day_words)
register.filter("figure", words.figure)
register.filter("percent", words.percent)
register.filter("money", words.money)
register.filter("level", words.level_name)
register.filter("said", words.said)
register.filter("rule_title", words.rule_title)


@register.filter
def short_day(value: object) -> str:
    """A day in few letters: 12 Feb 2009."""
    return words.in_day_words(value, "j M Y")


@register.filter
def basis_word(basis: str) -> str:
    """How a fact came to be believed, in the reader's language."""
    return str(words.BASIS.get(basis, basis))


@register.filter
def reason(why: Reason) -> str:
    """A reason of the arithmetic as a sentence in the reader's language."""
    inputs = {name: _shown(value) for name, value in why.inputs.items()}
    return _(why.template).format_map(inputs)


@register.filter
def plainly(value: object) -> str:
    """An input of a rule as people write it: days in words, numbers in figures, lists in a row."""
    return _shown(value)


@register.filter
def word(name: str) -> str:
    """A name of the software as words: `report_due` becomes report due."""
    return str(name).replace("_", " ")


@register.filter
def in_unit(value: object, unit: str) -> str:
    """A value of a rule in the rule's unit: a share as a percentage, a method as words."""
    if isinstance(value, Decimal):
        return words.measured(value, unit)
    return words.in_day_words(value) or word(str(value))


@register.filter
def status_words(status: str) -> str:
    """How well a value was checked, in the reader's language."""
    return str(words.STATUS[Status(status)])


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, *args: Any, **query: Any) -> str:
    """The address of a page, which keeps the day that is read unless another is given."""
    address = reverse(name, args=args)
    if context.get("reading_past") and "as_of" not in query:
        query["as_of"] = context["as_of"]
    if context.get("reading_past") is False and query.get("as_of") == context.get("today"):
        query.pop("as_of")
    kept = {key: str(value) for key, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(kept)}" if kept else address


@register.filter
def next_step(rule_id: str) -> str:
    """What a rule advises to do next; nothing where the rulebook in use does not have it."""
    rule = words.rule_named(rule_id)
    return _(rule.next_step) if rule and rule.next_step else ""


@register.inclusion_tag("parts/keep.html", takes_context=True)
def keep_day(context: Context) -> dict[str, object]:
    """The hidden field with which a form of the GET kind keeps the day that is read."""
    return {"as_of": context["as_of"] if context.get("reading_past") else None}


@register.inclusion_tag("parts/severity.html")
def severity(verdict: str, text: str = "", *, quiet: bool = False) -> dict[str, object]:
    """A verdict as shape, word and colour together; `text` stands in for the visible word."""
    shape, named = words.verdict_mark(verdict)
    return {"verdict": str(verdict), "shape": shape, "word": named, "text": text, "quiet": quiet}


@register.inclusion_tag("parts/origin.html")
def origin(of: Origin | None) -> dict[str, object]:
    """Where a fact comes from: its basis as a badge, its source, its place in the source."""
    return {"origin": of}


@register.inclusion_tag("parts/why.html", takes_context=True)
def why(
    context: Context, finding: Finding | None, *, opened: bool = False, says: bool = True
) -> dict[str, object]:
    """Why a computed value should be believed: rule, clause, status, inputs, what closes it."""
    if finding is None:
        return {"finding": None}
    return {
        "finding": finding,
        "opened": opened,
        "says": says,
        "value": words.measured(finding.value, finding.unit),
        "limit": words.measured(finding.limit, finding.unit),
        "status": words.STATUS[finding.clause.status],
        "inputs": [(word(name), _input(name, value)) for name, value in finding.inputs.items()],
        "closes_when": _(finding.closes_when) if finding.closes_when else "",
        "reading_past": context.get("reading_past"),
        "as_of": context.get("as_of"),
        "today": context.get("today"),
    }


@register.inclusion_tag("parts/why_answer.html")
def why_answer(answer: Answer, *others: Answer) -> dict[str, object]:
    """Why a value of the logframe is what it is: sentences, cautions, rows left out, gaps."""
    answers = (answer, *others)
    return {
        "sentences": [one.why for one in answers if one.why.template],
        "notes": list(dict.fromkeys(str(note) for one in answers for note in one.notes)),
        "left_out": sum(len(one.left_out) for one in answers),
        "missing": tuple(dict.fromkeys(gap for one in answers for gap in one.missing)),
    }


@register.inclusion_tag("parts/way.html", takes_context=True)
def way(context: Context, of: Way, code: str = "", *, small: bool = False) -> dict[str, object]:
    """A project's way as a picture: wide with links to its replay, or small for a list."""
    marks = tuple(replace(mark, title=words.rule_title(mark.title)) for mark in of.marks)
    return {
        "picture": picture_of(replace(of, marks=marks), SMALL if small else WIDE),
        "code": code,
        "as_of": context.get("as_of"),
        "reading_past": context.get("reading_past"),
        "today": context.get("today"),
    }


@register.filter
def answer_value(answer: Answer, measure: str = "number") -> str:
    """The value of an answer, as its measure says it: a number, a per cent, yes or no, words."""
    if answer.value is None:
        return answer.text
    if measure == "yes_no":
        return _("yes") if answer.value else _("no")
    if measure == "ordinal" and answer.text:
        return answer.text
    sign = f"{words.NARROW}%" if measure == "percentage" else ""
    return f"{words.figure(answer.value)}{sign}"


def _input(name: str, value: object) -> str:
    if name.endswith("share") and isinstance(value, Decimal):
        return words.percent(value)
    return _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return words.in_day_words(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_shown(item) for item in value)
    if value is None:
        return _("not on record")
    return words.in_reading_words(words.figure(value))
