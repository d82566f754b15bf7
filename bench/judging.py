"""The ledger under two rulebooks and three valuations, against one pass of reading its rows."""

from __future__ import annotations

import gc
import random
import resource
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from sapar.design.projects.models import Project
from sapar.ground.parties.models import Organisation
from sapar.ground.record.actions import source_named
from sapar.ground.record.models import Source
from sapar.money.agreements.models import Agreement, AgreementTerms, PackInForce, ReportDue
from sapar.money.budget.models import Heading
from sapar.money.judging.queries import differing_entries, judged_ledgers
from sapar.money.judging.queries.loading import COLUMNS, entries_known
from sapar.money.ledger.models import Contract, Entry
from sapar.money.rates.models import Rate

START, END, TODAY = date(2014, 1, 1), date(2018, 12, 31), date(2020, 6, 30)
CURRENCIES = ("EUR", "USD", "KGS", "KZT")
PER_DOLLAR = {"EUR": "0.88", "KGS": "65", "KZT": "330"}
SIZES = (150_000, 300_000)
ROUNDS = 3


def bench_judging(sizes: tuple[int, ...] = SIZES) -> None:
    """Seconds, memory and statements for each size; twice the rows should take twice the time."""
    _rates()
    for size in sizes:
        project = made_project(size)
        rounds = [(_measured(_read, project), _measured(_judge, project)) for _ in range(ROUNDS)]
        # The least of several rounds: what else the machine does only ever adds.
        floor = min(read.seconds for read, _ in rounds)
        judged = min(judging.seconds for _, judging in rounds)
        _, (_, statements, differ) = rounds[0]
        peak = _peak(project)
        print(
            f"judging     {size:7d} rows    read once {floor:6.2f} s    judged {judged:6.2f} s  "
            f"{judged / floor:4.1f} x  {judged / size * 1e6:5.1f} us a row  "
            f"{statements} statements  peak {peak / 1e6:4.0f} MB  {differ} differ"
        )
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"            the process held {resident / 1024:.0f} MB at most")


def made_project(size: int) -> Project:
    """A project of five years under a grant of 2014 and the organisation's own rules."""
    rng = random.Random(size)
    donor = Organisation.objects.get_or_create(code="BJ-D", defaults={"name": "Donor"})[0]
    project = Project.objects.create(code=f"BJ-{size}", title=f"Ledger of {size} rows")
    agreement = Agreement.objects.create(
        project=project, code="A", donor=donor, mode="eu_grant_2013"
    )
    shared = {"project": project, "agreement": agreement}
    AgreementTerms.objects.create(
        **shared, **_stamp(START), signed_on=START, starts_on=START, ends_on=END,
        amount=Decimal(9_000_000), currency="EUR", eu_rate=Decimal("0.8"),
    )  # fmt: skip
    for pack in ("un_ilo", "eu_grant"):
        PackInForce.objects.create(**shared, **_stamp(START), pack=pack)
    ReportDue.objects.create(
        **shared, **_stamp(date(2019, 6, 30)), kind="final", period_from=START, period_to=END
    )
    headings = [
        Heading.objects.create(**shared, code=str(n), title=f"Heading {n}") for n in range(1, 9)
    ]
    Contract.objects.bulk_create(
        Contract(
            project=project, **_stamp(START + timedelta(days=9 * n)), code=f"K-{n}",
            title="Bought", kind=rng.choice(("services", "supplies")), supplier=f"S{n % 60}",
            supplier_country="KG", origin_country="KG", procedure="own_procedures",
            group=f"need {n % 90}", amount=Decimal(rng.randint(5_000, 90_000)), currency="EUR",
        )
        for n in range(150)
    )  # fmt: skip
    Entry.objects.bulk_create(
        Entry(
            **shared, **_stamp(START + timedelta(days=300 * n)), kind="instalment",
            amount=Decimal(1_500_000), currency="EUR", reference=f"I-{n}",
        )
        for n in range(5)
    )  # fmt: skip
    made = (_entry(n, rng, shared, headings) for n in range(size))
    Entry.objects.bulk_create(made, batch_size=5_000)
    return project


def _entry(n: int, rng: random.Random, shared: dict[str, object], headings: list[Heading]) -> Entry:
    day = START + timedelta(days=rng.randrange(1_900))
    taxed = n % 9 == 0
    return Entry(
        **shared,
        **_stamp(day),
        heading=rng.choice(headings),
        kind="expenditure",
        reference=f"V-{n}",
        amount=Decimal(rng.randint(100, 900_000)) / 100,
        currency=CURRENCIES[n % 4],
        posted_on=day + timedelta(days=rng.randrange(90)),
        category=rng.choice(("", "", "", "", "indirect", "evaluation", "exchange_loss")),
        contract=f"K-{n % 150}" if n % 5 == 0 else "",
        vat_status=rng.choice(("claimed", "refused", "no_answer")) if taxed else "",
        vat_amount=Decimal(rng.randint(1, 90)) / 100 if taxed else None,
        document_reference="" if n % 13 == 0 else f"D-{n}",
    )


def _rates() -> None:
    rows = []
    day = date(2013, 12, 1)
    while day <= TODAY:
        for currency, value in PER_DOLLAR.items():
            rows.append(_rate("unore", "USD", currency, Decimal(value), day))
        for currency in ("USD", "KGS", "KZT"):
            value = Decimal(PER_DOLLAR.get(currency, "1")) / Decimal(PER_DOLLAR["EUR"])
            rows.append(_rate("inforeuro", "EUR", currency, round(value, 6), day))
        day = (day + timedelta(days=32)).replace(day=1)
    Rate.objects.bulk_create(rows)


def _rate(series: str, base: str, currency: str, value: Decimal, day: date) -> Rate:
    return Rate(series=series, base=base, currency=currency, value=value, **_stamp(day))


@cache
def _source() -> Source:
    return source_named("bench", "Generated for the bench")


def _stamp(day: date) -> dict[str, object]:
    return {
        "effective_on": day,
        "recorded_at": datetime.combine(day, datetime.min.time(), UTC),
        "source": _source(),
        "basis": "illustrative",
    }


def _read(project: Project) -> int:
    rows = entries_known(project.pk, TODAY).values_list(*COLUMNS).iterator(chunk_size=10_000)
    return sum(1 for _ in rows)


def _judge(project: Project) -> int:
    (ledger,) = judged_ledgers(project, TODAY).agreements
    assert len(ledger.judged) == 2
    assert len(ledger.worth.between) == 3
    return len(differing_entries(ledger))


class Measured(NamedTuple):
    seconds: float
    statements: int
    answer: int


def _measured(work: Callable[[Project], int], project: Project) -> Measured:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    gc.collect()
    with CaptureQueriesContext(connection) as queries:
        start = time.perf_counter()
        answer = work(project)
        seconds = time.perf_counter() - start
    return Measured(seconds, len(queries), answer)


def _peak(project: Project) -> int:
    """Peak of traced memory in bytes, in a run of its own: tracing makes everything slower."""
    tracemalloc.start()
    try:
        _judge(project)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
