"""A small project file that tests bend in one place."""

from __future__ import annotations

from sapar.exchange.projectfiles.reading import read_project_text
from sapar.exchange.projectfiles.schema import ProjectFile

SMALL = """recorded: 2009-03-31
source: report
currency: EUR
sources:
  - {key: report, title: Annual report}
organisations:
  - {code: office, name: Labour office}
  - {code: fund, name: Fund, constituent: donor}
offices:
  - {code: bishkek, organisation: office, name: Bishkek, country: KG}
people:
  - {code: CTA-1, name: CTA-1}
posts:
  - code: cta
    office: bishkek
    title: Adviser
    key: true
    mandates:
      - {level: project_manager}
    holdings:
      - {id: began, on: 2008-03-01, recorded: 2008-03-01, person: CTA-1}
      - supersedes: began
        on: 2008-03-01
        recorded: 2009-02-28
        person: CTA-1
        held_to: 2009-02-28
project:
  code: SMALL
  title: A small project
  periods:
    - {kind: agreed, starts: 2008-03, ends: 2010-02-28}
  statements:
    - {topic: event, on: 2008-06, text: A survey is held.}
results:
  - code: OP1
    level: output
    title: Surveys
    indicators:
      - code: OP1-1
        title: Surveys published
        targets:
          - {kind: baseline, value: 0}
          - {kind: end, value: 4}
        values:
          - {on: 2009-02-28, value: 1.5}
activities:
  - {code: A1, title: Survey, result: OP1}
  - {code: A2, title: Report, after: [A1]}
agreements:
  - code: grant
    donor: fund
    mode: eu_grant_2008
    terms:
      - {on: 2008-02-15, amount: 100000.00, eu_rate: 0.80}
    headings:
      - {code: "1", title: Staff}
ledger:
  - {kind: expenditure, on: 2008-05-10, amount: 10.25, heading: "1", activity: A1}
payment_requests:
  - code: R-1
    purpose: Venue
    amount: 500
    steps:
      - {kind: submitted, at: 2008-06-01T09:30Z, by_office: bishkek, waits_at: bishkek}
"""


def small(old: str = "", new: str = "") -> ProjectFile:
    """The small file, with one text in it exchanged for another."""
    assert old in SMALL, f"the small file has no '{old}'"
    return read_project_text(SMALL.replace(old, new, 1) if old else SMALL, "small.yaml")


def line_of(text: str) -> int:
    """The line on which a text stands in the small file."""
    return SMALL[: SMALL.index(text)].count("\n") + 1
