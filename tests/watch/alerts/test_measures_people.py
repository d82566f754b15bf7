"""Measures of people and partners: posts, hand-overs, competences, institutions that change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.making import (
    END,
    START,
    assessment,
    change,
    holding,
    partner,
    post,
    project,
    undertaking,
)
from tests.watch.alerts.judging import findings, one

from sapar.watch.alerts.rules.facts import ProjectFacts

DAY = timedelta(days=1)
LEFT = date(2021, 5, 31)

# Key post vacant


def with_holder(*holdings, **changes) -> ProjectFacts:
    return project(**{"posts": [post()], "holdings": holdings, **changes})


@pytest.mark.parametrize(
    ("days", "verdict"), [(0, "clear"), (14, "clear"), (15, "amber"), (30, "amber"), (31, "red")]
)
def test_a_key_post_is_vacant_from_the_day_after_its_holder_left(days: int, verdict: str) -> None:
    finding = one("key_post_vacant", with_holder(holding(START, LEFT)), LEFT + days * DAY)
    assert (finding.verdict, finding.value) == (verdict, days)


def test_a_post_is_held_again_from_the_first_day_of_the_next_holder() -> None:
    back = LEFT + 60 * DAY
    facts = with_holder(holding(START, LEFT), holding(back, person="CTA-2"))
    assert one("key_post_vacant", facts, back - DAY).verdict == "red"
    assert one("key_post_vacant", facts, back).verdict == "clear"


def test_who_held_a_post_that_nobody_is_on_record_for_cannot_be_judged() -> None:
    finding = one("key_post_vacant", with_holder(), LEFT)
    assert (finding.verdict, finding.missing) == ("unknown", ("who holds the post of Post CTA",))


def test_a_project_without_key_posts_on_record_cannot_be_judged() -> None:
    finding = one("key_post_vacant", with_holder(posts=[post(key=False)]), LEFT)
    assert (finding.verdict, finding.missing) == ("unknown", ("key posts of the project",))


@pytest.mark.parametrize("on", [START - DAY, END + DAY])
def test_posts_are_no_question_before_the_start_or_after_the_end(on: date) -> None:
    facts = with_holder(holding(START - 400 * DAY, START - 300 * DAY))
    assert findings("key_post_vacant", facts, on) == []


def test_each_key_post_is_judged_by_itself() -> None:
    facts = with_holder(
        holding(START),
        holding(START, LEFT, post="FIN"),
        posts=[post("CTA"), post("FIN"), post("NPC", key=False)],
    )
    found = findings("key_post_vacant", facts, LEFT + 40 * DAY)
    assert [(f.subject, f.verdict) for f in found] == [("CTA", "clear"), ("FIN", "red")]


# Post left without a hand-over


@pytest.mark.parametrize(
    ("days", "verdict"), [(0, None), (1, "amber"), (30, "amber"), (31, "red"), (400, "red")]
)
def test_a_post_left_without_a_hand_over(days: int, verdict: str | None) -> None:
    found = findings("handover_missing", with_holder(holding(START, LEFT)), LEFT + days * DAY)
    assert [finding.verdict for finding in found] == ([verdict] if verdict else [])


def test_a_hand_over_closes_it_on_its_day() -> None:
    handed = LEFT + 20 * DAY
    facts = with_holder(holding(START, LEFT, handed=handed))
    assert findings("handover_missing", facts, handed - DAY)
    assert findings("handover_missing", facts, handed) == []


def test_whoever_goes_on_in_the_post_has_nothing_to_hand_over() -> None:
    renewed = with_holder(holding(START, LEFT), holding(LEFT + DAY))
    assert findings("handover_missing", renewed, LEFT + 40 * DAY) == []
    another = with_holder(holding(START, LEFT), holding(LEFT + DAY, person="CTA-2"))
    assert one("handover_missing", another, LEFT + 40 * DAY).verdict == "red"


def test_what_happened_in_a_post_before_the_project_is_not_its_matter() -> None:
    facts = with_holder(holding(START - 900 * DAY, START - DAY), holding(START))
    assert findings("handover_missing", facts, LEFT) == []


def test_a_hand_over_is_no_question_after_the_end() -> None:
    facts = with_holder(holding(START, LEFT))
    assert findings("handover_missing", facts, END)
    assert findings("handover_missing", facts, END + DAY) == []


# Competences

ASKED = post("CTA", "management", "languages")


@pytest.mark.parametrize(
    ("met", "verdict", "value"),
    [((True, True), "clear", 0), ((True, False), "red", 1), ((False, False), "red", 2)],
)
def test_competences_asked_and_assessed(met, verdict: str, value: int) -> None:
    rows = [assessment(n, m) for n, m in zip(("management", "languages"), met, strict=True)]
    facts = with_holder(holding(START), posts=[ASKED], assessments=rows)
    finding = one("competence_gap", facts, LEFT)
    assert (finding.verdict, finding.value) == (verdict, value)


def test_a_competence_nobody_assessed_cannot_be_judged_but_one_not_met_is_enough() -> None:
    def having(*rows):
        return with_holder(holding(START), posts=[ASKED], assessments=rows)

    silent = one("competence_gap", having(assessment("management", True)), LEFT)
    assert silent.verdict == "unknown"
    assert silent.missing == ("the assessment of languages for Post CTA",)
    assert one("competence_gap", having(assessment("management", False)), LEFT).verdict == "red"


def test_the_newest_assessment_of_the_present_holder_counts() -> None:
    trained = LEFT - 10 * DAY
    rows = [
        assessment("management", False),
        assessment("management", True, trained),
        assessment("languages", True),
        assessment("management", False, person="CTA-2"),
        assessment("languages", False, person="CTA-2"),
    ]
    facts = with_holder(
        holding(START, LEFT), holding(LEFT + DAY, person="CTA-2"), posts=[ASKED], assessments=rows
    )
    assert one("competence_gap", facts, trained - DAY).value == 1
    assert one("competence_gap", facts, trained).value == 0
    assert one("competence_gap", facts, LEFT + DAY).value == 2


@pytest.mark.parametrize(
    "facts",
    [
        with_holder(posts=[ASKED]),
        with_holder(holding(START, LEFT - DAY), posts=[ASKED]),
        with_holder(holding(START)),
    ],
)
def test_competences_are_no_question_where_nobody_sits_or_none_are_asked(facts) -> None:
    assert findings("competence_gap", facts, LEFT) == []


# Counterparts

CHANGED = date(2021, 3, 1)


def with_partner(*states, changed: date = CHANGED, **changes) -> ProjectFacts:
    parts = {"partners": [partner()], "successions": [change(changed)], "undertakings": states}
    return project(**{**parts, **changes})


def test_undertakings_of_an_institution_that_changed_hang_in_the_air() -> None:
    facts = with_partner(undertaking(START), undertaking(START, code="U2"))
    assert findings("counterpart_changed", facts, CHANGED - DAY) == []
    finding = one("counterpart_changed", facts, CHANGED)
    assert (finding.verdict, finding.value) == ("red", 2)
    assert finding.inputs["undertakings"] == "U1, U2"


def test_once_each_undertaking_is_reconfirmed_nothing_is_open() -> None:
    again = CHANGED + 30 * DAY
    facts = with_partner(undertaking(START), undertaking(again, "reconfirmed", owner="NEW"))
    assert one("counterpart_changed", facts, again - DAY).verdict == "red"
    assert one("counterpart_changed", facts, again).verdict == "clear"


def test_what_hangs_on_a_change_cannot_be_judged_without_any_undertaking_on_record() -> None:
    finding = one("counterpart_changed", with_partner(), CHANGED)
    assert (finding.verdict, finding.missing) == ("unknown", ("what was agreed with Ministry MIN",))


@pytest.mark.parametrize(
    ("facts", "on"),
    [
        (with_partner(undertaking(START), changed=START - DAY), CHANGED),
        (with_partner(undertaking(START)), END + DAY),
        (with_partner(partners=[], undertakings=[undertaking(START, owner="X")]), CHANGED),
    ],
)
def test_a_change_before_the_start_after_the_end_or_elsewhere_is_no_question(facts, on) -> None:
    assert findings("counterpart_changed", facts, on) == []


def test_a_change_on_the_first_day_of_the_project_is() -> None:
    early = with_partner(undertaking(START - 5 * DAY), changed=START)
    assert one("counterpart_changed", early, START).value == 1
