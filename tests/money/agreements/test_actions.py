"""Who may put on record that an agreement changed, and what such a change must say."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.money.running import ahead, people_around, running_grant, today

from sapar.ground.kernel import Conflict, InvalidInput, NotPermitted
from sapar.ground.parties.models import User
from sapar.ground.record.models import JournalEntry
from sapar.ground.record.queries import verify_journal
from sapar.money.agreements.actions import add_special_condition, record_amendment
from sapar.money.agreements.models import Agreement, Amendment, SpecialCondition
from sapar.money.agreements.permissions import may_amend
from sapar.money.agreements.queries import agreements_of, special_conditions_of, terms_in_force

pytestmark = pytest.mark.django_db
AMENDING = {"finance", "headquarters"}
VARIATION = "eu.budget.heading_variation"


@pytest.fixture
def grant(db: None) -> Agreement:
    return running_grant()


@pytest.fixture
def people(grant: Agreement) -> dict[str, User]:
    return people_around(grant.project)


def amendment(grant: Agreement, user: User, **other) -> Amendment:
    said = {"kind": "addendum", "what": "Longer", "effective_on": today(), "signed_on": today()}
    return record_amendment(user=user, agreement=grant, **{**said, **other})


def condition(grant: Agreement, user: User, **other) -> SpecialCondition:
    said = {
        "rule": VARIATION,
        "label": "A half",
        "document": "Letter",
        "signed_on": ahead(-3),
        "red": Decimal("0.5"),
    }
    return add_special_condition(user=user, agreement=grant, **{**said, **other})


def written() -> tuple[int, int, int]:
    return (
        Amendment.objects.count(),
        SpecialCondition.objects.count(),
        JournalEntry.objects.count(),
    )


@pytest.mark.parametrize("name", ["manager", "finance", "donor", "headquarters", "outsider"])
def test_who_may_record_changes_of_an_agreement(grant, people, name: str) -> None:
    assert may_amend(people[name], grant.project) is (name in AMENDING)
    if name in AMENDING:
        assert amendment(grant, people[name]).number == 1
        assert condition(grant, people[name]).red == Decimal("0.5")
        return
    for act in (amendment, condition):
        with pytest.raises(NotPermitted, match="does not record changes of agreements"):
            act(grant, people[name])
    assert written() == (0, 0, 0)


def test_amendments_are_numbered_one_after_the_other_with_a_journal_entry_each(
    grant, people
) -> None:
    revision = grant.project.revision
    first = amendment(grant, people["finance"])
    second = amendment(grant, people["finance"], kind="unilateral", signed_on=None)
    assert (first.number, second.number) == (1, 2)
    entry = JournalEntry.objects.order_by("seq").first()
    assert entry is not None
    assert (entry.action, entry.subject) == ("amendment recorded", "G, amendment 1")
    assert verify_journal().breaks == ()
    grant.project.refresh_from_db()
    assert grant.project.revision == revision + 2
    (row,) = agreements_of(grant.project_id, today())
    assert [(one.number, one.kind) for one in row.amended] == [
        (1, "addendum signed by both"),
        (2, "by notice of one side"),
    ]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "letter"}, "'letter' is no kind of amendment. Use unilateral or addendum."),
        ({"what": " "}, "needs words"),
        ({"effective_on": None}, "The day is missing"),
        ({"signed_on": None}, "no day of signature is given"),
        ({"signed_on": ahead(1), "effective_on": ahead(2)}, "still to come"),
        ({"effective_on": ahead(-1)}, "before it was signed"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(grant, people, wrong, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        amendment(grant, people["finance"], **wrong)
    assert says in str(refused.value)
    assert written() == (0, 0, 0)


def test_a_special_condition_reaches_the_rulebook_and_the_page(grant, people) -> None:
    condition(grant, people["headquarters"], clause="2", amber=Decimal("0.4"))
    (agreed,) = special_conditions_of(grant, today())
    assert (agreed.rule, agreed.amber, agreed.red, agreed.value) == (
        VARIATION,
        Decimal("0.4"),
        Decimal("0.5"),
        None,
    )
    (row,) = agreements_of(grant.project_id, today())
    (special,) = row.special
    assert (special.says, special.document, special.status) == (
        "amber 0.4, red 0.5",
        "Letter, 2",
        "unverified",
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"rule": "eu.budget.heading_varition"}, "Did you mean 'eu.budget.heading_variation'?"),
        ({"label": ""}, "needs a name and the document"),
        ({"red": None, "value": Decimal(1)}, "has no red limit"),
        ({"rule": "eu.fx.report", "red": None, "value": Decimal(1)}, "has no value in method"),
        ({"rule": "eu.amend.notice", "red": None, "method": "soon"}, "has no value in days"),
        ({"red": None, "amber": Decimal(1)}, "An amber limit stands alone"),
        ({"signed_on": ahead(1)}, "still to come"),
    ],
)
def test_a_condition_that_its_rule_cannot_take_is_refused(grant, people, wrong, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        condition(grant, people["finance"], **wrong)
    assert says in str(refused.value)
    assert written() == (0, 0, 0)


def test_two_conditions_of_one_day_on_one_rule_are_refused(grant, people) -> None:
    condition(grant, people["finance"])
    with pytest.raises(Conflict, match="on record already"):
        condition(grant, people["finance"], red=Decimal("0.6"))
    later = condition(grant, people["finance"], red=Decimal("0.6"), signed_on=today())
    assert later.pk


def test_terms_in_force_are_the_newest_that_have_taken_effect(grant) -> None:
    terms = terms_in_force(grant, today())
    assert terms is not None
    assert (terms.mode, terms.ends_on) == ("eu_grant_2013", ahead(400))
    assert terms_in_force(grant, ahead(-411)) is None
