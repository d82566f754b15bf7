"""Every room's models, gathered for Django. A test fails if one is missing here."""

from sapar.design.logframe.models import Indicator, Result, Target
from sapar.design.projects.models import (
    Evidence,
    Partner,
    Place,
    Project,
    ProjectPeriod,
    ProjectPhase,
    ProjectPost,
    Sector,
    Statement,
)
from sapar.design.risks.models import Risk, RiskRating
from sapar.design.workplan.models import (
    Activity,
    ActivityPlan,
    Dependency,
    Milestone,
    MilestoneDate,
)
from sapar.exchange.spreadsheets.models import ColumnMapping
from sapar.ground.parties.models import (
    CompetenceAssessment,
    Holding,
    Mandate,
    Office,
    Organisation,
    Person,
    Post,
    Succession,
    User,
)
from sapar.ground.record.models import Document, JournalEntry, JournalHead, Source
from sapar.money.agreements.models import (
    Agreement,
    AgreementTerms,
    Amendment,
    AmendmentRequest,
    ConflictTreatment,
    PackInForce,
    ReportDue,
    SpecialCondition,
)
from sapar.money.budget.models import (
    BudgetAmount,
    BudgetVersion,
    Heading,
    OwnLine,
    PlannedSpending,
)
from sapar.money.ledger.models import Asset, AssetTransfer, Contract, Entry, EntryDocument
from sapar.money.payments.models import PaymentRequest, RequestStep
from sapar.money.rates.models import Rate
from sapar.together.instruments.models import Undertaking, UndertakingState
from sapar.watch.alerts.models import Answer, Standing, StandingCriticality
from sapar.watch.correctives.models import Measure, MeasureDecision, MeasureDone
from sapar.watch.monitoring.models import ActualValue, ProgressReport

__all__ = [
    "Activity", "ActivityPlan", "ActualValue", "Agreement", "AgreementTerms", "Amendment",
    "AmendmentRequest", "Answer", "Asset", "AssetTransfer", "BudgetAmount", "BudgetVersion",
    "ColumnMapping", "CompetenceAssessment", "ConflictTreatment", "Contract", "Dependency",
    "Document", "Entry",
    "EntryDocument", "Evidence", "Heading", "Holding", "Indicator", "JournalEntry", "JournalHead",
    "Mandate", "Measure", "MeasureDecision", "MeasureDone", "Milestone", "MilestoneDate",
    "Office", "Organisation", "OwnLine", "PackInForce", "Partner", "PaymentRequest", "Person",
    "Place", "PlannedSpending", "Post", "ProgressReport", "Project", "ProjectPeriod",
    "ProjectPhase", "ProjectPost", "Rate", "ReportDue", "RequestStep", "Result", "Risk",
    "RiskRating",
    "Sector", "Source", "SpecialCondition", "Standing", "StandingCriticality", "Statement",
    "Succession", "Target", "Undertaking", "UndertakingState", "User",
]  # fmt: skip
