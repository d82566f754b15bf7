from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sapar.ground.codelists.iati import ActivityStatus, DateType, OrganisationRole, RelationType


def test_texts_are_kept_per_language_and_inherit_the_activitys(read):
    activity = read(
        "<title><narrative>Roads</narrative><narrative xml:lang='ru'>Дороги</narrative></title>"
    )
    assert activity.titles == {"en": "Roads", "ru": "Дороги"}


def test_a_second_text_of_one_language_is_put_below(read):
    activity = read(
        "<description type='2'><narrative>One</narrative><narrative>Two</narrative></description>"
    )
    assert activity.descriptions == (("2", {"en": "One\nTwo"}),)


def test_a_comment_in_the_middle_does_not_cut_a_text_short(read):
    activity = read("<title><narrative>Ro<!-- hidden -->ads</narrative></title>")
    assert activity.titles == {"en": "Roads"}


def test_organisations_with_their_roles(read):
    activity = read(
        "<reporting-org ref='XM-1' type='40'><narrative>Bank</narrative></reporting-org>"
        "<participating-org ref=' KG-2 ' role='4' type='10'>"
        "<narrative xml:lang='ru'>Служба</narrative><narrative>Service</narrative>"
        "</participating-org>"
    )
    assert activity.reporting_org == ("XM-1", "40", "Bank")
    assert activity.participating_orgs == (
        ("KG-2", OrganisationRole.IMPLEMENTING, "10", "Service"),
    )


def test_status_and_the_four_dates(read):
    activity = read(
        "<activity-status code='2'/>"
        "<activity-date type='1' iso-date='2011-01-02Z'/>"
        "<activity-date type='4' iso-date='2013-12-31+06:00'/>"
    )
    assert activity.status is ActivityStatus.IMPLEMENTATION
    assert activity.dates == {
        DateType.PLANNED_START: date(2011, 1, 2),
        DateType.ACTUAL_END: date(2013, 12, 31),
    }
    assert activity.refusals == ()


def test_a_second_different_date_of_a_type_is_refused_and_the_first_kept(read):
    activity = read(
        "<activity-date type='3' iso-date='2011-01-02'/>"
        "<activity-date type='3' iso-date='2011-01-02'/>"
        "<activity-date type='3' iso-date='2012-01-02'/>"
    )
    assert activity.dates == {DateType.PLANNED_END: date(2011, 1, 2)}
    assert [refusal.reason for refusal in activity.refusals] == [
        "There is a second planned end, 2012-01-02 beside 2011-01-02"
    ]


def test_places_and_sectors(read):
    activity = read(
        "<recipient-country code='KG' percentage='60.5'/><recipient-country code='KZ'/>"
        "<recipient-region code='298' vocabulary='1' percentage='39.5'/>"
        "<sector code='16070' percentage='100'/><sector vocabulary='2' code='160'/>"
        "<location ref='L1'><name><narrative>Osh</narrative></name>"
        "<point><pos> 40.51  72.80 </pos></point></location>"
    )
    assert activity.countries == (("KG", Decimal("60.5")), ("KZ", None))
    assert activity.regions == (("1", "298", Decimal("39.5")),)
    assert activity.sectors == (("1", "16070", Decimal(100)), ("2", "160", None))
    assert activity.locations == (("L1", {"en": "Osh"}, Decimal("40.51"), Decimal("72.80")),)


def test_documents_and_related_activities(read):
    activity = read(
        "<document-link url='https://x.example/a.pdf'><title><narrative>Plan</narrative></title>"
        "</document-link><related-activity ref='XX-2' type='1'/>"
    )
    assert activity.document_links == (("https://x.example/a.pdf", {"en": "Plan"}),)
    assert activity.related_activities == (("XX-2", RelationType.PARENT),)


def test_the_attributes_of_an_activity(read):
    activity = read(
        "",
        "<iati-activity hierarchy='2' humanitarian='true' default-currency='DEM'"
        " last-updated-datetime='2025-03-04T21:36:22.405Z'><iati-identifier> X </iati-identifier>",
    )
    assert (activity.identifier, activity.hierarchy, activity.humanitarian) == ("X", 2, True)
    assert (activity.default_currency, activity.default_lang) == ("DEM", "")
    assert activity.last_updated == datetime(2025, 3, 4, 21, 36, 22, 405000, UTC)


def test_attributes_that_cannot_be_read_are_refused_without_the_activity(read):
    activity = read(
        "<title><narrative>Kept</narrative></title>",
        "<iati-activity hierarchy='top' humanitarian='maybe' default-currency='EURO'"
        " last-updated-datetime='yesterday'><iati-identifier>X</iati-identifier>",
    )
    assert activity.titles == {"": "Kept"}
    assert {refusal.what for refusal in activity.refusals} == {
        "@default-currency",
        "@hierarchy",
        "@humanitarian",
        "@last-updated-datetime",
    }


@pytest.mark.parametrize(
    ("element", "what", "reason"),
    [
        ("<activity-date type='1'/>", "activity-date", "The iso-date is missing"),
        (
            "<activity-date type='1' iso-date='31/01/2011'/>",
            "activity-date",
            "'31/01/2011' is not a date",
        ),
        (
            "<activity-date type='1' iso-date='2011-02-30'/>",
            "activity-date",
            "'2011-02-30' is not a date",
        ),
        (
            "<activity-date type='start-planned' iso-date='2011-01-01'/>",
            "activity-date",
            "'start-planned' is not a known date type",
        ),
        ("<activity-status/>", "activity-status", "The activity status is missing"),
        ("<participating-org ref='A'/>", "participating-org", "The role is missing"),
        (
            "<reporting-org/>",
            "reporting-org",
            "The identifier of the reporting organisation is missing",
        ),
        ("<recipient-country code='kg'/>", "recipient-country", "'kg' is not a country code"),
        (
            "<recipient-country code='XQ'/>",
            "recipient-country",
            "'XQ' is not a country of ISO 3166-1",
        ),
        ("<recipient-country/>", "recipient-country", "The country code is missing"),
        (
            "<sector code='1' percentage='120'/>",
            "sector",
            "The percentage 120 is not between 0 and 100",
        ),
        ("<sector vocabulary='1'/>", "sector", "The code is missing"),
        ("<document-link/>", "document-link", "The address of the document is missing"),
        (
            "<related-activity type='1'/>",
            "related-activity",
            "The identifier of the related activity is missing",
        ),
        (
            "<location><point><pos>91 10</pos></point></location>",
            "location/point",
            "91 10 is not on the globe",
        ),
        (
            "<location><point><pos>1,2</pos></point></location>",
            "location/point",
            "The position is not two numbers",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_alone_with_reason_and_remedy(read, element, what, reason):
    activity = read(f"<title><narrative>Kept</narrative></title>\n{element}")
    (refusal,) = activity.refusals
    assert activity.titles == {"en": "Kept"}
    assert (refusal.file, refusal.line, refusal.identifier) == ("file.xml", 2, "XX-1")
    assert (refusal.what, refusal.reason) == (what, reason)
    assert refusal.remedy.endswith(".")


def test_a_location_is_kept_without_its_impossible_point(read):
    activity = read(
        "<location><name><narrative>Osh</narrative></name><point><pos>a b</pos></point></location>"
    )
    assert activity.locations == (("", {"en": "Osh"}, None, None),)


def test_a_refusal_says_file_line_element_reason_and_remedy(read):
    (refusal,) = read("<activity-status code='9'/>").refusals
    assert str(refusal) == (
        "file.xml:1: activity-status of XX-1: '9' is not a known activity status. "
        "Use one of the codes 1, 2, 3, 4, 5, 6."
    )
