"""Amounts: the topics of the conflict register that come to a sum of money. Pure."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from sapar.ground.kernel import Finding
from sapar.ground.rulebook import Kind, Unit
from sapar.ground.rulebook.evaluation import verdict_of
from sapar.money.agreements.rules import (
    consumption_of_instalment,
    consumption_with_commitments,
    indirect_ceiling,
    support_cost,
)
from sapar.money.agreements.rules.answers import days_to_balance, held_back
from sapar.money.agreements.rules.draft import DraftBudget
from sapar.money.judging.rules.picture import NOUGHT, Picture, Topic, rates_lacking

UNANSWERED = frozenset({"claimed", "no_answer"})
EURO = "EUR"
_CLAIM = {None: "not known", True: "yes", False: "no"}


def exchange_rate(topic: Topic, picture: Picture) -> Finding:
    """What was spent by the books' rates, less the same by the donor's way, looks unspent."""
    way = picture.donor.limits.valuation
    between = picture.worth.between.get(way)
    if not picture.currency:
        return topic.lacks(picture, "the terms of the agreement")
    if between is None:
        return topic.lacks(picture, "the donor's way of converting")
    if picture.entries and between.left_out == len(picture.entries):
        why = next(iter(picture.worth.missing[way].values()), None)
        books = next(iter(next(iter(picture.worth.missing.values())).values()), None)
        reason = why or books
        return topic.lacks(picture, reason.says if reason else "rates of exchange")
    count = len(picture.entries)
    others = {
        name: None if count and one.left_out == count else one.by_method
        for name, one in picture.worth.between.items()
        if name != way
    }
    return topic.tells(
        picture,
        "{value:,.2f} {currency} lies between the two books: {in_books:,.2f} at the rates of the"
        " books, {by_donor:,.2f} by the donor's way.",
        between.difference,
        "amount",
        matters=between.difference != 0,
        missing=rates_lacking(between.left_out),
        inputs={"in_books": between.in_books, "by_donor": between.by_method, "way": way, **others},
    )


def exchange_loss(topic: Topic, picture: Picture) -> Finding:
    """Losses on exchange that stand in the ledger and that the donor does not pay."""
    total, lacking = picture.spent(lambda row: row.category == "exchange_loss")
    return topic.tells(
        picture,
        "{value:,.2f} {currency} of exchange losses stand in the ledger.",
        total,
        "amount",
        matters=total != 0,
        missing=rates_lacking(lacking),
        inputs={},
    )


def indirect_costs(topic: Topic, picture: Picture) -> Finding:
    """Overheads at the organisation's share, less what the donor pays, are a shortfall.

    On the direct costs spent so far; before any spending on those of the whole agreement, whose
    amount holds overheads at the donor's share.
    """
    own, donor = topic.own.number(Unit.SHARE), topic.donor.number(Unit.SHARE)
    if own is None or donor is None:
        return topic.lacks(picture, "a share of indirect costs on both sides")
    flat = ("indirect", "reserve")
    direct, lacking = picture.spent(lambda row: row.category not in flat)
    planned, terms = not picture.entries, picture.agreement.terms
    if planned and terms is None:
        return topic.lacks(picture, "the terms of the agreement")
    if planned and terms is not None:
        direct = terms.amount / (1 + donor)
    charged = support_cost(direct, own)
    paid = min(charged, indirect_ceiling(direct, donor))
    booked, _ = picture.spent(lambda row: row.category == "indirect")
    return topic.tells(
        picture,
        "{value:,.2f} {currency} of overheads are not paid by the donor: {charged:,.2f} at the"
        " organisation's share, {paid:,.2f} at the donor's.",
        charged - paid,
        "amount",
        matters=charged != paid,
        missing=rates_lacking(lacking),
        inputs={
            "charged": charged,
            "paid": paid,
            "direct_costs": direct.quantize(Decimal("0.01")),
            "own_share": own,
            "donor_share": donor,
            "in_ledger": booked,
            "reckoned_on": "the whole agreement" if planned else "spending to date",
        },
    )


def commitments(topic: Topic, picture: Picture) -> Finding:
    """How much of the last instalment is used, as paid and as paid and committed."""
    terms = picture.agreement.terms
    if terms is None or terms.eu_rate is None:
        return topic.lacks(picture, "the donor's share of eligible costs")
    paid = [amount for _, amount in picture.of_kind("instalment") if amount is not None]
    spent, lacking = picture.spent()
    committed = outstanding(picture)
    share = consumption_of_instalment(terms.eu_rate, paid, spent)
    both = consumption_with_commitments(terms.eu_rate, paid, spent, committed)
    if share is None or both is None:
        return topic.lacks(picture, "an instalment of the donor", spent=spent, committed=committed)
    test = topic.donor.first(Kind.THRESHOLD)
    told: dict[str, object] = {}
    if test:
        rule, values = test
        told["test_as_paid"] = str(verdict_of(rule, share, values)[0])
        told["test_with_commitments"] = str(verdict_of(rule, both, values)[0])
    return topic.tells(
        picture,
        "{value:.1%} of the last instalment is used as paid, {with_commitments_share:.1%} as paid"
        " and committed.",
        share,
        "share",
        matters=len(set(told.values())) > 1,
        missing=rates_lacking(lacking),
        limit=test[1].red if test else None,
        inputs={"with_commitments_share": both, "spent": spent, "committed": committed, **told},
    )


def outstanding(picture: Picture) -> Decimal:
    """Commitments less what was spent on the same contract; without a contract they count whole."""
    open_: dict[str, Decimal] = defaultdict(Decimal)
    for row, amount in picture.of_kind("commitment", "obligation"):
        open_[row.contract] += amount or NOUGHT
    for entry, amount in zip(picture.entries, picture.worth.booked, strict=True):
        if entry.contract and entry.contract in open_:
            open_[entry.contract] -= amount or NOUGHT
    return sum((max(amount, NOUGHT) for amount in open_.values()), NOUGHT)


def arrears(topic: Topic, picture: Picture) -> Finding:
    """The donor's part of what is spent, less what the donor paid, is advanced by the organisation.

    The gap today, its peak so far, and what is held back until after the final report.
    """
    terms = picture.agreement.terms
    if terms is None or terms.eu_rate is None:
        return topic.lacks(picture, "the donor's share of eligible costs")
    gap, peak, peak_on, lacking = _gap(picture, terms.eu_rate)
    told: dict[str, object] = {"peak": peak, "peak_on": peak_on}
    held = held_back(topic.donor)
    if held is not None:
        told["held_back"] = (held * terms.amount).quantize(Decimal("0.01"))
    if terms.ends_on:
        days, _ = days_to_balance(topic.donor, _ending(picture, terms.ends_on))
        told["days_to_balance"] = days
    return topic.tells(
        picture,
        "{value:,.2f} {currency} of the donor's part is advanced by the organisation today;"
        " {peak:,.2f} at the most so far.",
        max(gap, NOUGHT),
        "amount",
        matters=gap > 0 or bool(told.get("held_back")),
        missing=rates_lacking(lacking),
        inputs={**told},
    )


def _gap(picture: Picture, rate: Decimal) -> tuple[Decimal, Decimal, date | None, int]:
    by_day: dict[date, Decimal] = defaultdict(Decimal)
    lacking = 0
    for entry, amount in zip(picture.entries, picture.worth.booked, strict=True):
        if amount is None:
            lacking += 1
        else:
            by_day[entry.effective_on] += amount
    for day in by_day:
        by_day[day] *= rate
    for row, amount in picture.of_kind("instalment"):
        by_day[row.effective_on] -= amount or NOUGHT
        lacking += amount is None
    gap = peak = NOUGHT
    peak_on = None
    for day in sorted(by_day):
        gap += by_day[day]
        if gap > peak:
            peak, peak_on = gap, day
    cent = Decimal("0.01")
    return gap.quantize(cent), peak.quantize(cent), peak_on, lacking


def _ending(picture: Picture, ends_on: date) -> DraftBudget:
    return DraftBudget(currency=picture.currency, ends_on=ends_on)


def interest(topic: Topic, picture: Picture) -> Finding:
    """Interest earned on the donor's advances, and whether the donor may claim it."""
    rows = list(picture.of_kind("interest"))
    total = sum((amount for _, amount in rows if amount is not None), NOUGHT)
    lacking = sum(amount is None for _, amount in rows)
    paid = sum((amount or NOUGHT for _, amount in picture.of_kind("instalment")), NOUGHT)
    claimable = _claimable(topic, picture, paid)
    missing = rates_lacking(lacking)
    if claimable is None and topic.donor.rules:
        missing = (*missing, *(topic.donor.unanswered() or ("whether the donor may claim it",)))
    return topic.tells(
        picture,
        "{value:,.2f} {currency} of interest was earned; the donor may claim it: {claimable}.",
        total,
        "amount",
        matters=bool(claimable) and total != 0,
        missing=missing,
        limit=topic.donor.number(Unit.AMOUNT),
        inputs={"claimable": _CLAIM[claimable], "pre_financing": paid},
    )


def _claimable(topic: Topic, picture: Picture, paid: Decimal) -> bool | None:
    if method := topic.donor.method():
        return method == "claimable_by_donor"
    ceiling = topic.donor.number(Unit.AMOUNT)
    if ceiling is None or picture.currency != EURO:
        return None
    return paid > ceiling


def value_added_tax(topic: Topic, picture: Picture) -> Finding:
    """Tax of which nobody has said whether it comes back, and all tax by what became of it."""
    by_status: dict[str, Decimal] = defaultdict(Decimal)
    others: dict[str, None] = {}
    for row in picture.entries:
        fact = row
        tax = fact.amount if fact.category == "vat" else fact.vat_amount
        if not tax and not fact.vat_status:
            continue
        if fact.currency != picture.currency:
            others[fact.currency] = None
        else:
            by_status[fact.vat_status or "not told"] += tax or NOUGHT
    missing = [f"the tax in {currency}, which is not converted" for currency in others]
    waiting = sum((by_status[name] for name in UNANSWERED if name in by_status), NOUGHT)
    return topic.tells(
        picture,
        "{value:,.2f} {currency} of tax is claimed or waits for an answer.",
        waiting,
        "amount",
        matters=waiting != 0,
        missing=missing,
        inputs={**dict(sorted(by_status.items()))},
    )
