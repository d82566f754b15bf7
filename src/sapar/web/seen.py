"""What a reader may see: a project out of sight is answered like one that does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from sapar.design.projects.models import Project
from sapar.design.projects.permissions import visible_to
from sapar.ground.parties.models import User


def project_seen(request: HttpRequest, code: str) -> Project:
    """The project of a code, if the reader's posts reach it; else the page does not exist (404)."""
    found = visible_to(request.user).select_related("executing").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def user_of(request: HttpRequest) -> User:
    """The signed-in user of a page that asks for a sign-in."""
    assert isinstance(request.user, User)
    return request.user
