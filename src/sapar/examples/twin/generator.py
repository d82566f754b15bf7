"""Puts the twin together as one project file, and cuts it off at a day if asked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random
from typing import TypeVar

from sapar.examples.twin import buying, cast, ledger, money, requests, results, watching, work
from sapar.examples.twin.cast import Cast
from sapar.examples.twin.months import PLANNED_MONTHS, Months, at, extended_on, signature
from sapar.exchange.projectfiles.dating import stamp_of
from sapar.exchange.projectfiles.schema import FactForm, Form, ProjectFile, Source
from sapar.exchange.projectfiles.schema.design import (
    PartnerForm,
    PeriodForm,
    PhaseForm,
    PlaceForm,
    ProjectForm,
)
from sapar.ground.kernel import PartialDate

SEED = 200803
START = date(2008, 3, 1)
FormT = TypeVar("FormT", bound=Form)


def twin_project_file(
    start: date = START,
    code: str = "TWIN",
    until: date | None = None,
    *,
    mode: str = "eu_grant_2008",
    players: Cast | None = None,
) -> ProjectFile:
    """The twin as it went on record from a start; the same figures every time.

    `start` is the first day of its first month. With `until`, everything recorded after that day
    is left out, so that the story can be read as one that is still going on.
    """
    months, players, rng = Months(start), players or Cast(), Random(SEED)  # noqa: S311 - a story
    # In this order, for each part draws on the same chances.
    chain, plan = results.results(months, rng), work.activities(months, rng)
    entries = ledger.ledger(months, rng)
    file = ProjectFile(
        source="twin",
        basis="illustrative",
        currency="EUR",
        sources=(
            Source(
                key="twin",
                title="Fictional figures of the twin project",
                note="Made from a fixed seed to show the software; nothing in it happened.",
            ),
        ),
        organisations=cast.organisations(code, months),
        offices=cast.offices(),
        people=cast.people(),
        posts=cast.posts(code, months, players),
        project=_project(code, months),
        results=chain,
        activities=plan,
        risks=watching.risks(code, months),
        undertakings=watching.undertakings(code, months),
        agreements=(money.agreement(code, months, mode),),
        planned_spending=money.planned_spending(months),
        contracts=buying.contracts(months),
        ledger=entries,
        entry_documents=ledger.documents(entries, months),
        assets=buying.assets(code, months),
        payment_requests=requests.requests(months, rng),
        reports=watching.reports(months),
        measures=watching.measures(code, months),
        answers=watching.answers(code, months, players),
    )
    return file if until is None else _cut_off(file, until)


def _project(code: str, months: Months) -> ProjectForm:
    signed, begun = at(signature(months)), months.first(1)
    agreed = {"kind": "agreed", "starts": _when(begun)}
    changed = at(extended_on(months))
    return ProjectForm(
        code=code,
        title="Regulating labour migration in three countries",
        summary="A fictional project, made to show how trouble becomes visible.",
        fictional=True,
        executing="ow",
        periods=(
            PeriodForm(
                id="period", recorded=signed, ends=_when(months.last(PLANNED_MONTHS)), **agreed
            ),
            PeriodForm(supersedes="period", recorded=changed, ends=_when(months.end), **agreed),
        ),
        phases=tuple(
            PhaseForm(phase=phase, on=day, recorded=at(day))
            for phase, day in (
                ("formulation", months.first(-8)),
                ("implementation", begun),
                ("evaluation", months.first(45)),
                ("closed", months.last(47)),
            )
        ),
        places=tuple(
            PlaceForm(country=country, on=begun, recorded=signed) for country in cast.COUNTRIES
        ),
        partners=(
            PartnerForm(organisation="ow", role="executing", on=begun, recorded=signed),
            PartnerForm(organisation="fd", role="donor", on=begun, recorded=signed),
            *(
                PartnerForm(
                    organisation=cast.ministry(code, country),
                    role="counterpart",
                    on=begun,
                    recorded=signed,
                )
                for country in cast.COUNTRIES
            ),
        ),
        statements=tuple(watching.statements(months)),
    )


def _when(day: date) -> PartialDate:
    return PartialDate.parse(day.isoformat())


def _cut_off(file: ProjectFile, until: date) -> ProjectFile:
    """The file as it would have been written at the end of a day."""
    kept = _pruned(file, file, until)
    in_use = {holding.person for post in kept.posts for holding in post.holdings}
    named = {change.successor for o in kept.organisations for change in o.successions}
    late = {change.successor for o in file.organisations for change in o.successions} - named
    return kept.model_copy(
        update={
            "organisations": tuple(o for o in kept.organisations if o.code not in late),
            "people": tuple(person for person in kept.people if person.code in in_use),
            "assets": tuple(a for a in kept.assets if a.bought_on <= until),
            "payment_requests": tuple(r for r in kept.payment_requests if r.steps),
            "measures": tuple(m for m in kept.measures if m.decisions),
            "risks": tuple(r for r in kept.risks if r.ratings),
            "undertakings": tuple(u for u in kept.undertakings if u.states),
        }
    )


def _pruned(file: ProjectFile, form: FormT, until: date) -> FormT:
    changes: dict[str, object] = {}
    for name in type(form).model_fields:
        value = getattr(form, name)
        if isinstance(value, tuple) and value and isinstance(value[0], Form):
            changes[name] = tuple(
                _pruned(file, item, until) for item in value if _known(file, item, until)
            )
        elif isinstance(value, ProjectForm):
            changes[name] = _pruned(file, value, until)
    return form.model_copy(update=changes)


def _known(file: ProjectFile, item: Form, until: date) -> bool:
    if not isinstance(item, FactForm):
        return True
    return stamp_of(file, item, datetime.now(UTC)).recorded.date() <= until
