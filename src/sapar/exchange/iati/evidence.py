"""Keeps the XML of an activity as evidence, in pieces where the activity is very large.

Single activities of 100 MB exist. Their tree would need ten times that, so children that are
complete are turned into bytes and let go while the rest is still being read.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from uuid import uuid4

from lxml import etree

from sapar.exchange.iati.values import Element, Unreadable, moment


class Evidence:
    """The bytes of one activity: the same whether it was taken whole or in pieces."""

    def __init__(self) -> None:
        self._taken: BytesIO | None = None
        self._head = 0

    def take(self, activity: Element) -> list[Element]:
        """Keeps the bytes of the complete children of an open activity and gives them.

        The last child may still be growing, so it stays out. The caller reads the children and
        then drops them from the activity: `del activity[:-1]`.
        """
        cut = etree.ProcessingInstruction("cut", uuid4().hex)
        activity[-1].addprevious(cut)
        data = _written(activity)
        end = data.rindex(_written(cut))
        activity.remove(cut)
        if self._taken is None:
            empty = activity.makeelement(activity.tag, activity.attrib, activity.nsmap)
            self._head = len(_written(empty)) - len(b"/>") + len(b">")
            self._taken = BytesIO()
            self._taken.write(data[: self._head])
        self._taken.write(memoryview(data)[self._head : end])
        activity.text = None
        return activity[:-1]  # type: ignore[no-any-return]

    def whole(self, activity: Element) -> bytes:
        """The bytes of the activity, now that it is complete."""
        rest = _written(activity)
        if self._taken is None:
            return rest
        self._taken.write(memoryview(rest)[self._head :])
        return self._taken.getvalue()


def _written(element: Element) -> bytes:
    return etree.tostring(element, encoding="UTF-8", with_tail=False)


def updated_at(xml: bytes) -> datetime | None:
    """When the publisher last updated a kept activity; None where its XML does not say.

    The start of the XML is enough, as long as it holds the whole start tag.
    """
    for _, element in etree.iterparse(BytesIO(xml), events=("start",), resolve_entities=False):
        stated = element.get("last-updated-datetime")
        try:
            return moment(stated) if stated else None
        except Unreadable:
            return None
    return None
