"""Decisions about a criticality, one thing per page: answer it, decide a measure, mark it done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sapar.design.projects.models import Project
from sapar.design.projects.queries import posts_of
from sapar.ground.kernel import NotPermitted, SaparError
from sapar.ground.rulebook.schema import Cause
from sapar.watch.alerts.actions import answer_criticality
from sapar.watch.alerts.models import Answer
from sapar.watch.alerts.queries import CriticalityFile, criticality_file
from sapar.watch.correctives.actions import decide_measure, record_done
from sapar.watch.correctives.models import Measure
from sapar.web.criticality import criticality_address
from sapar.web.project import frame_of
from sapar.web.reading import today
from sapar.web.seen import project_seen, user_of

CAUSES = {
    Cause.PEOPLE: gettext_lazy("People: who holds which post, with which competence"),
    Cause.RULES: gettext_lazy("Rules that do not fit together"),
    Cause.SET_UP: gettext_lazy("Set-up: who decides what, and where"),
    Cause.MONITORING: gettext_lazy("Monitoring that sees too little"),
    Cause.PARTNERS: gettext_lazy("Partners: institutions that changed or do not deliver"),
    Cause.EXTERNAL: gettext_lazy("Outside the project"),
}


class AnswerForm(forms.Form):
    """Acknowledge or explain. It informs those above; the criticality closes by facts only."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            (Answer.Kind.ACKNOWLEDGED, gettext_lazy("I have seen it")),
            (Answer.Kind.EXPLAINED, gettext_lazy("I explain it")),
        ],
    )
    text = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("Needed for an explanation: what happened, and what follows."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=4000,
    )


class MeasureForm(forms.Form):
    """What will be done, by which post, until when, and what the number should be then."""

    title = forms.CharField(
        label=gettext_lazy("What will be done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
    owner = forms.TypedChoiceField(label=gettext_lazy("Who does it"), coerce=int)
    deadline = forms.DateField(
        label=gettext_lazy("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    expected = forms.DecimalField(
        label=gettext_lazy("Value expected by then (optional)"),
        help_text=gettext_lazy("In the unit of the finding, such as 0.7 for 70 %."),
        required=False,
        max_digits=20,
        decimal_places=6,
    )
    cause = forms.ChoiceField(
        label=gettext_lazy("The cause it is aimed at (optional)"),
        choices=[("", gettext_lazy("not stated")), *((str(k), v) for k, v in CAUSES.items())],
        required=False,
    )

    def __init__(self, *args, posts=(), **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        choices = [(post.id, f"{post.title}, {post.office}") for post in posts]
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("choose a post")),
            *choices,
        ]
        self.fields["deadline"].widget.attrs["min"] = today().isoformat()


class DoneForm(forms.Form):
    """A measure was carried out. Whether it worked is computed from the facts."""

    note = forms.CharField(
        label=gettext_lazy("What was done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, code: str) -> HttpResponse:
    """Acknowledge or explain one criticality."""
    project, file = _standing(request, code)
    form = AnswerForm(request.POST or None)

    def act() -> str:
        given: dict[str, Any] = {**_key(file), **form.cleaned_data}
        answer_criticality(user=user_of(request), project=project, **given)
        return _("Your answer is on record. The criticality stays until the facts change.")

    return _decided(request, project, file, form=form, act=act, template="project/answer.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_page(request: HttpRequest, code: str) -> HttpResponse:
    """Decide a corrective measure against one criticality."""
    project, file = _standing(request, code)
    form = MeasureForm(request.POST or None, posts=posts_of(project.pk, today()))

    def act() -> str:
        given: dict[str, Any] = {**_key(file), **form.cleaned_data}
        owner = given.pop("owner")
        decide_measure(user=user_of(request), project=project, owner_post_id=owner, **given)
        return _("The measure is decided. Whether it works will show in the facts.")

    return _decided(request, project, file, form=form, act=act, template="project/measure.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def done_page(request: HttpRequest, code: str) -> HttpResponse:
    """Record that a measure was carried out."""
    project = project_seen(request, code)
    measure = Measure.objects.filter(project=project, code=request.GET.get("measure", "")).first()
    if measure is None:
        raise Http404
    file = criticality_file(project.pk, measure.rule, measure.subject, today())
    form = DoneForm(request.POST or None)

    def act() -> str:
        record_done(user=user_of(request), measure=measure, **form.cleaned_data)
        return _("It is on record that the measure was carried out.")

    return _decided(
        request, project, file, form=form, act=act, template="project/done.html", measure=measure
    )


def _standing(request: HttpRequest, code: str) -> tuple[Project, CriticalityFile]:
    """The criticality that an address names, as it stands today; 404 where none stands."""
    project = project_seen(request, code)
    rule, subject = request.GET.get("rule", ""), request.GET.get("subject", "")
    file = criticality_file(project.pk, rule, subject, today())
    if file.criticality is None:
        raise Http404
    return project, file


def _key(file: CriticalityFile) -> dict[str, str]:
    assert file.criticality is not None
    return {"rule": file.criticality.rule, "subject": file.criticality.subject}


def _decided(
    request: HttpRequest,
    project: Project,
    file: CriticalityFile,
    *,
    form: forms.Form,
    act: Callable[[], str],
    template: str,
    measure: Measure | None = None,
) -> HttpResponse:
    """Act on a sound form and go back to the criticality; else show the form and what is wrong."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                messages.success(request, act())
                return redirect(criticality_address(project.code, file, measure))
            except SaparError as error:
                form.add_error(error.where if error.where in form.fields else None, _told(error))
                status = 403 if isinstance(error, NotPermitted) else 400
    context = {**frame_of(project), "file": file, "form": form, "measure": measure}
    return render(request, template, context, status=status)


def _told(error: SaparError) -> str:
    return f"{error.what}. {error.remedy}".strip()
