"""Reading a page as of a day: which day a request asks for, and what every page shows of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sapar.ground.kernel import InvalidInput
from sapar.web.accounts import DEMO_PEOPLE

AS_OF = "as_of"
FIRST_DAY = date(1900, 1, 1)
"""Earlier days are taken for a slip of the pen: no project here is older."""


def today() -> date:
    """The current day in UTC, by which all facts are recorded."""
    return datetime.now(UTC).date()


def day_asked(text: str, now: date) -> date:
    """The day a reader asks for, written as 2009-06-30; today where nothing is asked.

    Raises InvalidInput for what is not a day, and for a day that has not come: nothing can be on
    record for it yet.
    """
    if not text.strip():
        return now
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(
            _("“%(text)s” is not a day") % {"text": text[:40]},
            where=AS_OF,
            remedy=_("Write the day as year, month and day, such as 2009-06-30."),
        ) from None
    if day > now:
        raise InvalidInput(
            _("%(day)s has not come yet") % {"day": day.isoformat()},
            where=AS_OF,
            remedy=_("Choose today or a day before."),
        )
    if day < FIRST_DAY:
        raise InvalidInput(
            _("%(day)s lies before every record") % {"day": day.isoformat()},
            where=AS_OF,
            remedy=_("Choose a day from 1900 on."),
        )
    return day


class AsOfMiddleware:
    """Every request carries the day it reads: `as_of` from the address, else today (UTC).

    A day that cannot be read is answered with a page that says so (400); nothing else runs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set `request.as_of` and `request.reading_past`, then go on."""
        now = today()
        request.as_of, request.reading_past = now, False  # type: ignore[attr-defined]
        try:
            day = day_asked(request.GET.get(AS_OF, ""), now)
        except InvalidInput as error:
            return render(request, "400.html", {"problem": error}, status=400)
        request.as_of, request.reading_past = day, day < now  # type: ignore[attr-defined]
        return self.get_response(request)


def page_frame(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page needs: the day that is read, and whether this is the demo."""
    query = request.GET.copy()
    query.pop(AS_OF, None)
    return {
        "back_to_today": f"{request.path}?{query.urlencode()}" if query else request.path,
        "as_of": getattr(request, "as_of", None) or today(),
        "reading_past": getattr(request, "reading_past", False),
        "today": today(),
        "demo": settings.DEMO,
        "demo_people": DEMO_PEOPLE if settings.DEMO else (),
    }
