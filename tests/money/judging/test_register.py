"""The conflict register of one project: both sides, the number of each topic, owner, treatment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.making import office, stamp, user_with
from tests.money.judging.projects_made import END, START, TODAY, double_project, rate, spent

from sapar.design.projects.models import Project, ProjectPost
from sapar.ground.kernel import InvalidInput, NotPermitted, Status, Verdict
from sapar.ground.parties.models import Post
from sapar.ground.record.models import JournalEntry
from sapar.ground.rulebook import load_conflicts
from sapar.money.agreements.models import ConflictTreatment, SpecialCondition
from sapar.money.budget.models import BudgetAmount, BudgetVersion, Heading
from sapar.money.judging.actions import treat_conflict
from sapar.money.judging.queries import (
    conflict_register,
    differing_entries,
    entries_shown,
    judged_ledgers,
)
from sapar.money.judging.rules import Standing
from sapar.money.ledger.models import Asset, AssetTransfer, Contract
from sapar.money.payments.models import PaymentRequest, RequestStep

pytestmark = pytest.mark.django_db


def topic(agreement, name: str, on: date = TODAY):
    (row,) = [r for r in conflict_register(agreement.project, on) if r.topic == name]
    return row


def number(agreement, name: str, on: date = TODAY):
    return topic(agreement, name, on).number


def test_every_topic_has_both_sides_and_a_number_or_what_is_missing():
    agreement = double_project()
    rows = conflict_register(agreement.project, TODAY)
    assert [row.topic for row in rows] == [one.id for one in load_conflicts()]
    for row in rows:
        assert row.says_own
        assert row.says_donor
        assert (row.number.value is None) is bool(row.number.verdict is Verdict.UNKNOWN)
        assert row.number.value is not None or row.number.missing
        assert row.open
        assert (row.own, row.donor) == ("un_ilo", "eu_grant")


def test_one_rulebook_alone_disagrees_with_nobody():
    agreement = double_project(packs=("eu_grant",))
    spent(agreement, "100", START)
    assert conflict_register(agreement.project, TODAY) == ()
    (ledger,) = judged_ledgers(agreement.project, TODAY).agreements
    assert len(ledger.judged) == 1
    assert differing_entries(ledger) == []


def test_a_hundred_thousand_at_140_against_a_mean_of_147():
    agreement = double_project()
    rate("unore", "EUR", str(Decimal(1) / Decimal("1.4"))[:12], START)
    for month in range(24):
        rate("inforeuro", "USD", "1.47", date(2009 + month // 12, month % 12 + 1, 1))
    spent(agreement, "140000", date(2009, 6, 1), currency="USD")
    found = number(agreement, "exchange_rate")
    assert found.value == Decimal("4761.90")
    assert found.inputs["in_books"] == Decimal("100000.00")
    assert found.inputs["by_donor"] == Decimal("95238.10")
    assert found.inputs["way"] == "inforeuro_period_mean"


def test_without_a_rate_the_exposure_is_not_known_and_the_missing_rate_is_named():
    agreement = double_project()
    spent(agreement, "140000", date(2009, 6, 1), currency="USD")
    found = number(agreement, "exchange_rate")
    assert found.value is None
    assert "USD" in found.missing[0] or "EUR" in found.missing[0]


def test_thirteen_against_seven_per_cent():
    agreement = double_project()
    assert number(agreement, "indirect_costs").value == Decimal("5607.48")
    spent(agreement, "1634258.88", START)
    spent(agreement, "100000", START, category="indirect")
    found = number(agreement, "indirect_costs")
    assert found.value == Decimal("98055.53")
    assert found.inputs["in_ledger"] == 100_000
    assert found.inputs["reckoned_on"] == "spending to date"


def test_sixty_per_cent_spent_and_fifteen_committed():
    agreement = double_project()
    spent(agreement, "30000", START, kind="instalment")
    spent(agreement, "22500", START, heading=None)
    spent(agreement, "5625", START, kind="commitment")
    found = number(agreement, "commitments")
    assert found.value == Decimal("0.6")
    assert found.inputs["with_commitments_share"] == Decimal("0.75")
    assert found.inputs["test_as_paid"] == "red"
    assert found.inputs["test_with_commitments"] == "amber"
    assert found.verdict is Verdict.AMBER


def test_what_was_spent_on_a_contract_is_no_longer_committed():
    agreement = double_project()
    spent(agreement, "30000", START, kind="instalment")
    spent(agreement, "4000", START, kind="commitment", contract="K")
    spent(agreement, "3000", START, contract="K")
    assert number(agreement, "commitments").inputs["committed"] == 1000


def test_late_postings_and_costs_outside_the_window():
    agreement = double_project()
    spent(agreement, "500", date(2010, 12, 20), posted_on=date(2011, 2, 19))
    spent(agreement, "40", date(2008, 12, 1), recorded=START)
    spent(agreement, "60", date(2011, 2, 1), category="evaluation")
    found = number(agreement, "eligibility_window")
    assert found.value == 50
    assert (found.inputs["late"], found.inputs["outside"], found.inputs["amount"]) == (1, 1, 40)


def test_the_gap_that_the_organisation_advances_and_its_peak():
    agreement = double_project()
    spent(agreement, "10000", date(2009, 2, 1))
    spent(agreement, "20000", date(2009, 3, 1), kind="instalment")
    spent(agreement, "20000", date(2009, 4, 1))
    found = number(agreement, "arrears")
    assert found.value == 4000
    assert (found.inputs["peak"], found.inputs["peak_on"]) == (8000, date(2009, 2, 1))
    assert found.inputs["held_back"] == 10_000


def budgeted(agreement, kind: str, on: date, **amounts: str) -> None:
    version = BudgetVersion.objects.create(
        project=agreement.project, agreement=agreement, kind=kind, **stamp(on),
        number=BudgetVersion.objects.count() + 1,
    )  # fmt: skip
    for code, amount in amounts.items():
        heading, _ = Heading.objects.get_or_create(
            project=agreement.project, agreement=agreement, code=code[1:], defaults={"title": code}
        )
        BudgetAmount.objects.create(
            project=agreement.project, version=version, heading=heading, line=f"{code[1:]}.1",
            amount=Decimal(amount), currency="EUR", **stamp(on),
        )  # fmt: skip


def test_the_heading_that_moved_most_with_the_donors_limit():
    agreement = double_project()
    assert number(agreement, "budget_flexibility").value is None
    budgeted(agreement, "original", START, h1="100000", h5="100000")
    budgeted(agreement, "unilateral", date(2009, 9, 1), h1="116000", h5="84000")
    found = number(agreement, "budget_flexibility")
    assert (found.value, found.limit) == (Decimal("0.16"), Decimal("0.15"))
    assert found.verdict is Verdict.AMBER
    assert found.rule == "eu.budget.heading_variation"
    assert number(agreement, "budget_flexibility", date(2009, 8, 1)).value == 0


def test_interest_may_be_claimed_above_a_ceiling_of_advances():
    agreement = double_project()
    spent(agreement, "1240.15", START, kind="interest")
    spent(agreement, "250000", START, kind="instalment")
    assert number(agreement, "interest").inputs["claimable"] == "no"
    spent(agreement, "1", START, kind="instalment")
    found = number(agreement, "interest")
    assert (found.value, found.inputs["claimable"]) == (Decimal("1240.15"), "yes")
    assert found.verdict is Verdict.AMBER


def test_the_share_of_spending_that_documents_justify():
    agreement = double_project()
    spent(agreement, "900", START)
    spent(agreement, "100", START, document_reference="")
    spent(agreement, "70", START, category="indirect", document_reference="")
    found = number(agreement, "verification")
    assert (found.value, found.inputs["without"]) == (Decimal("0.9"), 1)


def test_tax_that_waits_and_losses_on_exchange():
    agreement = double_project()
    spent(agreement, "112", START, vat_status="no_answer", vat_amount=Decimal(12))
    spent(agreement, "56", START, vat_status="refused", vat_amount=Decimal(6))
    spent(agreement, "31", START, category="exchange_loss")
    found = number(agreement, "value_added_tax")
    assert (found.value, found.inputs["refused"]) == (12, 6)
    assert number(agreement, "exchange_loss").value == 31


def test_assets_without_a_certificate_of_transfer():
    agreement = double_project()
    for code in ("A-1", "A-2"):
        asset = Asset.objects.create(
            project=agreement.project, code=code, title="Car", amount=Decimal(9000),
            currency="EUR", bought_on=START,
        )  # fmt: skip
    AssetTransfer.objects.create(
        project=agreement.project, asset=asset, state="transferred", **stamp(END)
    )
    found = number(agreement, "assets")
    assert (found.value, found.inputs["names"], found.inputs["bought"]) == (1, "A-1", 2)
    assert number(agreement, "assets", date(2010, 1, 1)).value == 2


def test_contracts_that_pass_one_regime_and_fail_the_other():
    agreement = double_project(signed=date(2014, 1, 1))
    for code, amount in (("K-1", 70_000), ("K-2", 9_000)):
        Contract.objects.create(
            project=agreement.project, code=code, title="Study", kind="services", supplier=code,
            procedure="own_procedures", amount=Decimal(amount), currency="EUR", **stamp(START),
        )  # fmt: skip
    found = number(agreement, "procurement")
    assert (found.value, found.inputs["names"]) == (1, "K-1")
    assert found.inputs["not_judged"] == "K-2"
    assert "the eligible countries of the contract" in found.missing


def test_the_next_report_and_the_days_a_payment_takes():
    agreement = double_project()
    found = number(agreement, "reporting")
    assert (found.value, found.inputs["due_on"]) == (121, date(2011, 6, 30))
    assert number(agreement, "authority_chain").missing == ("a payment request that was settled",)
    request = PaymentRequest.objects.create(
        project=agreement.project, code="R", purpose="Study", amount=10, currency="EUR"
    )
    field, centre = office("field", "works"), office("centre", "works")
    for kind, on, at in (
        ("submitted", date(2009, 3, 1), field),
        ("certified", date(2009, 3, 6), centre),
        ("paid", date(2009, 4, 10), None),
    ):
        RequestStep.objects.create(
            project=agreement.project, request=request, kind=kind, by_office=field, waits_at=at,
            **stamp(on), at=stamp(on)["recorded_at"],
        )  # fmt: skip
    found = number(agreement, "authority_chain")
    assert (found.value, found.inputs["slowest"]) == (40, "Office centre")
    assert (found.inputs["slowest_days"], found.inputs["Office field"]) == (35, 5)


def test_a_special_condition_shows_on_its_side_with_its_own_status():
    agreement = double_project()
    SpecialCondition.objects.create(
        project=agreement.project, agreement=agreement, rule="eu.cost.indirect_cap",
        label="Ten per cent", document="Special conditions", signed_on=date(2009, 5, 1),
        value=Decimal("0.10"), status="primary", **stamp(date(2009, 5, 1)),
    )  # fmt: skip
    before, after = (
        topic(agreement, "indirect_costs", day) for day in (date(2009, 4, 30), date(2009, 5, 1))
    )
    assert (before.says_donor[0].says, after.says_donor[0].says) == ("7 %", "10 %")
    assert after.says_donor[0].clause.status is Status.PRIMARY
    assert after.number.value < before.number.value
    others = [
        [(r.topic, r.says_donor) for r in conflict_register(agreement.project, day)]
        for day in (date(2009, 4, 30), date(2009, 5, 1))
    ]
    changed = [a[0] for a, b in zip(*others, strict=True) if a != b]
    assert changed == ["indirect_costs"]


def test_an_entry_that_differs_shows_why_under_each_pack():
    agreement = double_project()
    late = spent(agreement, "75", date(2011, 1, 15), description="Late training")
    spent(agreement, "50", START)
    (ledger,) = judged_ledgers(agreement.project, TODAY).agreements
    (place,) = differing_entries(ledger)
    (shown,) = entries_shown(ledger, [place])
    assert (shown.id, shown.description) == (late.pk, "Late training")
    own, donor = shown.packs
    assert (own.standing, donor.standing) == (Standing.ELIGIBLE, Standing.NOT_ELIGIBLE)
    assert donor.findings[0].value == 15


def test_spending_of_no_agreement_is_judged_only_where_there_is_one():
    agreement = double_project()
    spent(agreement, "75", START)
    entry = spent(agreement, "25", START)
    type(entry).objects.filter(pk=entry.pk).update(agreement=None)
    (ledger,) = judged_ledgers(agreement.project, TODAY).agreements
    assert len(ledger.entries) == 2
    other = type(agreement).objects.create(
        project=agreement.project, code="B", donor=agreement.donor, mode="own"
    )
    found = judged_ledgers(agreement.project, TODAY)
    assert found.without_agreement == 1
    assert [len(one.entries) for one in found.agreements] == [1, 0]
    assert other.code == "B"


def test_a_pack_that_the_rulebook_does_not_have_is_named():
    agreement = double_project(packs=("un_ilo", "eu_grant", "unheard_of"))
    (ledger,) = judged_ledgers(agreement.project, TODAY).agreements
    assert ledger.unread == ("unheard_of",)
    assert len(ledger.judged) == 2


def test_the_statements_do_not_grow_with_the_ledger():
    agreement = double_project()
    counts = []
    for more in (1, 40):
        for _ in range(more):
            spent(agreement, "10", START)
        with CaptureQueriesContext(connection) as queries:
            conflict_register(Project.objects.get(), TODAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 700), st.integers(0, 60), st.sampled_from(("", "indirect", "debt"))
        ),
        max_size=6,
    )
)
def test_later_facts_never_change_an_earlier_reading(later):
    from datetime import timedelta

    from django.db import transaction

    with transaction.atomic():
        agreement = double_project()
        spent(agreement, "100", START)
        cut = date(2009, 7, 1)

        def reading():
            (ledger,) = judged_ledgers(agreement.project, cut).agreements
            totals = [one.totals for one in ledger.judged]
            return totals, conflict_register(agreement.project, cut)

        before = reading()
        for offset, amount, category in later:
            recorded = cut + timedelta(days=1 + offset)
            on = START + timedelta(days=offset)
            spent(agreement, str(amount), on, recorded=recorded, category=category)
        ConflictTreatment.objects.create(
            project=agreement.project, agreement=agreement, topic="interest",
            treatment="stricter", **stamp(date(2009, 7, 2)),
        )  # fmt: skip
        assert reading() == before
        transaction.set_rollback(True)


@pytest.fixture
def owned():
    agreement = double_project()
    post = Post.objects.create(code="FIN", office=office("works", "works"), title="Finance post")
    ProjectPost.objects.create(project=agreement.project, post=post)
    return agreement, post


PEOPLE = (
    *(("finance", True), ("project_manager", True), ("regional_office", True)),
    *(("headquarters", True), ("donor", False), ("evaluation", False), ("", False)),
)


@pytest.mark.parametrize(("level", "may"), PEOPLE)
def test_who_may_treat_a_conflict(owned, level, may):
    agreement, post = owned
    user = user_with("someone", level, of=agreement.project if level else None)
    given = {"agreement": agreement, "topic": "interest", "treatment": "stricter"}
    if not may:
        with pytest.raises(NotPermitted):
            treat_conflict(user=user, owner_post_id=post.pk, **given)
        assert not ConflictTreatment.objects.exists()
        return
    treat_conflict(user=user, owner_post_id=post.pk, note=" Agreed ", **given)
    row = topic(agreement, "interest", stamp_today())
    assert (row.owner, row.treatment, row.note, row.open) == (
        "Finance post",
        "stricter",
        "Agreed",
        False,
    )
    assert JournalEntry.objects.get().changes["owner"] == "FIN"


def stamp_today() -> date:
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


def test_the_newest_treatment_counts_and_the_older_ones_stay(owned):
    agreement, post = owned
    user = user_with("finance", "finance", of=agreement.project)
    for treatment in ("derogation", "ring_fence"):
        treat_conflict(
            user=user, agreement=agreement, topic="interest", treatment=treatment,
            owner_post_id=post.pk,
        )  # fmt: skip
    assert topic(agreement, "interest", stamp_today()).treatment == "ring_fence"
    assert ConflictTreatment.objects.count() == 2
    assert topic(agreement, "interest").treatment == ""


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"topic": "weather"}, "topic"),
        ({"treatment": "prayer"}, "treatment"),
        ({"owner_post_id": 0}, "owner"),
        ({"owner_post_id": None}, "owner"),
        ({"owner_post_id": None, "treatment": "none"}, "owner"),
    ],
)
def test_a_treatment_that_makes_no_sense_is_refused_with_its_place(owned, given, where):
    agreement, post = owned
    user = user_with("finance", "finance", of=agreement.project)
    whole = {"topic": "interest", "treatment": "stricter", "owner_post_id": post.pk, **given}
    with pytest.raises(InvalidInput) as refusal:
        treat_conflict(user=user, agreement=agreement, **whole)
    assert refusal.value.where == where
    assert refusal.value.remedy
    assert not ConflictTreatment.objects.exists()
    assert not JournalEntry.objects.exists()
