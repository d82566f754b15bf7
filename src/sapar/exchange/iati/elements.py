"""Reads an activity's children: one function per element, found by its tag."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from sapar.exchange.iati.draft import Draft
from sapar.exchange.iati.money import (
    read_budget,
    read_planned_disbursement,
    read_transaction,
    unknown_country,
)
from sapar.exchange.iati.results import read_result
from sapar.exchange.iati.shapes import (
    Country,
    Description,
    DocumentLink,
    Location,
    Participant,
    Region,
    RelatedActivity,
    Sector,
    Texts,
)
from sapar.exchange.iati.values import (
    Element,
    Unreadable,
    coded,
    iso_date,
    missing,
    name_of,
    number,
    org,
    percentage,
    plain,
    texts,
)
from sapar.ground.codelists.iati import ActivityStatus, DateType, OrganisationRole, RelationType
from sapar.ground.codelists.places import COUNTRIES

STATUSES = {member.value: member for member in ActivityStatus}
DATE_TYPES = {member.value: member for member in DateType}
ROLES = {member.value: member for member in OrganisationRole}
RELATIONS = {member.value: member for member in RelationType}


def read_children(children: Iterable[Element], draft: Draft) -> None:
    """Every element is read or refused alone; elements without a place in the shapes stay in XML.

    `children` are complete child elements of one activity, in order; may be called in pieces.
    """
    find = READERS.get
    found = draft.found
    for element in children:
        tag = element.tag
        read = find(tag)
        if read is not None:
            found[tag] = found.get(tag, 0) + 1
            try:
                read(element, draft)
            except Unreadable as why:
                draft.refuse(element, tag, why)


def _identifier(element: Element, draft: Draft) -> None:
    draft.identifier = draft.identifier or plain(element)


def _title(element: Element, draft: Draft) -> None:
    draft.titles = draft.titles or texts(element, draft.lang)


def _description(element: Element, draft: Draft) -> None:
    read = texts(element, draft.lang)
    if read:
        draft.descriptions.append(Description(element.get("type") or "1", read))


def _reporting_org(element: Element, draft: Draft) -> None:
    if not element.get("ref"):
        missing("identifier of the reporting organisation", "Give it as ref='XM-DAC-41301'.")
    draft.reporting_org = org(element, draft.lang)


def _participating_org(element: Element, draft: Draft) -> None:
    get = element.get
    role = coded(ROLES, get("role"), "role")
    name = name_of(element, draft.lang)
    ref = (get("ref") or "").strip()
    draft.participating_orgs.append(Participant(ref, role, get("type") or "", name))


def _status(element: Element, draft: Draft) -> None:
    draft.status = coded(STATUSES, element.get("code"), "activity status")


def _date(element: Element, draft: Draft) -> None:
    kind = coded(DATE_TYPES, element.get("type"), "date type")
    on = iso_date(element)
    first = draft.dates.setdefault(kind, on)
    if first != on:
        raise Unreadable(
            f"There is a second {kind.label.lower()}, {on} beside {first}",
            "Give each type of date once; the first one was kept.",
        )


def _country(element: Element, draft: Draft) -> None:
    code = element.get("code") or ""
    if code not in COUNTRIES:
        raise unknown_country(code)
    draft.countries.append(Country(code, percentage(element)))


def _region(element: Element, draft: Draft) -> None:
    draft.regions.append(Region(*_classified(element)))


def _sector(element: Element, draft: Draft) -> None:
    draft.sectors.append(Sector(*_classified(element)))


def _classified(element: Element) -> tuple[str, str, Decimal | None]:
    code = element.get("code")
    if not code:
        missing("code", "Give a code of the vocabulary that the element names.")
    return element.get("vocabulary") or "1", code, percentage(element)


def _location(element: Element, draft: Draft) -> None:
    names: Texts = {}
    latitude = longitude = None
    for child in element:
        if child.tag == "name":
            names = texts(child, draft.lang)
        elif child.tag == "point":
            try:
                latitude, longitude = _position(child)
            except Unreadable as why:
                draft.refuse(child, "location/point", why)
    draft.locations.append(Location(element.get("ref") or "", names, latitude, longitude))


def _position(point: Element) -> tuple[Decimal, Decimal]:
    """Degrees north, then degrees east, with a space between."""
    pos = next(point.iterchildren("pos"), None)
    parts = plain(pos).split() if pos is not None else []
    if len(parts) != 2:
        raise Unreadable(
            "The position is not two numbers", "Write latitude and longitude: '42.87 74.59'."
        )
    latitude, longitude = number(parts[0]), number(parts[1])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Unreadable(
            f"{latitude} {longitude} is not on the globe",
            "Write latitude (-90 to 90) first, then longitude (-180 to 180).",
        )
    return latitude, longitude


def _document_link(element: Element, draft: Draft) -> None:
    url = (element.get("url") or "").strip()
    if not url:
        missing("address of the document", "Give it as url='https://…'.")
    title = next(element.iterchildren("title"), None)
    draft.document_links.append(
        DocumentLink(url, texts(title, draft.lang) if title is not None else {})
    )


def _related_activity(element: Element, draft: Draft) -> None:
    ref = (element.get("ref") or "").strip()
    if not ref:
        missing("identifier of the related activity", "Give it as ref='…'.")
    kind = coded(RELATIONS, element.get("type"), "relation type")
    draft.related_activities.append(RelatedActivity(ref, kind))


READERS: dict[object, Callable[[Element, Draft], None]] = {
    "iati-identifier": _identifier,
    "title": _title,
    "description": _description,
    "reporting-org": _reporting_org,
    "participating-org": _participating_org,
    "activity-status": _status,
    "activity-date": _date,
    "recipient-country": _country,
    "recipient-region": _region,
    "location": _location,
    "sector": _sector,
    "budget": read_budget,
    "planned-disbursement": read_planned_disbursement,
    "transaction": read_transaction,
    "result": read_result,
    "document-link": _document_link,
    "related-activity": _related_activity,
}
