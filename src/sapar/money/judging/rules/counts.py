"""Counts: the topics of the conflict register that come to days, shares or numbers. Pure."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from sapar.ground.kernel import Finding, InvalidInput, Verdict
from sapar.ground.rulebook import Kind
from sapar.money.budget.rules import drift
from sapar.money.budget.rules.drift import SETS_BASE
from sapar.money.judging.facts import LedgerRow
from sapar.money.judging.rules.cases import CLOSING
from sapar.money.judging.rules.picture import NOUGHT, Picture, Topic, rates_lacking
from sapar.money.ledger.rules import FLAT_RATES
from sapar.money.payments.rules import SETTLED, median_wait, waits

SHOWN = 12
"""How many names a reason lists; the rest is counted."""


def eligibility_window(topic: Topic, picture: Picture) -> Finding:
    """Days by which the latest posting came after the end, and what arose outside the window."""
    terms = picture.agreement.terms
    if terms is None or terms.starts_on is None or terms.ends_on is None:
        return topic.lacks(picture, "the first and the last day of implementation")
    start, end, late, outside = terms.starts_on, terms.ends_on, 0, 0
    latest, amount, lacking = end, NOUGHT, 0
    report = picture.agreement.report_on or end
    for row, worth in zip(picture.entries, picture.worth.booked, strict=True):
        day = row.effective_on
        if row.posted_on and row.posted_on > end and start <= day <= end:
            late += 1
            latest = max(latest, row.posted_on)
        closing = row.category in CLOSING and day <= report
        if day < start or (day > end and not closing):
            outside += 1
            lacking += worth is None
            amount += worth or NOUGHT
    return topic.tells(
        picture,
        "{late} entries were posted up to {value:.0f} days after the end; {outside} arose outside"
        " the period, {amount:,.2f} {currency} in all.",
        Decimal((latest - end).days),
        "days",
        matters=bool(late or outside),
        missing=rates_lacking(lacking),
        inputs={"late": late, "outside": outside, "amount": amount, "ends_on": end},
    )


def budget_flexibility(topic: Topic, picture: Picture) -> Finding:
    """How far the heading that moved most has drifted, with the limits of both sides."""
    terms, on = picture.agreement.terms, picture.on
    begun = [one for one in picture.versions if one.dated.effective_on <= on]
    if terms is None or not any(one.kind in SETS_BASE for one in begun):
        return topic.lacks(picture, "the budget by heading, as signed")
    try:
        found = drift(begun, terms, on, special=picture.agreement.special, book=picture.book)
    except InvalidInput as refusal:
        return topic.lacks(picture, str(refusal))
    known = [one for one in found if one.value is not None]
    if not known:
        return topic.lacks(picture, *_lacking(found, f"a limit for contracts of {terms.mode}"))
    worst = max(known, key=lambda one: one.value or NOUGHT)
    own = topic.own.first(Kind.THRESHOLD)
    shares = {f"heading_{one.subject}_share": one.value for one in known if one.value}
    return topic.tells(
        picture,
        "Heading {heading} has moved most, by {value:.1%}; the donor lets it move by {limit:.0%}.",
        worst.value or NOUGHT,
        "share",
        matters=any(one.verdict.needs_someone for one in found),
        limit=_red(topic),
        inputs={"heading": worst.subject, "own_limit": own[1].red if own else "none", **shares},
    )


def _red(topic: Topic) -> Decimal | None:
    limit = topic.donor.first(Kind.THRESHOLD)
    return limit[1].red if limit else NOUGHT


def _lacking(found: tuple[Finding, ...], otherwise: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in found for name in one.missing)) or (otherwise,)


def verification(topic: Topic, picture: Picture) -> Finding:
    """The share of the spending, by value, that a document on record justifies."""
    whole, lacking = picture.spent(_to_be_proved)
    proved, _ = picture.spent(lambda row: _to_be_proved(row) and row.documented)
    if whole <= 0:
        return topic.lacks(picture, "spending that needs a document")
    without = sum(_to_be_proved(r) and not r.documented for r in picture.entries)
    return topic.tells(
        picture,
        "{value:.1%} of the spending is justified by a document; {without} entries have none.",
        proved / whole,
        "share",
        matters=without > 0,
        missing=rates_lacking(lacking),
        inputs={"proved": proved, "to_be_proved": whole, "without": without},
    )


def _to_be_proved(row: LedgerRow) -> bool:
    """All that is claimed from the donor and is no flat rate."""
    return row.eligible is not False and row.category not in FLAT_RATES


def assets(topic: Topic, picture: Picture) -> Finding:
    """What was bought, and what of it has not been handed over with a certificate."""
    bought = [one for one in picture.assets if one.bought_on <= picture.on]
    done = {one.asset for one in picture.transfers if one.state == "transferred"}
    planned = {one.asset for one in picture.transfers if one.state == "planned"}
    left = [one for one in bought if one.code not in done]
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for one in left:
        amounts[one.currency] += one.amount
    return topic.tells(
        picture,
        "{value:.0f} of {bought} assets are not handed over with a certificate.",
        Decimal(len(left)),
        "count",
        matters=bool(left),
        inputs={
            "bought": len(bought),
            "names": _names(one.code for one in left),
            "without_plan": _names(one.code for one in left if one.code not in planned),
            **{f"worth_in_{currency}": amount for currency, amount in sorted(amounts.items())},
        },
    )


def procurement(topic: Topic, picture: Picture) -> Finding:
    """Contracts that pass by the rules of one side and fail by those of the other."""
    if not (picture.own.limits.buys or picture.donor.limits.buys):
        return topic.tells(
            picture,
            "Neither side sets procedures by value: {value:.0f} contracts differ.",
            NOUGHT,
            "count",
            matters=False,
            inputs={},
        )
    apart, unknown, why = [], [], dict[str, None]()
    for code in picture.agreement.contracts:
        verdicts = [_worst(side.limits.contracts, code) for side in (picture.own, picture.donor)]
        if Verdict.RED in verdicts and verdicts[0] is not verdicts[1]:
            apart.append(code)
        elif Verdict.UNKNOWN in verdicts:
            unknown.append(code)
            found = (picture.donor.limits.contracts or {}).get(code, ())
            why.update((name, None) for one in found for name in one.missing)
    count = len(picture.agreement.contracts)
    if unknown and not apart:
        return topic.lacks(picture, *why, contracts=count, not_judged=_names(unknown))
    return topic.tells(
        picture,
        "{value:.0f} of {contracts} contracts pass on one side and fail on the other.",
        Decimal(len(apart)),
        "count",
        matters=bool(apart),
        missing=tuple(why),
        inputs={"contracts": count, "names": _names(apart), "not_judged": _names(unknown)},
    )


def _worst(found: object, code: str) -> Verdict:
    findings = found.get(code, ()) if isinstance(found, dict) else ()
    verdicts = {one.verdict for one in findings}
    return next((v for v in (Verdict.RED, Verdict.UNKNOWN) if v in verdicts), Verdict.CLEAR)


def reporting(topic: Topic, picture: Picture) -> Finding:
    """One calendar of all reports that are still to come, in which the earliest day holds."""
    if not picture.reports:
        return topic.lacks(picture, "the reports that the agreement asks for, with their days")
    coming = sorted(
        (one for one in picture.reports if one.dated.effective_on >= picture.on),
        key=lambda one: one.dated.effective_on,
    )
    if not coming:
        return topic.tells(
            picture,
            "No report is still to come; {value:.0f} days are left.",
            NOUGHT,
            "days",
            matters=False,
            inputs={"reports": len(picture.reports)},
        )
    first = coming[0].dated.effective_on
    return topic.tells(
        picture,
        "The next report is due on {due_on}, in {value:.0f} days.",
        Decimal((first - picture.on).days),
        "days",
        matters=first - picture.on < timedelta(60),
        inputs={
            "due_on": first,
            "calendar": [f"{one.kind} {one.dated.effective_on}" for one in coming[:SHOWN]],
        },
    )


def authority_chain(topic: Topic, picture: Picture) -> Finding:
    """The days a payment takes from request to payment, and where it waits longest."""
    first: dict[str, date] = {}
    last: dict[str, date] = {}
    for step in sorted(picture.steps, key=lambda one: (one.dated.effective_on, one.dated.id)):
        first.setdefault(step.request, step.dated.effective_on)
        if step.kind in SETTLED:
            last[step.request] = step.dated.effective_on
    middle = median_wait(days=[(last[name] - first[name]).days for name in last])
    if middle is None:
        return topic.lacks(picture, "a payment request that was settled")
    names = {step.waits_at: step.office_name or step.waits_at for step in picture.steps}
    by_office: dict[str, list[int]] = defaultdict(list)
    for stay in waits(picture.steps, picture.on):
        by_office[names.get(stay.office, stay.office)].append(stay.days(picture.on))
    medians = {office: median_wait(days=days) or NOUGHT for office, days in by_office.items()}
    slowest = max(medians, key=lambda office: medians[office], default="")
    return topic.tells(
        picture,
        "The median payment takes {value:.0f} days; {slowest} takes longest,"
        " {slowest_days:.0f} days.",
        middle,
        "days",
        matters=middle > 0,
        inputs={
            "settled": len(last),
            "slowest": slowest or "no office",
            "slowest_days": medians.get(slowest, NOUGHT),
            **dict(sorted(medians.items())),
        },
    )


def _names(codes: object) -> str:
    told = list(codes) if codes is not None else []  # type: ignore[call-overload]
    more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return (", ".join(told[:SHOWN]) + more) or "none"
