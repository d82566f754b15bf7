"""Rates, actions: a published list comes on record whole or not at all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from django.db import IntegrityError, transaction

from sapar.exchange.rates.custom import read_custom
from sapar.exchange.rates.gaps import gaps_in
from sapar.exchange.rates.inforeuro import read_inforeuro
from sapar.exchange.rates.reading import Reading, refuse
from sapar.exchange.rates.sheets import content_of
from sapar.exchange.rates.unore import read_unore
from sapar.ground.kernel import Conflict, InvalidInput
from sapar.ground.record.actions import Actor, Stamp, acting, source_named
from sapar.money.rates.models import Rate

BATCH = 500
Key = tuple[str, str, date]


class RateKind(StrEnum):
    """Whose form a file of rates has."""

    INFOREURO = "inforeuro"
    UNORE = "unore"
    CUSTOM = "custom"


READERS = {
    RateKind.INFOREURO: read_inforeuro,
    RateKind.UNORE: read_unore,
    RateKind.CUSTOM: read_custom,
}


@dataclass(frozen=True, slots=True)
class RatesOutcome:
    """What a file came to: its rates, and how many were new, changed or on record already.

    `warnings` name months that are missing between others; they stop nothing.
    """

    file: str
    series: str
    read: int
    new: int
    changed: int
    unchanged: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    series: str
    sha256: str

    @property
    def key(self) -> str:
        return f"rates:{self.series}:{self.name[:100]}:{self.sha256}"

    @property
    def title(self) -> str:
        return f"Exchange rates {self.series}: {self.name[:250]}"


@dataclass(frozen=True, slots=True)
class _OnRecord:
    id: int
    value: Decimal


def import_rates(
    path: Path,
    kind: RateKind,
    *,
    by: Actor,
    month: date | None = None,
    series: str = "",
    recorded_at: datetime | None = None,
) -> RatesOutcome:
    """Put the rates of a published file on record; one that says something else supersedes.

    `month` says which month an InforEuro list is of where the list does not; `series` is the code
    under which custom rates are kept (`custom` where none is given). All of a file is written or
    nothing, and a file that says nothing new writes nothing, not even in the journal. Raises
    InvalidInput that names file, sheet, row, column and remedy.
    """
    kind = RateKind(kind)
    series = _series(kind, series)
    content = content_of(path)
    reading = READERS[kind](content, path.name, month)
    refuse(reading.problems, path.name)
    if not reading.rates:
        raise InvalidInput(
            "The file holds no rates but those of the base currency itself",
            where=path.name,
            remedy="Check that the download is whole.",
        )
    file = _File(path.name, series, hashlib.sha256(content).hexdigest())
    try:
        with transaction.atomic():
            return _write(file, reading, by, recorded_at or datetime.now(UTC))
    except IntegrityError as error:
        raise Conflict(
            "Other rates of this series were recorded at the same time",
            where=path.name,
            remedy="Import the file again; nothing was written.",
        ) from error


def _write(file: _File, reading: Reading, by: Actor, recorded_at: datetime) -> RatesOutcome:
    on_record = _on_record(file.series, reading)
    fresh = {
        key: value
        for key, value in reading.rates.items()
        if key not in on_record or on_record[key].value != value
    }
    changed = {key: on_record[key] for key in fresh if key in on_record}
    outcome = RatesOutcome(
        file.name,
        file.series,
        read=len(reading.rates),
        new=len(fresh) - len(changed),
        changed=len(changed),
        unchanged=len(reading.rates) - len(fresh),
        warnings=tuple(_warnings(file.series, reading, on_record)),
    )
    if not fresh:
        return outcome
    with acting("exchange rates imported", by=by, subject=file.title) as deed:
        stamp = Stamp(recorded_at, source_named(file.key, file.title))
        Rate._default_manager.bulk_create(
            _facts(file.series, fresh, changed, stamp), batch_size=BATCH
        )
        deed.changes = {
            "sha256": file.sha256,
            "new": outcome.new,
            "changed": [
                {
                    "currency": currency,
                    "base": base,
                    "effective_on": day,
                    "was": before.value,
                    "is": fresh[base, currency, day],
                }
                for (base, currency, day), before in changed.items()
            ],
        }
    return outcome


def _facts(
    series: str, fresh: Mapping[Key, Decimal], changed: Mapping[Key, _OnRecord], stamp: Stamp
) -> Iterator[Rate]:
    for key, value in fresh.items():
        base, currency, day = key
        before = changed.get(key)
        yield Rate(
            series=series,
            base=base,
            currency=currency,
            effective_on=day,
            value=value,
            supersedes_id=before.id if before else None,
            **stamp.fields(),
        )


def _on_record(series: str, reading: Reading) -> dict[Key, _OnRecord]:
    """The rates of the file's currencies that stand today, of all days."""
    currencies = {currency for _, currency, _ in reading.rates}
    standing = Rate.objects.with_end().filter(superseded_by=None, series=series)
    rows = standing.filter(currency__in=currencies).order_by("recorded_at", "id")
    columns = ("base", "currency", "effective_on", "id", "value")
    return {
        (base, currency, day): _OnRecord(id, value)
        for base, currency, day, id, value in rows.values_list(*columns)
    }


def _warnings(series: str, reading: Reading, on_record: Mapping[Key, _OnRecord]) -> Iterator[str]:
    if series in (RateKind.INFOREURO, RateKind.UNORE):
        keys = reading.rates.keys() | on_record.keys()
        yield from gaps_in(series, ((currency, day) for _, currency, day in keys))


def _series(kind: RateKind, series: str) -> str:
    if kind is not RateKind.CUSTOM:
        if series and series != kind:
            raise InvalidInput(
                f"Rates of {kind} are kept under their own name, not under '{series}'",
                where="series",
                remedy="Leave the series out, or import the file as custom rates.",
            )
        return kind.value
    series = series or kind.value
    published = series in (RateKind.INFOREURO, RateKind.UNORE)
    if published or not re.fullmatch(r"[a-z][a-z0-9_-]{1,19}", series):
        raise InvalidInput(
            f"'{series}' cannot name custom rates",
            where="series",
            remedy="Use 2 to 20 small letters, digits, - or _, and no publisher's name.",
        )
    return series
