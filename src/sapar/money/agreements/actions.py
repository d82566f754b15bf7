"""Agreements, actions: an amendment comes on record, and what was agreed otherwise than a rule."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from sapar.design.projects.actions import actor_of, entry_by, moved
from sapar.design.projects.models import Project
from sapar.ground.kernel import Conflict, InvalidInput, NotPermitted, Status
from sapar.ground.parties.models import User
from sapar.ground.record.actions import acting
from sapar.ground.rulebook import Dates, default_rulebook, in_force
from sapar.ground.rulebook import SpecialCondition as Special
from sapar.money.agreements.models import Agreement, Amendment, SpecialCondition
from sapar.money.agreements.permissions import may_amend
from sapar.money.agreements.queries import special_conditions_of, terms_in_force


def record_amendment(
    *,
    user: User,
    agreement: Agreement,
    kind: str,
    what: str,
    effective_on: date | None,
    signed_on: date | None = None,
) -> Amendment:
    """An amendment counts from a day: an addendum once both have signed, a notice by itself.

    It gets the next number of its agreement. Raises NotPermitted, InvalidInput.
    """
    project = agreement.project
    _permit(user, project)
    _check_amendment(agreement, kind, what, effective_on, signed_on)
    assert effective_on is not None
    with acting("amendment recorded", by=actor_of(user), project=project.code) as deed:
        # First, because it locks the project: two amendments never take the same number.
        moved(project)
        amendment = Amendment.objects.create(
            project=project,
            agreement=agreement,
            number=_next_number(agreement),
            kind=kind,
            what=what.strip(),
            signed_on=signed_on,
            effective_on=effective_on,
            **entry_by(user).fields(),
        )
        deed.subject = f"{agreement.code}, amendment {amendment.number}"
        deed.changes = {
            "number": amendment.number,
            "kind": kind,
            "what": amendment.what,
            "effective_on": effective_on,
            "signed_on": signed_on,
        }
    return amendment


def _check_amendment(
    agreement: Agreement,
    kind: str,
    what: str,
    effective_on: date | None,
    signed_on: date | None,
) -> None:
    where = f"agreement {agreement.code}"
    if kind not in Amendment.Kind.values:
        raise InvalidInput(
            f"'{kind}' is no kind of amendment",
            where=where,
            remedy=f"Use {' or '.join(Amendment.Kind.values)}.",
        )
    if not what.strip():
        raise InvalidInput("An amendment needs words", where=where, remedy="Say what it changes.")
    if effective_on is None:
        raise InvalidInput(
            "The day is missing from which it counts", where=where, remedy="Give that day."
        )
    if kind == Amendment.Kind.ADDENDUM and signed_on is None:
        raise InvalidInput(
            "An addendum counts once both have signed, and no day of signature is given",
            where=where,
            remedy="Give the day of the last signature.",
        )
    if signed_on and signed_on > _today():
        raise InvalidInput(
            f"It would be signed on {signed_on}, which is still to come",
            where=where,
            remedy="Record it once it is signed.",
        )
    if signed_on and effective_on < signed_on:
        raise InvalidInput(
            f"It would count from {effective_on}, before it was signed on {signed_on}",
            where=where,
            remedy="Correct one of the two days.",
        )


def add_special_condition(
    *,
    user: User,
    agreement: Agreement,
    rule: str,
    label: str,
    document: str,
    signed_on: date,
    clause: str = "",
    amber: Decimal | None = None,
    red: Decimal | None = None,
    value: Decimal | None = None,
    method: str = "",
    status: str = Status.UNVERIFIED,
) -> SpecialCondition:
    """What an agreement says otherwise takes the place of a rule's values from its signature.

    The rule must exist and take such values. Raises NotPermitted, InvalidInput, and Conflict for
    a second condition on the same rule of the same day.
    """
    project = agreement.project
    _permit(user, project)
    if not (label.strip() and document.strip()):
        raise InvalidInput(
            "A special condition needs a name and the document it stands in",
            where=f"agreement {agreement.code}",
            remedy="Give both as the agreement words them.",
        )
    condition = Special(
        rule, label.strip(), document.strip(), clause.strip(), signed_on,
        amber=amber, red=red, value=method or value, status=Status(status),
    )  # fmt: skip
    with acting("special condition added", by=actor_of(user), project=project.code) as deed:
        moved(project)
        _check_condition(agreement, condition)
        made = SpecialCondition.objects.create(
            project=project,
            agreement=agreement,
            rule=rule,
            label=condition.label,
            document=condition.document,
            clause=condition.clause,
            signed_on=signed_on,
            amber=amber,
            red=red,
            value=value,
            method=method,
            status=condition.status,
            effective_on=signed_on,
            **entry_by(user).fields(),
        )
        deed.subject = f"{agreement.code}, {rule}"
        deed.changes = {
            "rule": rule,
            "label": condition.label,
            "document": condition.document,
            "clause": condition.clause,
            "signed_on": signed_on,
            "amber": amber,
            "red": red,
            "value": value,
            "method": method,
            "status": condition.status,
        }
    return made


def _check_condition(agreement: Agreement, condition: Special) -> None:
    rule = default_rulebook().rule(condition.rule)
    today = _today()
    if condition.signed_on > today:
        raise InvalidInput(
            f"It would be signed on {condition.signed_on}, which is still to come",
            where=condition.rule,
            remedy="Record it once it is signed.",
        )
    before = special_conditions_of(agreement, today)
    if any((c.rule, c.signed_on) == (condition.rule, condition.signed_on) for c in before):
        raise Conflict(
            f"A special condition of {condition.signed_on} on this rule is on record already",
            where=condition.rule,
            remedy="Keep the one that the agreement contains.",
        )
    if condition.amber is not None and condition.red is None:
        raise InvalidInput(
            "An amber limit stands alone",
            where=condition.rule,
            remedy="Give the red limit that it warns of.",
        )
    terms = terms_in_force(agreement, today)
    dates = Dates(contract=terms.signed_on if terms else None, event=today, report=today)
    in_force(rule, dates, on=today, special=(condition,))


def _permit(user: User, project: Project) -> None:
    if not may_amend(user, project):
        raise NotPermitted(
            "Your mandate does not record changes of agreements in this project",
            remedy="Ask finance or headquarters.",
        )


def _next_number(agreement: Agreement) -> int:
    numbers = Amendment.objects.filter(agreement=agreement).values_list("number", flat=True)
    return max(numbers, default=0) + 1


def _today() -> date:
    return datetime.now(UTC).date()
