"""Budget, actions: a reallocation is judged, and made where the agreement allows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from sapar.design.projects.actions import actor_of, entry_by, moved
from sapar.design.projects.models import Project
from sapar.ground.kernel import InvalidInput, NotPermitted, Verdict
from sapar.ground.parties.models import User
from sapar.ground.record.actions import Stamp, acting
from sapar.money.agreements.models import Agreement, Amendment
from sapar.money.budget.facts import LineFact
from sapar.money.budget.models import BudgetAmount, BudgetVersion, Heading
from sapar.money.budget.permissions import may_change_budget
from sapar.money.budget.queries import judged_reallocation
from sapar.money.budget.rules import Judged, Move, Need


def propose_reallocation(
    *, user: User, agreement: Agreement, moves: Iterable[Move], effective_on: date | None = None
) -> Judged:
    """A reallocation is judged as of today before anybody asks for it; nothing is written.

    Raises NotPermitted, and InvalidInput for moves that the budget's lines do not allow.
    """
    _permit(user, agreement.project)
    return judged_reallocation(agreement, moves, _today(), effective_on=effective_on)


def apply_reallocation(
    *,
    user: User,
    agreement: Agreement,
    moves: Sequence[Move],
    reason: str,
    amendment: Amendment | None = None,
) -> BudgetVersion:
    """A new version of the budget stands from today, or from the day its amendment counts.

    What needs an addendum is refused without one that was signed; with one, the new version sets
    a new base. Raises NotPermitted, and InvalidInput where the judgement refuses.
    """
    project = agreement.project
    _permit(user, project)
    if not reason.strip():
        raise InvalidInput(
            "A reallocation needs a reason", where="reason", remedy="Say why the money is moved."
        )
    with acting(
        "budget reallocated", by=actor_of(user), project=project.code, reason=reason.strip()
    ) as deed:
        # First, because it locks the project: what is judged is what stands when it is written.
        moved(project)
        day = _day(agreement, amendment)
        judged = judged_reallocation(agreement, moves, _today(), effective_on=day)
        by_addendum = amendment is not None and amendment.kind == Amendment.Kind.ADDENDUM
        _refuse(judged, by_addendum, agreement)
        kinds = BudgetVersion.Kind
        version = BudgetVersion.objects.create(
            project=project,
            agreement=agreement,
            number=_next_number(agreement),
            kind=kinds.ADDENDUM if by_addendum else kinds.UNILATERAL,
            amendment=amendment,
            effective_on=day,
            **(stamp := entry_by(user)).fields(),
        )
        _write_lines(version, judged.lines, stamp)
        deed.subject = f"{agreement.code}, version {version.number}"
        deed.changes = {
            "version": version.number,
            "kind": version.kind,
            "amendment": amendment.number if amendment else None,
            "effective_on": day,
            "needs": judged.needs,
            "moves": [
                {"from": move.source, "to": move.target, "amount": str(move.amount)}
                for move in moves
            ],
        }
    return version


def _day(agreement: Agreement, amendment: Amendment | None) -> date:
    if amendment is None:
        return _today()
    stands = Amendment.objects.known_at(_today()).filter(pk=amendment.pk, agreement=agreement)
    if not stands.exists():
        raise InvalidInput(
            "This amendment is not one that stands in the agreement",
            where=f"agreement {agreement.code}",
            remedy="Name an amendment of this agreement, or record it first.",
        )
    return amendment.effective_on


def _refuse(judged: Judged, by_addendum: bool, agreement: Agreement) -> None:
    """Raises InvalidInput for what cannot be made, or not without an addendum."""
    where = f"agreement {agreement.code}"
    broken = [f.says for f in judged.findings if f.verdict in (Verdict.RED, Verdict.UNKNOWN)]
    if judged.needs is Need.REFUSED:
        raise InvalidInput(
            "The money cannot be moved: " + " ".join(broken).rstrip("."),
            where=where,
            remedy="Move less, move it elsewhere, or change it while the project runs.",
        )
    if judged.needs in (Need.ADDENDUM, Need.UNKNOWN) and not by_addendum:
        by = f" by {judged.request_by}" if judged.request_by else ""
        raise InvalidInput(
            "This needs an addendum: " + " ".join(broken).rstrip("."),
            where=where,
            remedy=f"Ask for the addendum{by}, record it once it is signed, and name it here.",
        )


def _write_lines(version: BudgetVersion, lines: Iterable[LineFact], stamp: Stamp) -> None:
    headings = {
        heading.code: heading for heading in Heading.objects.filter(agreement=version.agreement)
    }
    BudgetAmount.objects.bulk_create(
        BudgetAmount(
            project=version.project,
            version=version,
            heading=headings[line.heading],
            line=line.line,
            title=line.title,
            unit=line.unit,
            units=line.units,
            unit_cost=line.unit_cost,
            kind=BudgetAmount.Kind.REVISED,
            amount=line.amount,
            currency=line.currency,
            effective_on=version.effective_on,
            **stamp.fields(),
        )
        for line in lines
    )


def _permit(user: User, project: Project) -> None:
    if not may_change_budget(user, project):
        raise NotPermitted(
            "Your mandate does not change the budget of this project",
            remedy="Ask the project manager or the finance officer.",
        )


def _next_number(agreement: Agreement) -> int:
    numbers = BudgetVersion.objects.filter(agreement=agreement).values_list("number", flat=True)
    return max(numbers, default=0) + 1


def _today() -> date:
    return datetime.now(UTC).date()
