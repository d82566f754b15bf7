"""The gate: decides from the first bytes whether a file is one the reader takes at all.

What does not pass is refused as a whole, with what it is instead and what to do about it.
"""

from __future__ import annotations

from typing import Any, NoReturn

from lxml import etree

from sapar.exchange.iati.shapes import FileHead
from sapar.exchange.iati.values import Element, Unreadable, moment, shown
from sapar.ground.codelists.iati import READABLE_VERSIONS
from sapar.ground.kernel import InvalidInput

STEP = 1024
LONGEST_PROLOG = 1 << 20
"""Bytes within which the root element must begin."""

ASK_FOR_XML = "Ask the publisher for the IATI activity file as XML."

_MAGIC = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook", "Unpack it and choose the XML in it."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first, then choose the XML file in it."),
    (b"BZh", "a bzip2 archive", "Unpack it first, then choose the XML file in it."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first, then choose the XML file in it."),
    (b"%PDF", "a PDF document", ASK_FOR_XML),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", ASK_FOR_XML),
    (b"PAR1", "a Parquet file", ASK_FOR_XML),
    (b"{", "JSON", ASK_FOR_XML),
    (b"[", "JSON", ASK_FOR_XML),
)
_HTML_REMEDY = (
    "It is probably an error page of the server: open the address in a browser and download again."
)


def pull_parser(events: tuple[str, ...], tags: tuple[str, ...] | None) -> Any:
    """A parser that expands no entities, loads no DTD and never goes to the network.

    `huge_tree` stays off: it lifts the bounds on depth (256) and on one text (10 MB), and a large
    activity needs neither.
    """
    parser: Any = etree.XMLPullParser
    return parser(
        events=events,
        tag=tags,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        collect_ids=False,
    )


def check_head(data: bytes, name: str) -> FileHead:
    """The file must be an activity file of IATI 2.01, 2.02 or 2.03, without a DOCTYPE.

    `data` are the first bytes of the file, up to `LONGEST_PROLOG`; `name` is used in messages.
    Raises InvalidInput.
    """
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise InvalidInput("The file is empty", where=name, remedy="Download it again.")
    for magic, what, remedy in _MAGIC:
        if start.startswith(magic):
            raise InvalidInput(f"This is {what}, not IATI XML", where=name, remedy=remedy)
    if start[:16].lower().startswith((b"<!doctype html", b"<html")):
        raise InvalidInput("This is a web page (HTML)", where=name, remedy=_HTML_REMEDY)
    return _head(_root(data, name), name)


def _root(data: bytes, name: str) -> Element:
    """The root element, parsed no further than its start tag."""
    parser = pull_parser(("start",), None)
    try:
        for at in range(0, len(data), STEP):
            parser.feed(data[at : at + STEP])
            for _, root in parser.read_events():
                return root
        if len(data) < LONGEST_PROLOG:
            parser.close()
    except etree.XMLSyntaxError as error:
        refuse_syntax(error, name)
    raise InvalidInput("No element was found", where=name, remedy=ASK_FOR_XML)


def _head(root: Element, name: str) -> FileHead:
    where = f"{name}:{root.sourceline or 1}"
    if etree.QName(root).localname.lower() == "html":
        raise InvalidInput("This is a web page (HTML)", where=where, remedy=_HTML_REMEDY)
    if root.getroottree().docinfo.doctype:
        raise InvalidInput(
            "The file has a DOCTYPE, which can hide or multiply content",
            where=where,
            remedy="IATI needs none: remove the DOCTYPE and the entities it declares.",
        )
    if root.tag == "iati-organisations":
        raise InvalidInput(
            "This is an organisation file (iati-organisations)",
            where=where,
            remedy="Choose the publisher's activity file.",
        )
    if root.tag != "iati-activities":
        raise InvalidInput(
            f"The root element is '{shown(str(root.tag))}', not 'iati-activities'",
            where=where,
            remedy="Choose an IATI activity file.",
        )
    version = (root.get("version") or "").strip()
    _check_version(version, where)
    try:
        generated = root.get("generated-datetime")
        moment_generated = moment(generated) if generated else None
    except Unreadable:
        moment_generated = None
    return FileHead(version, moment_generated, root.get("linked-data-default") or "")


def _check_version(version: str, where: str) -> None:
    if version in READABLE_VERSIONS:
        return
    if not version:
        raise InvalidInput(
            "The file does not say its IATI version",
            where=where,
            remedy="Ask the publisher for a file with version='2.03'.",
        )
    if version.startswith("1."):
        raise InvalidInput(
            f"This is IATI {shown(version)}, whose elements mean other things",
            where=where,
            remedy="Ask the publisher for version 2.03, or convert the file to 2.03 first.",
        )
    raise InvalidInput(
        f"This is IATI {shown(version)}; versions 2.01, 2.02 and 2.03 can be read",
        where=where,
        remedy="Ask the publisher for version 2.03.",
    )


def refuse_syntax(error: etree.XMLSyntaxError, name: str) -> NoReturn:
    """Refuses a file that is not well-formed, at the line where that shows."""
    raise InvalidInput(
        f"The XML is not well-formed: {error.msg}",
        where=f"{name}:{error.lineno or 1}",
        remedy="Download the file again; if it is the same, tell the publisher the line.",
    ) from None


def refuse_undeclared_entities(parser: Any, name: str) -> None:
    """Refuses a file that uses an entity such as `&nbsp;`, which only a DTD could declare.

    To be asked after each piece: the parser stops there without a word, and would take the next
    piece for a new file.
    """
    for entry in parser.feed_error_log.filter_types(etree.ErrorTypes.ERR_UNDECLARED_ENTITY):
        raise InvalidInput(
            f"The XML is not well-formed: {entry.message}",
            where=f"{name}:{entry.line}",
            remedy="Write the character itself, or its number such as &#160;.",
        )
