"""Rule files for the tests, written out and changed in one place at a time."""

from __future__ import annotations

from pathlib import Path

from sapar.ground.rulebook import Rule, load_located, validated

THRESHOLD = """\
id: test.use_of_advance
title: Use of the advance
kind: threshold
about: money
unit: share
basis: contract_date
worse: below
values:
  2003-01-01:
    amber: 0.85
    red: 0.70
    ref: {title: First conditions, clause: art. 15, status: secondary}
  2013-01-01:
    amber: 0.95
    red: 0.80
    ref: {title: Second conditions, status: unverified}
  2019-01-01:
    value: null
    ref: {title: Repealed, status: primary}
exceptions:
  - id: small
    label: Small grant
    when: {small: true}
    since: 2013-01-01
    amber: 0.60
    red: 0.50
    ref: {title: Small grants, status: primary}
says:
  red: Only {value:.0%} used, {limit:.0%} needed.
  amber: "{value:.0%} used, close to the limit."
  clear: "{value:.0%} used."
  unknown: Not known, for {missing} is lacking.
next_step: Spend or report later.
closes_when: Enough is used.
escalation:
  starts_at: project_manager
  clock_days: {red: 14, amber: 30}
examples:
  - contract_date: 2008-03-01
    given: {value: 0.66}
    expect: {verdict: red, limit: 0.70}
  - contract_date: 2008-03-01
    given: {value: 0.90}
    expect: {verdict: clear}
"""

DEADLINE = """\
id: test.final_report
title: Final report
kind: deadline
about: time
unit: months
basis: contract_date
values:
  2003-01-01: {value: 3, ref: {title: Conditions, status: secondary}}
exceptions:
  - id: abroad
    label: Headquarters abroad
    when: {abroad: true}
    value: 6
    ref: {title: Conditions on headquarters, status: primary}
examples:
  - contract_date: 2008-03-01
    context: {abroad: false}
    given: {}
    expect: {limit: 3}
  - contract_date: 2008-03-01
    context: {abroad: true}
    given: {}
    expect: {limit: 6}
"""

METHOD = """\
id: test.rate
title: Rate of exchange
kind: parameter
about: money
unit: method
basis: event_date
values:
  2003-01-01: {value: mean_of_period, ref: {title: Conditions, status: primary}}
examples:
  - event_date: 2008-03-01
    given: {}
    expect: {limit: mean_of_period}
  - event_date: 2002-03-01
    given: {}
    expect: {limit: null}
"""

PACK = "id: {id}\ntitle: A pack\ndescribes: Rules of the tests.\n"


def rule_from(text: str) -> Rule:
    """A rule as its file would give it."""
    data, lines = load_located(text, "rule.yaml")
    return validated(Rule, data, lines, "rule.yaml")


def write_pack(folder: Path, id_: str, **texts: str) -> Path:
    """A pack folder with one file per rule text."""
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(PACK.format(id=id_), encoding="utf-8")
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
