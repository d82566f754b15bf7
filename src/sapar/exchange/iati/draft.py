"""The activity being read: what was understood so far, what was refused, what was found."""

from __future__ import annotations

from datetime import date

from sapar.exchange.iati.shapes import (
    Budget,
    Country,
    Description,
    DocumentLink,
    Location,
    Org,
    Participant,
    PlannedDisbursement,
    Region,
    RelatedActivity,
    Result,
    Sector,
    Texts,
    Transaction,
)
from sapar.exchange.iati.values import XML_LANG, Element, Unreadable, moment, shown, truth
from sapar.ground.codelists.currencies import CURRENCIES
from sapar.ground.codelists.iati import ActivityStatus, DateType


class Draft:
    """Collects an activity, element by element; its attributes are read at once.

    A refusal is kept as (line, element, reason, remedy) until the identifier is known.
    """

    def __init__(self, element: Element) -> None:
        self.line: int = element.sourceline or 0
        self.refused: list[tuple[int, str, str, str]] = []
        self.identifier = ""
        self.titles: Texts = {}
        self.descriptions: list[Description] = []
        self.reporting_org: Org | None = None
        self.participating_orgs: list[Participant] = []
        self.status: ActivityStatus | None = None
        self.dates: dict[DateType, date] = {}
        self.countries: list[Country] = []
        self.regions: list[Region] = []
        self.locations: list[Location] = []
        self.sectors: list[Sector] = []
        self.budgets: list[Budget] = []
        self.planned_disbursements: list[PlannedDisbursement] = []
        self.transactions: list[Transaction] = []
        self.results: list[Result] = []
        self.document_links: list[DocumentLink] = []
        self.related_activities: list[RelatedActivity] = []
        self.found: dict[str, int] = {}
        self.found_indicators = 0
        self.found_periods = 0
        self._read_attributes(element)

    def refuse(self, element: Element, what: str, why: Unreadable) -> None:
        """Sets one element aside with its reason; the rest of the activity is kept."""
        self.refused.append((element.sourceline or self.line, what, why.what, why.remedy))

    def flag(self, element: Element, name: str, what: str) -> bool | None:
        """A yes-or-no attribute; one that is neither is refused without its element."""
        text = element.get(name)
        if text is None:
            return None
        try:
            return truth(text, name)
        except Unreadable as why:
            self.refuse(element, what, why)
            return None

    def _read_attributes(self, element: Element) -> None:
        get = element.get
        self.lang = get(XML_LANG) or ""
        self.currency = get("default-currency") or ""
        if self.currency and self.currency not in CURRENCIES:
            why = Unreadable(
                f"'{shown(self.currency)}' is not a currency of ISO 4217",
                "Use its three letters, such as EUR.",
            )
            self.refuse(element, "@default-currency", why)
            self.currency = ""
        self.hierarchy = 1
        self.humanitarian = self.flag(element, "humanitarian", "@humanitarian")
        self.last_updated = None
        try:
            self.hierarchy = _hierarchy(get("hierarchy"))
        except Unreadable as why:
            self.refuse(element, "@hierarchy", why)
        try:
            updated = get("last-updated-datetime")
            self.last_updated = moment(updated) if updated else None
        except Unreadable as why:
            self.refuse(element, "@last-updated-datetime", why)


def _hierarchy(text: str | None) -> int:
    if not text or not text.strip():
        return 1
    if text.strip().isdecimal() and len(text) <= 4:
        return int(text)
    raise Unreadable(f"'{shown(text)}' is not a level", "Use a whole number: 1 for the top level.")
