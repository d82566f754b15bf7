from __future__ import annotations

import pytest
from lxml import etree

from sapar.ground.codelists import iati


def test_a_member_is_its_code_and_has_words():
    assert iati.TransactionType.DISBURSEMENT == "3"
    assert iati.DateType.PLANNED_START.label == "Planned start"


@pytest.mark.parametrize(
    ("members", "file"),
    [
        (iati.ActivityStatus, "codelists/ActivityStatus.xml"),
        (iati.DateType, "codelists/ActivityDateType.xml"),
        (iati.TransactionType, "codelists/TransactionType.xml"),
        (iati.BudgetType, "codelists/BudgetType.xml"),
        (iati.BudgetStatus, "codelists/BudgetStatus.xml"),
        (iati.OrganisationRole, "codelists/OrganisationRole.xml"),
        (iati.RelationType, "codelists/RelatedActivityType.xml"),
        (iati.ResultType, "codelists-external/ResultType.xml"),
        (iati.IndicatorMeasure, "codelists-external/IndicatorMeasure.xml"),
    ],
)
def test_the_codes_are_those_of_the_standard(shared, members, file):
    path = shared / "iati/standard" / file
    codes = [code.text for code in etree.parse(path).iterfind(".//codelist-item/code")]
    assert [member.value for member in members] == codes
