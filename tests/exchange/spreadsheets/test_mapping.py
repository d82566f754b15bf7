from __future__ import annotations

import pytest

from sapar.exchange.spreadsheets.fields import FIELDS
from sapar.exchange.spreadsheets.mapping import mapping_of, read_mapping
from sapar.ground.kernel import InvalidInput
from sapar.money.ledger.models import Entry

GOOD = """\
sheet: Ledger
decimal: ","
dates: dd.mm.yyyy
columns:
  effective_on: Date
  amount: Amount
  reference: [Voucher, Line]
always:
  currency: EUR
  kind: expenditure
words:
  kind: {Ausgabe: expenditure}
"""


def test_a_mapping_is_read_from_yaml_and_kept_as_json(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text(GOOD)
    mapping = read_mapping(path)
    assert mapping.columns["reference"] == ("Voucher", "Line")
    assert mapping.stored == ("kind", "reference", "amount", "currency", "effective_on")
    assert (mapping.formats.decimal, mapping.formats.dates) == (",", "dd.mm.yyyy")
    kept = mapping.model_dump(mode="json", exclude_defaults=True)
    assert mapping_of(kept, "kept") == mapping


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("amount:", "amuont:"),
            r"line 6: 'columns\.amuont': is not a.*Did you mean 'amount'",
        ),
        (("  amount: Amount\n", ""), r"'amount' \(amount; negative for a correction\) needs a col"),
        (("kind: expenditure\n", "amount: 5\n"), "is filled by a column already"),
        (("amount: Amount", "amount: [A, B]"), "needs exactly one column"),
        (("dates: dd.mm.yyyy", "dates: american"), "'dates' should be"),
        (("sheet:", "shete:"), "'shete' is not a known key. Did you mean 'sheet'"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_with_its_line(tmp_path, change, told):
    path = tmp_path / "m.yaml"
    path.write_text(GOOD.replace(*change))
    with pytest.raises(InvalidInput, match=told):
        read_mapping(path)


def test_every_stored_field_is_a_field_of_the_ledger():
    known = {column.name for column in Entry._meta.get_fields()}
    assert {one.name for one in FIELDS if one.stored} <= known


def test_an_own_line_brings_its_heading():
    columns = {"effective_on": "D", "amount": "A", "own_line": "L"}
    mapping = mapping_of({"columns": columns, "always": {"currency": "EUR", "kind": "x"}}, "m")
    assert "heading" in mapping.stored
