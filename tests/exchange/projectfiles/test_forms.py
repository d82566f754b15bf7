"""The forms and the tables they fill hold the same fields, as long as each other."""

from __future__ import annotations

import pytest
from django.db import models

from sapar.exchange.projectfiles import filling
from sapar.exchange.projectfiles.schema import FactForm, design, ledger, money, parties, watching

FORMS = {
    "Organisation": parties.OrganisationForm,
    "Office": parties.OfficeForm,
    "Person": parties.PersonForm,
    "Post": parties.PostForm,
    "Mandate": parties.MandateForm,
    "Succession": parties.SuccessionForm,
    "Holding": parties.HoldingForm,
    "CompetenceAssessment": parties.AssessmentForm,
    "Project": design.ProjectForm,
    "ProjectPhase": design.PhaseForm,
    "Place": design.PlaceForm,
    "Sector": design.SectorForm,
    "Partner": design.PartnerForm,
    "Statement": design.StatementForm,
    "Result": design.ResultForm,
    "Indicator": design.IndicatorForm,
    "Target": design.TargetForm,
    "ActualValue": design.ValueForm,
    "Activity": design.ActivityForm,
    "ActivityPlan": design.PlanForm,
    "Milestone": design.MilestoneForm,
    "MilestoneDate": design.MilestoneDateForm,
    "Risk": design.RiskForm,
    "RiskRating": design.RatingForm,
    "Undertaking": design.UndertakingForm,
    "UndertakingState": design.StateForm,
    "Agreement": money.AgreementForm,
    "AgreementTerms": money.TermsForm,
    "PackInForce": money.PackForm,
    "ReportDue": money.ReportDueForm,
    "AmendmentRequest": money.AmendmentRequestForm,
    "ConflictTreatment": money.ConflictTreatmentForm,
    "Heading": money.HeadingForm,
    "Amendment": money.AmendmentForm,
    "SpecialCondition": money.SpecialConditionForm,
    "OwnLine": money.OwnLineForm,
    "BudgetVersion": money.BudgetVersionForm,
    "BudgetAmount": money.BudgetForm,
    "PlannedSpending": money.SpendingForm,
    "Contract": ledger.ContractForm,
    "Entry": ledger.EntryForm,
    "EntryDocument": ledger.EntryDocumentForm,
    "Asset": ledger.AssetForm,
    "AssetTransfer": ledger.AssetTransferForm,
    "PaymentRequest": ledger.RequestForm,
    "RequestStep": ledger.StepForm,
    "ProgressReport": watching.ReportForm,
    "Measure": watching.MeasureForm,
    "MeasureDecision": watching.DecisionForm,
    "MeasureDone": watching.DoneForm,
    "Answer": watching.AnswerForm,
}
ELSEWHERE = {
    "ProjectPost": "the switches on_project and key of a post",
    "Dependency": "the list after of an activity",
    "ProjectPeriod": "starts and ends, as exact as their source",
}
LINES = money.LineForm.model_fields.keys()
"""Amounts of the budget stand under a heading, or as lines in a version."""
STAMPED = {"effective_on", "recorded_at", "source", "basis"}
OWN = {"id", "revision", "project"}
GIVEN_BY_PLACE = {
    *("organisation", "post", "result", "indicator", "activity", "milestone", "risk"),
    *("undertaking", "agreement", "heading", "request", "measure", "version", "asset"),
    "document",
}
"""Links that a form need not name, because it stands inside the form it belongs to.

A document itself does not fit into text; a project file names the place where it is kept.
"""


def test_every_table_has_a_form() -> None:
    assert {model.__name__ for model in filling.IN_ORDER} == FORMS.keys() | ELSEWHERE.keys()


@pytest.mark.parametrize("name", FORMS)
def test_every_field_of_a_table_can_be_given(name: str) -> None:
    model = next(model for model in filling.IN_ORDER if model.__name__ == name)
    form = FORMS[name]
    asked = {field.name for field in model._meta.concrete_fields} - OWN
    if issubclass(form, FactForm):
        asked -= STAMPED
    given = form.model_fields.keys() | (LINES if name == "BudgetAmount" else set())
    assert asked - GIVEN_BY_PLACE <= given


@pytest.mark.parametrize("name", FORMS)
def test_no_text_can_be_longer_than_its_column(name: str) -> None:
    model = next(model for model in filling.IN_ORDER if model.__name__ == name)
    for column in model._meta.concrete_fields:
        field = FORMS[name].model_fields.get(column.name)
        if field is None or not isinstance(column, models.CharField) or column.choices:
            continue
        limits = [*field.metadata, *_notes(field.annotation)]
        longest = min(
            (limit for note in limits if (limit := getattr(note, "max_length", None))),
            default=None,
        )
        bounded_by_list = {"currency", "country", "time_zone", "mode", "level", "status"}
        bounded_by_list |= {"supplier_country", "origin_country"}
        assert column.name in bounded_by_list or (longest or 10**6) <= column.max_length, (
            column.name
        )


def _notes(annotation: object) -> list[object]:
    found = list(getattr(annotation, "__metadata__", ()))
    for part in getattr(annotation, "__args__", ()):
        found.extend(_notes(part))
    return found
