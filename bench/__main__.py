"""Prints what `make bench` promises: import, watch, pages, weights. Nothing here is a test."""

from __future__ import annotations

import gzip
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.setting import installation

SAMPLES = ("2025-03", "others")
ROUNDS = 3


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def shared() -> Path | None:
    """The folder with IATI samples, where there is one beside the checkout."""
    given = os.environ.get("SAPAR_SHARED")
    folder = Path(given) if given else Path(__file__).resolve().parents[2] / "shared"
    return folder if (folder / "iati").is_dir() else None


def bench_import() -> None:
    """Import of the sample files against a bare iterparse of the same files."""
    from lxml import etree

    from sapar.exchange.iati.actions import import_file
    from sapar.exchange.iati.writing import Writer
    from sapar.ground.record.actions import Actor

    folder = shared()
    if folder is None:
        print("import      no samples: set SAPAR_SHARED to a folder that holds iati/samples")
        return
    files = sorted(
        path for name in SAMPLES for path in (folder / "iati/samples" / name).glob("*.xml")
    )
    size = sum(path.stat().st_size for path in files)

    def parse() -> None:
        for path in files:
            for _, element in etree.iterparse(path, tag="iati-activity"):
                element.clear()

    floor = min(timed(parse) for _ in range(ROUNDS))
    writer = Writer()
    first = timed(lambda: [import_file(p, by=Actor("bench"), writer=writer) for p in files])
    writer = Writer()
    again = timed(lambda: [import_file(p, by=Actor("bench"), writer=writer) for p in files])
    print(f"import      {len(files)} files, {size / 1e6:.1f} MB")
    print(f"            bare iterparse      {floor:7.2f} s     1.0 x")
    print(f"            first import        {first:7.2f} s  {first / floor:6.1f} x")
    print(f"            imported again      {again:7.2f} s  {again / floor:6.1f} x")


def bench_watch(sizes: tuple[int, ...]) -> None:
    """The watch over generated projects: seconds and statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.generated import Generator
    from sapar.design.projects.models import Project
    from sapar.watch.alerts.queries import current_watch, load_facts
    from sapar.watch.alerts.rules.reading import read_project

    today = datetime.now(UTC).date()
    generator = Generator(today)
    generator.desk()
    made = 0
    for size in sizes:
        generator.make(size - made, f"G{size}")
        made = size
        projects = Project.objects.filter(code__startswith="G").order_by("code")
        found = 0

        def watch(projects: object = projects) -> None:
            nonlocal found
            found = sum(
                len(read_project(facts, today, current_watch()).criticalities)
                for _, facts in load_facts(projects)  # type: ignore[arg-type]
            )

        with CaptureQueriesContext(connection) as queries:
            seconds = timed(watch)
        print(
            f"watch       {size:5d} projects  {seconds:7.2f} s  "
            f"{seconds / size * 1000:5.2f} ms each  {len(queries):3d} statements  "
            f"{found} criticalities"
        )


def bench_pages() -> None:
    """p50 and p95 of the main pages with all generated projects, and what they weigh."""
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.test import Client

    from sapar.design.projects.models import Project
    from sapar.ground.parties.models import User

    client = Client(headers={"accept-encoding": "gzip"}, SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="bench-desk"))
    code = Project.objects.filter(code__startswith="G").order_by("-code")[0].code
    pages = {
        "Today": "/",
        "Portfolio": "/projects/",
        "Project file": f"/projects/{code}/",
        "Logframe": f"/projects/{code}/logframe/",
        "Replay": f"/projects/{code}/replay/",
    }
    style = Path(staticfiles_storage.path(staticfiles_storage.stored_name("sapar.css")))
    css = len(gzip.compress(style.read_bytes(), 9))
    print(f"pages       with {Project.objects.count()} projects; style sheet {css} bytes gzipped")
    for name, address in pages.items():
        cold = timed(lambda address=address: client.get(address))
        seconds = [timed(lambda address=address: client.get(address)) for _ in range(20)]
        response = client.get(address)
        if response.status_code != 200:
            print(f"            {name}: status {response.status_code} at {address}")
            continue
        weight = len(response.content)
        cuts = statistics.quantiles(seconds, n=20)
        print(
            f"            {name:13s} first {cold * 1000:7.0f} ms  p50 {cuts[9] * 1000:6.0f} ms  "
            f"p95 {cuts[18] * 1000:6.0f} ms  {weight:6d} bytes gzipped, "
            f"first visit {weight + css}"
        )


def main() -> None:
    """Run every bench in one installation, smallest first."""
    quick = "--quick" in sys.argv
    with installation():
        # It names models at its top, so it can be read only now that Django is set up.
        from bench.judging import bench_judging

        bench_import()
        bench_watch((20, 200) if quick else (200, 2000))
        bench_pages()
        bench_judging()


if __name__ == "__main__":
    main()
