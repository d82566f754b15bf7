"""What was said and done in the twin: reports, risks, undertakings, measures, answers, events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from sapar.examples.twin.cast import COUNTRIES, GENEVA, Cast, ministry, successor
from sapar.examples.twin.months import Months, at
from sapar.exchange.projectfiles.schema.design import (
    RatingForm,
    RiskForm,
    StateForm,
    StatementForm,
    UndertakingForm,
)
from sapar.exchange.projectfiles.schema.watching import (
    AnswerForm,
    DecisionForm,
    DoneForm,
    MeasureForm,
    ReportForm,
)
from sapar.ground.kernel import PartialDate

REPORTS = (
    (1, 6, 68, "satisfactory", "The start took longer than foreseen; the work is on course."),
    (1, 12, 101, "satisfactory", "Procurement is about to start; delays will be made up."),
    (13, 18, 92, "satisfactory", "Partners are committed; consultations are being prepared."),
    (13, 24, 88, "satisfactory", "Activities were affected by changes in a partner ministry."),
    (25, 30, 58, "very_unsatisfactory",
     "Two fifths of the planned work were done. Payments, monitoring and the conflict between two "
     "rulebooks held it back; measures were decided and are listed."),
    (25, 36, 57, "satisfactory",
     "Most of the backlog is worked off; the rest is planned week by week."),
    (1, 39, 168, "satisfactory", "Most outputs were attained in the last eight months."),
)  # fmt: skip
"""First and last month, days from the end of the period to the report, own rating, analysis."""

RISKS = (
    ("R1", "external", "Elections or unrest stop work in a country",
     ((1, 2, 4, 0), (26, 5, 5, 1), (33, 3, 4, 1))),
    ("R2", "partners", "A counterpart ministry is reorganised", ((1, 3, 3, 0), (32, 5, 4, 1))),
    ("R3", "set_up", "Payments take too long for partners to go on",
     ((32, 5, 4, 1), (36, 2, 3, 1))),
    ("R4", "rules", "Costs are refused because two rulebooks differ",
     ((32, 4, 4, 0), (36, 2, 4, 0))),
    ("R5", "partners", "Trained staff leave their institutions", ((1, 3, 2, 0),)),
    ("R6", "monitoring", "The record does not show what is going wrong",
     ((32, 4, 4, 1), (36, 2, 2, 1))),
)  # fmt: skip
"""Code, cause, title, and ratings: month, likelihood, impact, whether it happened."""

UNDERTAKINGS = (
    ("U1", "KG", "Name three officials for labour migration", 9),
    ("U2", "KG", "Share the draft law on labour migration for comments", 14),
    ("U3", "KG", "Exchange quarterly statistics", 12),
    ("U4", "TJ", "Host the second regional meeting", 20),
    ("U5", "TJ", "Exchange quarterly statistics", 12),
    ("U6", "KZ", "Host the closing symposium", 37),
)
"""Code, country, text, month in which it was due."""
RECONFIRMED = {"KG": (32, 18), "TJ": (37, 10)}

EVENTS = (
    (1, 1, "The project starts."),
    (21, 26, "The ministry of Kyrgyzstan is reorganised; its competence goes to an agency."),
    (26, 8, "Unrest in Kyrgyzstan stops work in the field."),
    (28, 30, "Work in the field is possible again."),
    (27, 28, "The first chief technical adviser leaves."),
    (30, 1, "A new chief technical adviser takes over."),
    (35, 21, "The competence on labour migration in Tajikistan moves to an agency."),
    (38, 15, "Unions of the three countries sign an agreement."),
)


def reports(months: Months) -> tuple[ReportForm, ...]:
    """Seven progress reports: four rosy ones, then honest ones."""
    made = []
    for first, last, days, rating, analysis in REPORTS:
        came = months.last(last) + timedelta(days=days)
        made.append(
            ReportForm(
                on=came,
                recorded=at(came),
                period_from=months.first(first),
                period_to=months.last(last),
                own_rating=rating,
                analysis=analysis,
            )
        )
    return tuple(made)


def risks(code: str, months: Months) -> tuple[RiskForm, ...]:
    """Three risks from the start, three more once the new leadership looked."""
    made = []
    for risk, cause, title, ratings in RISKS:
        rated = tuple(
            RatingForm(
                on=months.day(month, 12),
                recorded=at(months.day(month, 12)),
                likelihood=likelihood,
                impact=impact,
                happened=bool(happened),
            )
            for month, likelihood, impact, happened in ratings
        )
        made.append(
            RiskForm(code=risk, title=title, cause=cause, owner=f"{code}-CTA", ratings=rated)
        )
    return tuple(made)


def undertakings(code: str, months: Months) -> tuple[UndertakingForm, ...]:
    """What ministries promised; reconfirmed by their successors only when someone asked."""
    return tuple(
        UndertakingForm(code=number, text=text, states=tuple(_states(code, country, due, months)))
        for number, country, text, due in UNDERTAKINGS
    )


def _states(code: str, country: str, due: int, months: Months) -> Iterator[StateForm]:
    given, due_on = months.day(2, 22), months.last(due)
    yield StateForm(
        on=given, recorded=at(given), owner=ministry(code, country), state="given", due_on=due_on
    )
    if country in RECONFIRMED:
        again = months.day(*RECONFIRMED[country])
        yield StateForm(
            on=again, recorded=at(again), owner=successor(code, country), state="reconfirmed"
        )
    done = months.day(38 if country == "KG" else 39, 16)
    owner = successor(code, country) if country in RECONFIRMED else ministry(code, country)
    yield StateForm(on=done, recorded=at(done), owner=owner, state="done")


def measures(code: str, months: Months) -> tuple[MeasureForm, ...]:
    """One measure in the slow years, which moved nothing; then a handful that worked."""
    adviser, day, last = f"{code}-CTA", months.day, months.last
    reorganised = f"{ministry(code, 'KG')} {day(21, 26)}"
    rows = (
        (("M1", "watch.burn_gap", "", "set_up", "Speed up procurement"),
         adviser, "project_manager", "0.70", day(15, 20), last(19), last(19)),
        (("M2", "watch.key_post_vacant", adviser, "people",
          "Appoint an adviser who meets all competences"),
         "ow-regional-director", "regional_office", "0", day(28, 10), day(30, 1), day(30, 1)),
        (("M3", "watch.requests_waiting", GENEVA, "set_up",
          "Authority to pay delegated to the field"),
         "ow-hq-finance", "headquarters", "10", day(31, 6), last(34), day(32, 1)),
        (("M4", "watch.rulebooks_untreated", "", "rules",
          "Agree a treatment for each topic with the donor"),
         f"{code}-FIN", "headquarters", "0", day(31, 20), last(35), day(35, 18)),
        (("M5", "watch.weak_monitoring", "", "monitoring",
          "Collect missing baselines and quarterly values"),
         adviser, "project_manager", "0.80", day(31, 10), last(36), day(34, 28)),
        (("M6", "watch.schedule_performance", "", "set_up", "Weekly plan to work off the backlog"),
         adviser, "project_manager", "0.85", day(31, 10), last(38), day(38, 20)),
        (("M7", "watch.counterpart_changed", reorganised, "partners",
          "Have each undertaking reconfirmed by the new agency"),
         adviser, "project_manager", "0", day(31, 24), last(32), day(32, 18)),
        (("M8", "watch.burn_gap", "", "set_up", "Contract the remaining work in all countries"),
         adviser, "project_manager", "0.85", day(32, 20), last(39), day(36, 10)),
    )  # fmt: skip
    made = []
    for (number, rule, subject, cause, title), owner, level, expected, decided, due, done in rows:
        decision = DecisionForm(
            on=decided,
            recorded=at(decided),
            level=level,
            owner=owner,
            deadline=due,
            expected=Decimal(expected),
        )
        made.append(
            MeasureForm(
                code=number,
                rule=rule,
                subject=subject or None,
                title=title,
                cause=cause,
                decisions=(decision,),
                done=(DoneForm(on=done, recorded=at(done)),),
            )
        )
    return tuple(made)


def answers(code: str, months: Months, cast: Cast) -> tuple[AnswerForm, ...]:
    """What the first adviser said when asked; the facts did not change."""
    rows = (
        (
            14,
            30,
            "watch.consume_70",
            f"{code}-GRANT",
            "explained",
            "Procurement is about to start.",
        ),
        (9, 18, "watch.burn_gap", "", "acknowledged", ""),
        (21, 9, "watch.milestones_overdue", "", "explained", "Partners asked to wait."),
    )
    return tuple(
        AnswerForm(
            on=months.day(month, day),
            recorded=at(months.day(month, day)),
            rule=rule,
            subject=subject or None,
            kind=kind,
            text=text or None,
            by=cast.first,
            level="project_manager",
        )
        for month, day, rule, subject, kind, text in rows
    )


def statements(months: Months) -> Iterator[StatementForm]:
    """What the project is for, and what happened around it."""
    start = at(months.first(1))
    yield StatementForm(
        topic="overall_objective",
        text="Labour moves between the three countries safely and to the benefit of all.",
        recorded=start,
    )
    yield StatementForm(
        topic="management_set_up",
        text=(
            f"Work is done in {', '.join(COUNTRIES.values())}, administered in Moscow and paid "
            "on authority from Geneva."
        ),
        recorded=start,
    )
    for month, day, text in EVENTS:
        on = months.day(month, day)
        yield StatementForm(
            topic="event", on=PartialDate.parse(on.isoformat()), recorded=at(on), text=text
        )
