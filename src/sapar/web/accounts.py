"""Sign-in: nobody opens an account for themselves; the demo offers five people with one click."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sapar.ground.parties.models import User

DEMO_PEOPLE = (
    ("project-manager", gettext_lazy("Project manager")),
    ("finance-officer", gettext_lazy("Finance officer")),
    ("headquarters-desk", gettext_lazy("Headquarters desk")),
    ("task-manager", gettext_lazy("Donor's task manager")),
    ("evaluator", gettext_lazy("Evaluator")),
)


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the organisation that runs the installation, not by visitors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: there is no page on which a visitor opens an account."""
        return False


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click signs in as one of the demo's people; outside the demo this page does not exist."""
    name = request.POST.get("person", "")
    if not settings.DEMO or name not in dict(DEMO_PEOPLE):
        raise Http404
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        messages.error(request, _("The worked examples are not loaded yet. Run “sapar demo”."))
        return redirect("account_login")
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("today")
