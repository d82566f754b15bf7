"""Loading: the ledger and what rulebooks ask about it, as frozen rows; one statement a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet

from sapar.design.projects.models import Partner, Place, Project
from sapar.ground.kernel.money import CENT
from sapar.ground.record.rules import Dated
from sapar.ground.rulebook import SpecialCondition as Special
from sapar.money.agreements.facts import ReportDueFact, TermsFact
from sapar.money.agreements.models import (
    Agreement,
    AgreementTerms,
    PackInForce,
    ReportDue,
    SpecialCondition,
)
from sapar.money.agreements.queries import condition_of, dated_of
from sapar.money.budget.models import Heading
from sapar.money.judging.facts import AgreementContext, ContractFact, LedgerRow
from sapar.money.ledger.models import Contract, Entry, EntryDocument
from sapar.money.ledger.rules import SPENDING
from sapar.money.rates.models import Rate
from sapar.money.rates.rules import Missing, RateFact, RateTable
from sapar.money.rates.rules.table import across

COLUMNS = (
    *("id", "effective_on", "kind", "amount", "currency", "eligible", "agreement_id"),
    *("heading_id", "category", "contract", "vat_status", "vat_amount"),
    *("document_reference", "reference", "posted_on"),
)
"""What judging reads of an entry."""
EURO, DOLLAR = "EUR", "USD"
SMALL_GRANT = Decimal(60000)


@dataclass(frozen=True, slots=True)
class LoadedRows:
    """The rows of one agreement: spending, and everything else."""

    spending: list[LedgerRow]
    beside: list[LedgerRow]


def entries_known(project_id: int, as_of: date) -> QuerySet[Entry]:
    """The entries of a project that had happened and were on record at the end of a day."""
    known: QuerySet[Entry] = Entry.objects.known_at(as_of)
    return known.filter(project_id=project_id, effective_on__lte=as_of)


def ledger_rows(project_id: int, as_of: date) -> dict[int | None, LoadedRows]:
    """Every entry of a project by the key of its agreement; None where it names none."""
    headings = dict(Heading.objects.filter(project_id=project_id).values_list("id", "code"))
    papers = set(
        EntryDocument.objects.known_at(as_of)
        .filter(project_id=project_id, effective_on__lte=as_of)
        .values_list("entry_reference", flat=True)
    )
    papers.discard("")
    found: dict[int | None, LoadedRows] = defaultdict(lambda: LoadedRows([], []))
    # Words, days and references repeat: one object for each keeps memory and hashing small.
    same: dict[Any, Any] = {}
    one = same.setdefault
    rows = entries_known(project_id, as_of).values_list(*COLUMNS).iterator(chunk_size=10_000)
    for (
        id_, on, kind, amount, currency, eligible, agreement, heading, category, contract,
        vat_status, vat_amount, document, reference, posted_on,
    ) in rows:  # fmt: skip
        row = LedgerRow(
            id_,
            one(on, on),
            one(kind, kind),
            amount,
            one(currency, currency),
            eligible,
            headings.get(heading, ""),
            one(category, category),
            one(contract, contract),
            one(vat_status, vat_status),
            vat_amount,
            bool(document) or reference in papers,
            reference,
            one(posted_on, posted_on),
        )
        group = found[agreement]
        (group.spending if kind in SPENDING else group.beside).append(row)
    return found


def contexts_of(project: Project, as_of: date) -> dict[int, AgreementContext]:
    """Each agreement of a project as its rulebooks see it, by its key; contracts without euro."""
    agreements = list(
        Agreement.objects.filter(project=project).select_related("donor").order_by("id")
    )
    terms, packs = _terms(project, as_of), _packs(project, as_of)
    reports = _last_report(project, as_of)
    special, contracts = _special(project, as_of), _contracts(project, as_of)
    shared = _shared(project, agreements, as_of)
    found = {}
    for one in agreements:
        fact = terms.get(one.pk)
        found[one.pk] = AgreementContext(
            code=one.code,
            mode=one.mode,
            on=as_of,
            terms=replace(fact, agreement=one.code, mode=one.mode) if fact else None,
            packs=tuple(dict.fromkeys(packs.get(one.pk, ()))),
            special=tuple(special.get(one.pk, ())),
            report_on=reports.get(one.pk),
            contracts=contracts,
            context={**shared, "small_grant": _small(fact)},
        )
    return found


def rates_for(currencies: Iterable[str], as_of: date) -> RateTable:
    """The rates of some currencies as known at the end of a day, in one statement."""
    wanted = {EURO, DOLLAR, *currencies}
    rows = Rate.objects.known_at(as_of).filter(currency__in=wanted, base__in=wanted)
    columns = ("series", "base", "currency", "value", "id", "effective_on", "recorded_at")
    return RateTable(
        RateFact(series, base, currency, value, Dated(id_, on, recorded.astimezone(UTC).date()))
        for series, base, currency, value, id_, on, recorded in rows.values_list(*columns)
    )


def in_euro(contract: ContractFact, table: RateTable) -> ContractFact:
    """A contract with its value in euro, at the UN rate of the day it was signed."""
    found = across(
        contract.currency,
        EURO,
        DOLLAR,
        lambda one: table.on_day(one, contract.signed_on, base=DOLLAR),
    )
    if isinstance(found, Missing):
        return contract
    return replace(contract, in_euro=found.of(contract.amount).quantize(CENT, ROUND_HALF_UP))


def reports_due(project: Project, as_of: date) -> dict[int, list[ReportDueFact]]:
    """The reports that each agreement asks for, as known on a day."""
    found: dict[int, list[ReportDueFact]] = defaultdict(list)
    facts = ReportDue.objects.known_at(as_of).filter(project=project)
    for fact in facts.order_by("effective_on", "id"):
        found[fact.agreement_id].append(
            ReportDueFact("", fact.kind, fact.period_from, fact.period_to, dated_of(fact))
        )
    return found


def _last_report(project: Project, as_of: date) -> dict[int, date]:
    """The day by which each agreement asks for the final report."""
    return {
        agreement: max(final)
        for agreement, reports in reports_due(project, as_of).items()
        if (final := [r.dated.effective_on for r in reports if r.kind == ReportDue.Kind.FINAL])
    }


def _terms(project: Project, as_of: date) -> dict[int, TermsFact]:
    facts = AgreementTerms.objects.known_at(as_of).filter(project=project, effective_on__lte=as_of)
    return {
        fact.agreement_id: TermsFact(
            agreement="",
            mode="",
            signed_on=fact.signed_on,
            starts_on=fact.starts_on,
            ends_on=fact.ends_on,
            amount=fact.amount,
            currency=fact.currency,
            eu_rate=fact.eu_rate,
            dated=dated_of(fact),
        )
        for fact in facts.order_by("effective_on", "id")
    }


def _packs(project: Project, as_of: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    facts = PackInForce.objects.known_at(as_of).filter(project=project, effective_on__lte=as_of)
    for agreement, pack in facts.order_by("effective_on", "id").values_list("agreement_id", "pack"):
        found[agreement].append(pack)
    return found


def _special(project: Project, as_of: date) -> dict[int, list[Special]]:
    found: dict[int, list[Special]] = defaultdict(list)
    facts = SpecialCondition.objects.known_at(as_of).filter(project=project)
    for fact in facts.order_by("signed_on", "id"):
        found[fact.agreement_id].append(condition_of(fact))
    return found


def _contracts(project: Project, as_of: date) -> dict[str, ContractFact]:
    facts = Contract.objects.known_at(as_of).filter(project=project, effective_on__lte=as_of)
    return {
        fact.code: ContractFact(
            code=fact.code,
            kind=fact.kind,
            supplier=fact.supplier,
            supplier_country=fact.supplier_country,
            origin_country=fact.origin_country,
            origin_proved=fact.origin_proved,
            procedure=fact.procedure,
            group=fact.group,
            amount=fact.amount,
            currency=fact.currency,
            signed_on=fact.effective_on,
        )
        for fact in facts.order_by("effective_on", "id")
    }


def _shared(project: Project, agreements: list[Agreement], as_of: date) -> dict[str, object]:
    """What rules ask about the project as a whole: how many donors, where its headquarters is."""
    partners = Partner.objects.known_at(as_of).filter(project=project, role="donor")
    donors = {one.donor_id for one in agreements}
    donors.update(partners.values_list("organisation_id", flat=True))
    places = Place.objects.known_at(as_of).filter(project=project).exclude(country="")
    countries = set(places.values_list("country", flat=True))
    home = project.executing.country if project.executing else ""
    return {
        "multi_donor": len(donors) > 1,
        "headquarters_in_country": home in countries if home and countries else None,
    }


def _small(terms: TermsFact | None) -> bool | None:
    if terms is None or terms.currency != EURO:
        return None
    return terms.amount <= SMALL_GRANT
