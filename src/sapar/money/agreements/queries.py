"""Agreements, queries: who pays, on which terms, by which rulebooks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date
from decimal import Decimal

from sapar.ground.kernel import Money
from sapar.ground.record.models import Fact
from sapar.ground.record.origins import Origin, origin_of
from sapar.ground.record.rules import Dated
from sapar.ground.rulebook import SpecialCondition as Special
from sapar.money.agreements.facts import SpecialConditionFact, TermsFact
from sapar.money.agreements.models import (
    Agreement,
    AgreementTerms,
    Amendment,
    AmendmentRequest,
    ConflictTreatment,
    PackInForce,
    SpecialCondition,
)


@dataclass(frozen=True, slots=True)
class TermsRow:
    """The terms of an agreement as signed or amended."""

    amount: Money
    eu_rate: Decimal | None
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    in_force_from: date
    origin: Origin


@dataclass(frozen=True, slots=True)
class PackRow:
    """A rulebook the agreement is judged under, from a day."""

    pack: str
    since: date
    origin: Origin


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """An amendment that was asked for."""

    purpose: str
    asks: str
    on: date
    origin: Origin


@dataclass(frozen=True, slots=True)
class AmendedRow:
    """An amendment that took effect, by notice or by addendum."""

    number: int
    kind: str
    what: str
    on: date
    signed_on: date | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class SpecialRow:
    """What the agreement says otherwise than a rule; `says` are its values in words."""

    rule: str
    label: str
    document: str
    signed_on: date
    says: str
    status: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class TreatmentRow:
    """What was agreed where two rulebooks disagree."""

    topic: str
    owner: str
    treatment: str
    note: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A financing agreement: its donor and mode, its terms newest first, its rulebooks."""

    code: str
    donor: str
    mode: str
    terms: tuple[TermsRow, ...]
    packs: tuple[PackRow, ...]
    amendments: tuple[AmendmentRow, ...]
    treatments: tuple[TreatmentRow, ...]
    amended: tuple[AmendedRow, ...] = ()
    special: tuple[SpecialRow, ...] = ()


def agreements_of(project_id: int, as_of: date) -> tuple[AgreementRow, ...]:
    """The financing agreements of a project as known at the end of a day."""
    terms, packs = _terms(project_id, as_of), _packs(project_id, as_of)
    amendments, treatments = _amendments(project_id, as_of), _treatments(project_id, as_of)
    amended, special = _amended(project_id, as_of), _special(project_id, as_of)
    agreements = Agreement.objects.filter(project_id=project_id).select_related("donor")
    return tuple(
        AgreementRow(
            code=one.code,
            donor=one.donor.name,
            mode=one.mode.replace("_", " "),
            terms=tuple(terms[one.pk]),
            packs=tuple(packs[one.pk]),
            amendments=tuple(amendments[one.pk]),
            treatments=tuple(treatments[one.pk]),
            amended=tuple(amended[one.pk]),
            special=tuple(special[one.pk]),
        )
        for one in agreements.order_by("id")
    )


def terms_in_force(agreement: Agreement, as_of: date) -> TermsFact | None:
    """The newest terms that have taken effect by a day, as known at its end."""
    facts = AgreementTerms.objects.known_at(as_of).filter(
        agreement=agreement, effective_on__lte=as_of
    )
    fact = facts.order_by("effective_on", "id").last()
    if fact is None:
        return None
    return TermsFact(
        agreement=agreement.code,
        mode=agreement.mode,
        signed_on=fact.signed_on,
        starts_on=fact.starts_on,
        ends_on=fact.ends_on,
        amount=fact.amount,
        currency=fact.currency,
        eu_rate=fact.eu_rate,
        dated=dated_of(fact),
    )


def special_conditions_of(agreement: Agreement, as_of: date) -> tuple[Special, ...]:
    """The agreement's special conditions as the rulebook takes them, as known on a day."""
    facts = SpecialCondition.objects.known_at(as_of).filter(agreement=agreement)
    return tuple(condition_of(fact, agreement.code) for fact in facts.order_by("signed_on", "id"))


def condition_of(fact: SpecialCondition, agreement: str = "") -> Special:
    """A special condition on record as the rulebook takes it."""
    return SpecialConditionFact(
        agreement=agreement,
        rule=fact.rule,
        label=fact.label,
        document=fact.document,
        clause=fact.clause,
        signed_on=fact.signed_on,
        amber=fact.amber,
        red=fact.red,
        value=fact.value,
        method=fact.method,
        status=fact.status,
        dated=dated_of(fact),
    ).condition


def dated_of(fact: Fact) -> Dated:
    """The two dates of a fact that is known, for pure rules."""
    recorded = fact.recorded_at.astimezone(UTC).date()
    return Dated(fact.pk, fact.effective_on, recorded, basis=fact.basis)


def _terms(project_id: int, as_of: date) -> dict[int, list[TermsRow]]:
    found: dict[int, list[TermsRow]] = defaultdict(list)
    facts = AgreementTerms.objects.known_at(as_of).filter(project_id=project_id)
    for fact in facts.select_related("source").order_by("-effective_on", "-id"):
        row = TermsRow(
            amount=Money(fact.amount, fact.currency),
            eu_rate=fact.eu_rate,
            signed_on=fact.signed_on,
            starts_on=fact.starts_on,
            ends_on=fact.ends_on,
            in_force_from=fact.effective_on,
            origin=origin_of(fact),
        )
        found[fact.agreement_id].append(row)
    return found


def _packs(project_id: int, as_of: date) -> dict[int, list[PackRow]]:
    found: dict[int, list[PackRow]] = defaultdict(list)
    facts = PackInForce.objects.known_at(as_of).filter(project_id=project_id)
    for fact in facts.select_related("source").order_by("effective_on", "id"):
        found[fact.agreement_id].append(PackRow(fact.pack, fact.effective_on, origin_of(fact)))
    return found


def _amendments(project_id: int, as_of: date) -> dict[int, list[AmendmentRow]]:
    found: dict[int, list[AmendmentRow]] = defaultdict(list)
    facts = AmendmentRequest.objects.known_at(as_of).filter(project_id=project_id)
    for fact in facts.select_related("source").order_by("-effective_on", "-id"):
        row = AmendmentRow(
            fact.get_purpose_display(), fact.asks, fact.effective_on, origin_of(fact)
        )
        found[fact.agreement_id].append(row)
    return found


def _amended(project_id: int, as_of: date) -> dict[int, list[AmendedRow]]:
    found: dict[int, list[AmendedRow]] = defaultdict(list)
    facts = Amendment.objects.known_at(as_of).filter(project_id=project_id)
    for fact in facts.select_related("source").order_by("number", "id"):
        row = AmendedRow(
            number=fact.number,
            kind=fact.get_kind_display(),
            what=fact.what,
            on=fact.effective_on,
            signed_on=fact.signed_on,
            origin=origin_of(fact),
        )
        found[fact.agreement_id].append(row)
    return found


def _special(project_id: int, as_of: date) -> dict[int, list[SpecialRow]]:
    found: dict[int, list[SpecialRow]] = defaultdict(list)
    facts = SpecialCondition.objects.known_at(as_of).filter(project_id=project_id)
    for fact in facts.select_related("source").order_by("signed_on", "id"):
        values = (("amber", fact.amber), ("red", fact.red), ("value", fact.value))
        told = [f"{name} {value.normalize():f}" for name, value in values if value is not None]
        if fact.method:
            told.append(fact.method.replace("_", " "))
        row = SpecialRow(
            rule=fact.rule,
            label=fact.label,
            document=f"{fact.document}, {fact.clause}" if fact.clause else fact.document,
            signed_on=fact.signed_on,
            says=", ".join(told),
            status=fact.status,
            origin=origin_of(fact),
        )
        found[fact.agreement_id].append(row)
    return found


def _treatments(project_id: int, as_of: date) -> dict[int, list[TreatmentRow]]:
    found: dict[int, list[TreatmentRow]] = defaultdict(list)
    facts = ConflictTreatment.objects.known_at(as_of).filter(project_id=project_id)
    for fact in facts.select_related("owner", "source").order_by("topic", "id"):
        row = TreatmentRow(
            topic=fact.topic.replace("_", " "),
            owner=fact.owner.title if fact.owner else "",
            treatment=fact.get_treatment_display(),
            note=fact.note,
            origin=origin_of(fact),
        )
        found[fact.agreement_id].append(row)
    return found
