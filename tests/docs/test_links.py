"""Every relative link in README, CHANGELOG and docs leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs.made import ROOT
from tests.docs.markdown import anchors, blocks, links, written_pages


def leads_nowhere(page: Path, link: str) -> bool:
    """Whether a link of a page is relative and its file or heading is not there."""
    if "://" in link or link.startswith("mailto:"):
        return False
    path, _, fragment = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return True
    return bool(fragment) and target.suffix == ".md" and fragment not in anchors(target)


@pytest.mark.parametrize(
    "page", written_pages(), ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert [link for link in links(page) if leads_nowhere(page, link)] == []


def test_links_that_lead_nowhere_are_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A heading\n[a](missing.md) [b](#a-heading) [c](#another) [`d`](https://x.example)\n"
        '<img src="none.png" alt=""> `[code](not-a-link.md)`\n```text\n[e](nor-this.md)\n```\n'
    )
    assert [link for link in links(page) if leads_nowhere(page, link)] == [
        "missing.md",
        "#another",
        "none.png",
    ]


def test_every_page_can_be_reached_from_the_index() -> None:
    index = ROOT / "docs" / "index.md"
    reached, ahead = {index}, [index]
    while ahead:
        page = ahead.pop()
        for link in links(page):
            target = (page.parent / link.partition("#")[0]).resolve()
            if "://" not in link and target.suffix == ".md" and target not in reached:
                reached.add(target)
                ahead.append(target)
    assert set((ROOT / "docs").rglob("*.md")) - reached == set()


def test_every_block_names_its_language() -> None:
    unnamed = [page.name for page in written_pages() if blocks(page, "")]
    assert unnamed == []
