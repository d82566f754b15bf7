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

TABLE = """\
id: test.procedure
title: Procedure of a purchase
kind: table
about: rules
unit: word
basis: contract_date
inputs:
  type: {asks: the kind of contract, kind: word, one_of: [services, works]}
  value: {asks: the value, kind: number}
  country: {asks: the country, kind: word}
  allowed: {asks: the countries allowed, kind: list}
chosen: the procedure followed
values:
  2014-01-01:
    ref: {title: Annex, clause: IV, status: primary}
    rows:
      - when: {value: {up_to: 60000}}
        outcome: own
        consequence: Own rules apply.
        accepts: [tender]
      - when: {type: services, value: {above: 60000, below: 300000}}
        outcome: negotiated
        consequence: The cost may be refused.
        accepts: [tender]
      - when: {type: [works], value: {above: 60000}}
        outcome: tender
        consequence: The cost may be refused.
        ref: {title: Another annex, status: unverified}
  2020-01-01:
    value: null
    ref: {title: Repealed, status: primary}
closes_when: The file shows the procedure.
examples:
  - contract_date: 2014-06-01
    given: {type: services, value: 70000, chosen: own}
    expect: {verdict: red, outcome: negotiated}
  - contract_date: 2014-06-01
    given: {value: 60000}
    expect: {outcome: own}
"""

OBLIGATION = """\
id: test.certificate
title: Certificate of transfer
kind: obligation
about: rules
unit: months
basis: contract_date
inputs:
  value: {asks: the value of the asset, kind: number}
counted_from: the last day
values:
  2014-01-01:
    value: 1
    amber: 10
    needed_when: {value: {above: 5000}}
    ref: {title: Conditions, clause: art. 7, status: primary}
    amber_ref: {title: Own warning, status: unverified}
says:
  red: "The certificate of {asset} was due on {due_on}."
  amber: "The certificate of {asset} is due on {due_on}."
  clear: No certificate is outstanding.
  unknown: Not known, for {missing} is lacking.
next_step: Have it signed.
closes_when: It is on file.
examples:
  - contract_date: 2014-06-01
    report_date: 2017-08-01
    given: {value: 9000, counted_from: 2017-05-31, present_on: null}
    inputs: {asset: the car}
    expect: {verdict: red, value: 32}
  - contract_date: 2014-06-01
    report_date: 2017-08-01
    given: {value: 5000, counted_from: 2017-05-31}
    inputs: {asset: the chair}
    expect: {verdict: clear, value: null}
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
