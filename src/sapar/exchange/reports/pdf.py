"""PDF: a report set in type as a tagged document, by one template that takes words as data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Literal

import typst

from sapar.exchange.reports.pages import Part, document
from sapar.exchange.reports.rules.report import DonorReport

TEMPLATE = "report.typ"
ACCESSIBLE: Literal["ua-1"] = "ua-1"
"""PDF/UA, the standard of accessible documents."""


def pdf(report: DonorReport, parts: Iterable[Part], title: str) -> bytes:
    """The parts of a report as a tagged PDF; the same report is the same file.

    It keeps to PDF/UA. Where a letter stands in none of the fonts, which that standard forbids,
    it is tagged all the same.
    """
    data = document(report, parts, title)
    moment = datetime.combine(report.asked.as_of, time(), UTC)
    return set_in_type(data, moment)


def set_in_type(data: dict[str, object], moment: datetime) -> bytes:
    """Data for the template as a PDF that says it was made at a moment."""
    try:
        return _compiled(data, moment, ACCESSIBLE)
    except typst.TypstError as refusal:
        if "could not be displayed" not in str(refusal):
            raise
        return _compiled(data, moment, None)


def _compiled(data: dict[str, object], moment: datetime, standard: Literal["ua-1"] | None) -> bytes:
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    # Only the fonts that come with the typesetter: the same pages on every machine.
    made = typst.compile(
        template,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=str)},
        pdf_standards=standard,
        timestamp=int(moment.timestamp()),
    )
    assert isinstance(made, bytes)
    return made
