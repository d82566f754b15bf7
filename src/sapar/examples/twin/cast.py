"""Who takes part in the twin: invented organisations, offices, posts, and who held them when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sapar.examples.twin.months import NEW_LEADERSHIP, Months, at
from sapar.exchange.projectfiles.schema.parties import (
    AssessmentForm,
    HoldingForm,
    MandateForm,
    OfficeForm,
    OrganisationForm,
    PersonForm,
    PostForm,
    SuccessionForm,
)
from sapar.ground.kernel import PartialDate

COUNTRIES = {"KG": "Kyrgyzstan", "KZ": "Kazakhstan", "TJ": "Tajikistan"}
FIELD_OFFICES = {"KG": "ow-bishkek", "KZ": "ow-astana", "TJ": "ow-dushanbe"}
MOSCOW, GENEVA = "ow-moscow", "ow-geneva"
ASKED = ("management", "technical", "languages", "project_cycle_management")
LONG_AGO = date(2007, 1, 1)
"""Staff whom several projects share were in their posts before any of these stories begins."""

PEOPLE = {
    "ow-manager-1": "CTA-1 (fictional)",
    "ow-manager-2": "CTA-2 (fictional)",
    "ow-manager-3": "CTA-3 (fictional)",
    "ow-finance-1": "Project finance officer 1 (fictional)",
    "ow-finance-2": "Project finance officer 2 (fictional)",
    "ow-coordinator-kg": "NPC-KGZ (fictional)",
    "ow-coordinator-kz": "NPC-KAZ (fictional)",
    "ow-coordinator-tj": "NPC-TJK (fictional)",
    "ow-director": "Regional director (fictional)",
    "ow-desk": "Headquarters desk officer (fictional)",
    "ow-finance-hq": "Finance officer at headquarters (fictional)",
    "fd-task-manager": "Donor's task manager (fictional)",
    "ie-evaluator": "Evaluator (fictional)",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays the two chief technical advisers."""

    first: str = "ow-manager-1"
    second: str = "ow-manager-2"


def ministry(code: str, country: str) -> str:
    """The code of the ministry that a project works with in a country."""
    return f"{code}-ministry-{country}".lower()


def successor(code: str, country: str) -> str:
    """The code of the institution that took over from that ministry."""
    return f"{code}-agency-{country}".lower()


def organisations(code: str, months: Months) -> tuple[OrganisationForm, ...]:
    """The organisation, its donor, and in each country a ministry; two of them reorganised."""
    changes = {
        "KG": (months.day(21, 26), "reorganised", "Government decree (fictional)"),
        "TJ": (months.day(35, 21), "competence_moved", "Presidential decree (fictional)"),
    }
    shared = (
        ("ow", "Organisation for Work (fictional)", "international"),
        ("fd", "Donor Commission (fictional)", "donor"),
        ("ie", "Independent Evaluators (fictional)", "other"),
    )
    made = [OrganisationForm(code=c, name=n, constituent=k) for c, n, k in shared]
    for country, name in COUNTRIES.items():
        succession: tuple[SuccessionForm, ...] = ()
        if country in changes:
            day, kind, instrument = changes[country]
            new = successor(code, country)
            made.append(
                OrganisationForm(
                    code=new,
                    name=f"Agency for Labour Movement of {name} (fictional)",
                    constituent="government",
                    country=country,
                )
            )
            succession = (
                SuccessionForm(
                    on=PartialDate.parse(day.isoformat()),
                    recorded=at(day),
                    kind=kind,
                    successor=new,
                    instrument=instrument,
                ),
            )
        made.append(
            OrganisationForm(
                code=ministry(code, country),
                name=f"Ministry of Work and Movement of {name} (fictional)",
                constituent="government",
                country=country,
                successions=succession,
            )
        )
    return tuple(made)


def offices() -> tuple[OfficeForm, ...]:
    """Three national offices, administration in a fourth city, authority to pay in a fifth."""
    rows = (
        ("ow-bishkek", "ow", "National office Bishkek", "Bishkek", "KG", "Asia/Bishkek"),
        ("ow-astana", "ow", "National office Astana", "Astana", "KZ", "Asia/Almaty"),
        ("ow-dushanbe", "ow", "National office Dushanbe", "Dushanbe", "TJ", "Asia/Dushanbe"),
        (MOSCOW, "ow", "Regional office Moscow", "Moscow", "RU", "Europe/Moscow"),
        (GENEVA, "ow", "Headquarters Geneva", "Geneva", "CH", "Europe/Zurich"),
        ("fd-astana", "fd", "Delegation Astana", "Astana", "KZ", "Asia/Almaty"),
        ("ie-office", "ie", "Evaluators' office", "Vienna", "AT", "Europe/Vienna"),
    )
    return tuple(
        OfficeForm(code=c, organisation=o, name=n, city=t, country=k, time_zone=z)
        for c, o, n, t, k, z in rows
    )


def people() -> tuple[PersonForm, ...]:
    """Roles that play in the stories, never names."""
    return tuple(PersonForm(code=code, name=name) for code, name in PEOPLE.items())


def held(
    code: str, person: str, since: date, until: date | None = None, handed: date | None = None
) -> tuple[HoldingForm, ...]:
    """A holding as it was recorded: when it began, and again when it ended."""
    label = f"{code} {person}"
    began = HoldingForm(id=label, on=since, recorded=at(since), person=person)
    if until is None:
        return (began,)
    ended = HoldingForm(
        supersedes=label,
        on=since,
        recorded=at(until),
        person=person,
        held_to=until,
        handed_over_on=handed,
    )
    return (began, ended)


def posts(code: str, months: Months, cast: Cast) -> tuple[PostForm, ...]:
    """The project's posts, and those of the regional office, headquarters, donor and evaluator."""
    return (
        _adviser(code, months, cast),
        _finance(code, months),
        *(_coordinator(code, country, months) for country in COUNTRIES),
        _shared("ow-regional-director", MOSCOW, "Regional director", "regional_office"),
        _shared("ow-hq-desk", GENEVA, "Headquarters desk", "headquarters"),
        _shared("ow-hq-finance", GENEVA, "Finance at headquarters", "finance"),
        _shared("fd-task-manager", "fd-astana", "Task manager", "donor"),
        PostForm(
            code=f"{code}-EVAL",
            office="ie-office",
            title="Evaluator",
            mandates=(MandateForm(level="evaluation"),),
            holdings=held(f"{code}-EVAL", "ie-evaluator", months.first(1)),
        ),
    )


def _adviser(code: str, months: Months, cast: Cast) -> PostForm:
    post, left = f"{code}-CTA", months.last(27)
    arrived = months.first(NEW_LEADERSHIP)
    return PostForm(
        code=post,
        office="ow-bishkek",
        title="Chief technical adviser",
        key=True,
        required_competences=ASKED,
        mandates=(MandateForm(level="project_manager"),),
        holdings=(
            *held(post, cast.first, months.first(1), left),
            *held(post, cast.second, arrived),
        ),
        assessments=(
            *_assessed(cast.first, months.first(1), {"management", "project_cycle_management"}),
            *_assessed(cast.second, arrived, set()),
        ),
    )


def _assessed(person: str, day: date, unmet: set[str]) -> tuple[AssessmentForm, ...]:
    return tuple(
        AssessmentForm(
            on=day,
            recorded=at(day),
            person=person,
            competence=name,
            met=name not in unmet,
            note="Selection panel, at appointment",
        )
        for name in ASKED
    )


def _finance(code: str, months: Months) -> PostForm:
    post = f"{code}-FIN"
    return PostForm(
        code=post,
        office="ow-bishkek",
        title="Project finance officer",
        key=True,
        mandates=(MandateForm(level="finance"),),
        holdings=(
            *held(post, "ow-finance-1", months.first(1), months.last(8), months.last(8)),
            *held(post, "ow-finance-2", months.day(31, 15)),
        ),
    )


def _coordinator(code: str, country: str, months: Months) -> PostForm:
    post = f"{code}-NPC-{country}"
    return PostForm(
        code=post,
        office=FIELD_OFFICES[country],
        title=f"National project coordinator {COUNTRIES[country]}",
        holdings=held(post, f"ow-coordinator-{country.lower()}", months.day(1, 15)),
    )


def _shared(code: str, office: str, title: str, level: str) -> PostForm:
    holder = {
        "ow-regional-director": "ow-director",
        "ow-hq-desk": "ow-desk",
        "ow-hq-finance": "ow-finance-hq",
    }.get(code, code)
    return PostForm(
        code=code,
        office=office,
        title=title,
        on_project=False,
        mandates=(MandateForm(level=level, reach="organisation"),),
        holdings=held(code, holder, LONG_AGO),
    )
