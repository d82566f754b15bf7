"""Project codes in addresses: any code has exactly one address, slashes and all."""

from __future__ import annotations

from urllib.parse import unquote

PAGES_OF_A_PROJECT = frozenset(
    {
        *("logframe", "criticality", "replay", "journal", "answer", "measure", "done"),
        *("rulebooks", "treatment", "financial-report"),
    }
)
"""The last part of the addresses that stand below a project's own."""


class ProjectCode:
    """A code as it stands in an address: `RER/06/14/EEC` stays readable.

    A code that would be mistaken for another page (it ends in a page's name), or that browsers
    would tidy up (empty parts, dots), has its slashes written as %2F.
    """

    regex = ".+"

    def to_python(self, value: str) -> str:
        """The code that an address names."""
        return unquote(value)

    def to_url(self, value: str) -> str:
        """The part of the address that names a code."""
        written = value.replace("%", "%25")
        parts = value.split("/")
        if parts[-1] in PAGES_OF_A_PROJECT or {"", ".", ".."} & set(parts):
            written = written.replace("/", "%2F").replace(".", "%2E")
        return written
