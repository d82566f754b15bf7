"""The way: a project's journey as one picture, laid out here and drawn by a template.

Pure: from `Way` to whole numbers in the units of the view box, and words. Nothing here knows HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapar.ground.kernel import Verdict
from sapar.ground.kernel.period import months_between
from sapar.watch.alerts.rules.shapes import Mark, Station, Way


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of a variant: width and height, margin, rows, and the width of a target."""

    width: int
    height: int
    margin: int
    line_y: int
    mark_y: int
    label_rows: tuple[int, ...]
    apart: int
    letter: int


WIDE = Frame(1000, 104, 14, 58, 34, (84, 99), 36, 6)
SMALL = Frame(240, 24, 6, 16, 7, (), 14, 0)


@dataclass(frozen=True, slots=True)
class StationPoint:
    """A report as a shape: `given`, `late` (given late), `missing` (overdue) or `coming`."""

    x: int
    shape: str
    says: str


@dataclass(frozen=True, slots=True)
class MarkPoint:
    """Criticalities that rose so close together that they share a place; the worst one shows."""

    x: int
    severity: str
    count: int
    day: date
    says: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words under or over the line; `anchor` is start, middle or end."""

    x: int
    y: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A way laid out. Where too little is on record to draw it, `drawn` is false and says so."""

    frame: Frame
    drawn: bool
    description: str
    start_x: int = 0
    end_x: int = 0
    done_x: int | None = None
    now_x: int | None = None
    open_start: bool = False
    open_end: bool = False
    stations: tuple[StationPoint, ...] = ()
    marks: tuple[MarkPoint, ...] = ()
    labels: tuple[Label, ...] = ()

    @property
    def wide(self) -> bool:
        """Whether it heads a page, with words and links, or stands small in a list."""
        return bool(self.frame.label_rows)


def picture_of(way: Way, frame: Frame = WIDE) -> Picture:
    """Lay out a way: from start to end, reports as stations, marks where criticalities rose.

    An end that is not on record is bounded by what is, and drawn open. With fewer than two
    different days there is nothing to draw.
    """
    days = [day for day in (way.starts_on, way.ends_on) if day]
    days += [station.due_on for station in way.stations]
    if len(days) < 2 or min(days) == max(days):
        days += [mark.on for mark in way.marks]
    if len(days) < 2 or min(days) == max(days):
        return Picture(frame, drawn=False, description=in_words(way))
    first, last = min(days), max(days)

    def across(day: date) -> int:
        share = (min(max(day, first), last) - first).days / (last - first).days
        return round(frame.margin + share * (frame.width - 2 * frame.margin))

    start, end = way.starts_on or first, way.ends_on or last
    underway = first <= way.as_of <= last
    return Picture(
        frame,
        drawn=True,
        description=in_words(way),
        start_x=across(start),
        end_x=across(end),
        done_x=across(min(way.as_of, end)) if way.as_of > start else None,
        now_x=across(way.as_of) if underway else None,
        open_start=way.starts_on is None,
        open_end=way.ends_on is None,
        stations=tuple(
            StationPoint(across(s.due_on), station_shape(s, way.as_of), _station_says(s, way.as_of))
            for s in way.stations
        ),
        marks=_grouped([(across(mark.on), mark) for mark in way.marks], frame.apart),
        labels=_labels(way, frame, across),
    )


def station_shape(station: Station, as_of: date) -> str:
    """How a report stands on a day: given, late (given late), missing (overdue) or coming."""
    if station.given_on is not None and station.given_on <= as_of:
        return "given" if station.given_on <= station.due_on else "late"
    return "missing" if station.due_on < as_of else "coming"


def in_words(way: Way) -> str:
    """The picture for those who do not see it: period, today's place, criticalities, reports."""
    parts = [_period_words(way)]
    if month := _month_words(way):
        parts.append(month)
    counts = dict.fromkeys((Verdict.RED, Verdict.AMBER), 0)
    for mark in way.marks:
        if mark.severity in counts:
            counts[mark.severity] += 1
    if way.marks:
        parts.append(
            _("criticalities that rose: %(red)s red, %(amber)s amber")
            % {"red": counts[Verdict.RED], "amber": counts[Verdict.AMBER]}
        )
    shapes = [station_shape(station, way.as_of) for station in way.stations]
    if shapes:
        parts.append(
            _(
                "reports: %(given)s given in time, %(late)s given late, "
                "%(missing)s missing, %(coming)s to come"
            )
            % {shape: shapes.count(shape) for shape in ("given", "late", "missing", "coming")}
        )
    return "; ".join(parts) + "."


def _month(day: date) -> str:
    return date_format(day, "M Y")


def _period_words(way: Way) -> str:
    if way.starts_on and way.ends_on:
        return _("%(start)s to %(end)s") % {
            "start": date_format(way.starts_on, "F Y"),
            "end": date_format(way.ends_on, "F Y"),
        }
    if way.starts_on:
        return _("from %(start)s; the end is not on record") % {
            "start": date_format(way.starts_on, "F Y")
        }
    if way.ends_on:
        return _("until %(end)s; the start is not on record") % {
            "end": date_format(way.ends_on, "F Y")
        }
    return _("start and end are not on record")


def _month_words(way: Way) -> str:
    if not (way.starts_on and way.ends_on):
        return ""
    if way.as_of < way.starts_on:
        return _("not begun")
    if way.as_of > way.ends_on:
        return _("the period is over")
    return _("month %(now)s of %(all)s") % {
        "now": months_between(way.starts_on, way.as_of),
        "all": months_between(way.starts_on, way.ends_on),
    }


def _station_says(station: Station, as_of: date) -> str:
    due = date_format(station.due_on, "j M Y")
    shape = station_shape(station, as_of)
    if shape == "given":
        return _("report due %(due)s, given in time") % {"due": due}
    if shape == "late" and station.given_on:
        days = (station.given_on - station.due_on).days
        return ngettext(
            "report due %(due)s, given %(days)s day late",
            "report due %(due)s, given %(days)s days late",
            days,
        ) % {"due": due, "days": days}
    if shape == "missing":
        return _("report due %(due)s, missing") % {"due": due}
    return _("report due %(due)s") % {"due": due}


def _grouped(placed: Sequence[tuple[int, Mark]], apart: int) -> tuple[MarkPoint, ...]:
    """Marks nearer than a target's width share one place, so that each can be read and hit."""
    groups: list[list[tuple[int, Mark]]] = []
    for x, mark in sorted(placed, key=lambda pair: (pair[0], pair[1].severity.rank)):
        if groups and x - groups[-1][0][0] < apart:
            groups[-1].append((x, mark))
        else:
            groups.append([(x, mark)])
    return tuple(_mark_point(group) for group in groups)


def _mark_point(group: list[tuple[int, Mark]]) -> MarkPoint:
    worst = min(group, key=lambda pair: pair[1].severity.rank)[1]
    titles = "; ".join(f"{date_format(mark.on, 'j M Y')}: {mark.title}" for _, mark in group)
    return MarkPoint(
        x=group[0][0],
        severity=worst.severity.value,
        count=len(group),
        day=max(mark.on for _, mark in group),
        says=titles,
    )


def _labels(way: Way, frame: Frame, across: Callable[[date], int]) -> tuple[Label, ...]:
    """Words that do not run into each other: the ends, today, then reports, the troubled first."""
    if not frame.label_rows:
        return ()
    row = frame.label_rows[0]
    fixed: list[Label] = []
    if way.starts_on:
        fixed.append(Label(across(way.starts_on), row, "start", _month(way.starts_on)))
    if way.ends_on:
        x = across(way.ends_on)
        anchor = "end" if x > frame.width - 80 else "middle"
        fixed.append(Label(x, row, anchor, _month(way.ends_on)))
    above: list[Label] = []
    if way.starts_on and way.ends_on and way.starts_on <= way.as_of <= way.ends_on:
        x = across(way.as_of)
        right = x < frame.width * 0.8
        side = (6, "start") if right else (-6, "end")
        above.append(Label(x + side[0], 11, side[1], _month_words(way)))
    urgent = {"missing": 0, "late": 1, "coming": 2, "given": 3}
    stations = sorted(way.stations, key=lambda s: (urgent[station_shape(s, way.as_of)], s.due_on))
    wanted = ((across(s.due_on), _station_label(s, way.as_of)) for s in stations)
    return tuple(above + _without_collisions(fixed, wanted, frame))


def _station_label(station: Station, as_of: date) -> str:
    shape = station_shape(station, as_of)
    if shape == "late" and station.given_on:
        days = (station.given_on - station.due_on).days
        return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
    if shape == "missing":
        days = (as_of - station.due_on).days
        return ngettext("missing %(days)s day", "missing %(days)s days", days) % {"days": days}
    if shape == "given":
        return _("report given")
    return _("report due %(day)s") % {"day": date_format(station.due_on, "j M")}


def _without_collisions(
    fixed: list[Label], wanted: Iterable[tuple[int, str]], frame: Frame
) -> list[Label]:
    """Each label on the first row where it fits; one that fits nowhere is left to the title."""
    placed = list(fixed)
    for at, text in wanted:
        half = len(text) * frame.letter // 2
        x = min(max(at, half + 2), frame.width - half - 2)
        for row in frame.label_rows:
            label = Label(x, row, "middle", text)
            if not any(_meet(label, other, frame) for other in placed):
                placed.append(label)
                break
    return placed


def _meet(one: Label, other: Label, frame: Frame) -> bool:
    if one.y != other.y:
        return False
    (a, b), (c, d) = _span(one, frame), _span(other, frame)
    return a - 8 < d and c - 8 < b


def _span(label: Label, frame: Frame) -> tuple[int, int]:
    width = len(label.text) * frame.letter
    if label.anchor == "start":
        return label.x, label.x + width
    if label.anchor == "end":
        return label.x - width, label.x
    return label.x - width // 2, label.x + width // 2
