from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

from sapar.exchange.iati.reader import Reading, read_activities
from sapar.exchange.iati.shapes import ActivityRead

HEAD = '<iati-activities version="2.03">'
OPEN = '<iati-activity default-currency="USD" xml:lang="en"><iati-identifier>XX-1</iati-identifier>'
CLOSE = "</iati-activity></iati-activities>"


@pytest.fixture
def reading() -> Callable[[str | bytes], Reading]:
    """Opens a whole file given as text or bytes, under the name `file.xml`."""

    def open_(text: str | bytes) -> Reading:
        data = text.encode() if isinstance(text, str) else text
        return read_activities(BytesIO(data), "file.xml")

    return open_


@pytest.fixture
def read(reading: Callable[[str], Reading]) -> Callable[..., ActivityRead]:
    """Reads one activity, XX-1 in English and US dollars, with the elements given."""

    def read_one(elements: str, opening: str = OPEN) -> ActivityRead:
        (activity,) = reading(HEAD + opening + elements + CLOSE)
        assert isinstance(activity, ActivityRead)
        return activity

    return read_one
