"""What must hold across the money of a project file: currencies, headings, lines, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sapar.exchange.projectfiles.dating import Path, parts
from sapar.exchange.projectfiles.schema import FactForm, Form, ProjectFile
from sapar.exchange.projectfiles.schema.ledger import EntryForm
from sapar.exchange.projectfiles.schema.money import AgreementForm, BudgetVersionForm
from sapar.ground.rulebook.book import default_rulebook
from sapar.ground.rulebook.checking import nearest

Problem = tuple[Path, str]


def money_problems(file: ProjectFile) -> Iterator[Problem]:
    """Every amount has a currency, and every heading, line, number and rule is one there is."""
    for path, form in parts(file):
        if _amount(form) is not None and not form_currency(file, form):
            yield (*path, "currency"), "no currency is given, here or for the file"
    for index, agreement in enumerate(file.agreements):
        yield from _agreement(file, agreement, ("agreements", index))
    agreements = {agreement.code: agreement for agreement in file.agreements}
    for index, entry in enumerate(file.ledger):
        yield from _entry(file, entry, ("ledger", index), agreements)
    yield from _twice(file.contracts, "code", ("contracts",))
    references = {entry.reference for entry in file.ledger if entry.reference}
    for index, named in enumerate(file.entry_documents):
        if named.entry_reference not in references:
            path = ("entry_documents", index, "entry_reference")
            hint = nearest(named.entry_reference, sorted(references))
            yield path, f"no entry carries the reference '{named.entry_reference}'. {hint}".strip()


def form_currency(file: ProjectFile, form: Form) -> str | None:
    """The currency of an amount: its own, else the file's."""
    return getattr(form, "currency", None) or file.currency


def agreement_of(file: ProjectFile, entry: EntryForm) -> str | None:
    """The agreement of an entry: the one it names, else the only one of the file."""
    if entry.agreement is None and len(file.agreements) == 1:
        return file.agreements[0].code
    return entry.agreement


def _amount(form: Form) -> object:
    return getattr(form, "worth", getattr(form, "amount", getattr(form, "cost", None)))


def _agreement(file: ProjectFile, agreement: AgreementForm, path: Path) -> Iterator[Problem]:
    headings = [heading.code for heading in agreement.headings]
    for index, line in enumerate(agreement.own_lines):
        if line.heading not in headings:
            yield (*path, "own_lines", index, "heading"), _no_heading(line.heading, agreement)
    yield from _twice(agreement.amendments, "number", (*path, "amendments"))
    yield from _twice(agreement.budget_versions, "number", (*path, "budget_versions"))
    numbers = {amendment.number for amendment in agreement.amendments}
    for index, version in enumerate(agreement.budget_versions):
        here: Path = (*path, "budget_versions", index)
        if version.amendment is not None and version.amendment not in numbers:
            yield (*here, "amendment"), f"the agreement has no amendment {version.amendment}"
        yield from _version(file, version, agreement, here)
    rules = [rule.id for rule in default_rulebook().rules]
    for index, condition in enumerate(agreement.special_conditions):
        if condition.rule not in rules:
            hint = nearest(condition.rule, rules)
            place = (*path, "special_conditions", index, "rule")
            yield place, f"no rule is called '{condition.rule}'. {hint}".strip()


def _version(
    file: ProjectFile, version: BudgetVersionForm, agreement: AgreementForm, path: Path
) -> Iterator[Problem]:
    headings = {heading.code for heading in agreement.headings}
    currencies: dict[str, str | None] = {}
    seen: set[str] = set()
    for index, line in enumerate(version.lines):
        here: Path = (*path, "lines", index)
        if line.heading not in headings:
            yield (*here, "heading"), _no_heading(line.heading, agreement)
        if line.line in seen:
            yield (*here, "line"), f"'{line.line}' stands twice in version {version.number}"
        seen.add(line.line)
        currency = form_currency(file, line)
        first = currencies.setdefault(line.heading, currency)
        if currency != first:
            yield (
                (*here, "currency"),
                f"heading '{line.heading}' is in {first}; {currency} cannot be added to it",
            )


def _entry(
    file: ProjectFile, entry: EntryForm, path: Path, agreements: dict[str, AgreementForm]
) -> Iterator[Problem]:
    for name, code in (("heading", entry.heading), ("own_line", entry.own_line)):
        if code and agreement_of(file, entry) is None:
            yield (*path, name), "the file has several agreements; say which one (agreement)"
    agreement = agreements.get(agreement_of(file, entry) or "")
    if agreement is None:
        return
    if entry.heading and entry.heading not in {one.code for one in agreement.headings}:
        yield (*path, "heading"), _no_heading(entry.heading, agreement)
    if entry.own_line is None:
        return
    own = next((line for line in agreement.own_lines if line.code == entry.own_line), None)
    if own is None:
        yield (
            (*path, "own_line"),
            f"'{entry.own_line}' is not an own line of agreement '{agreement.code}'",
        )
    elif entry.heading and own.heading != entry.heading:
        yield (
            (*path, "own_line"),
            f"'{own.code}' falls under heading '{own.heading}', the entry under '{entry.heading}'",
        )


def _twice(facts: Iterable[FactForm], name: str, path: Path) -> Iterator[Problem]:
    """What is numbered or coded stands once, unless a later fact supersedes it."""
    seen: set[object] = set()
    for index, fact in enumerate(facts):
        value = getattr(fact, name)
        if value in seen and not fact.supersedes:
            yield (*path, index, name), f"'{value}' stands twice; the later one supersedes none"
        seen.add(value)


def _no_heading(code: str, agreement: AgreementForm) -> str:
    return f"'{code}' is not a heading of agreement '{agreement.code}'"
