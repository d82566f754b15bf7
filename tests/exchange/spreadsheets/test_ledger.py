from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from sapar.design.projects.models import Project, ProjectPost
from sapar.exchange.spreadsheets.ledger import RowVerdict, import_ledger, preview_ledger
from sapar.exchange.spreadsheets.mapping import mapping_of
from sapar.exchange.spreadsheets.models import ColumnMapping
from sapar.exchange.spreadsheets.permissions import may_import_ledger
from sapar.exchange.spreadsheets.saved import save_mapping, saved_mapping
from sapar.exchange.spreadsheets.tables import read_table
from sapar.ground.kernel import Conflict, InvalidInput, NotPermitted
from sapar.ground.parties.models import Holding, Mandate, Office, Organisation, Person, Post, User
from sapar.ground.record.actions import Actor
from sapar.ground.record.models import JournalEntry, Source
from sapar.money.agreements.models import Agreement, AgreementTerms
from sapar.money.budget.models import Heading, OwnLine
from sapar.money.ledger.models import Entry

pytestmark = pytest.mark.django_db

TODAY = datetime.now(UTC).date()
CLERK = Actor("accounts")
HEADER = ["Voucher", "Day", "Amount", "Cur", "Head", "What"]
ROWS = [
    HEADER,
    ["V1", date(2009, 3, 1), 10.5, "EUR", "1", "Семинар в Оше"],
    ["V2", date(2009, 3, 2), -2, "EUR", "1", "correction"],
    ["V3", date(2009, 3, 3), 700, "KGS", "2", "аренда"],
]
COLUMNS = {
    "reference": "Voucher",
    "effective_on": "Day",
    "amount": "Amount",
    "currency": "Cur",
    "heading": "Head",
    "description": "What",
}


def mapping(**changes):
    definition = {"columns": COLUMNS, "always": {"kind": "Expenditure"}, **changes}
    return mapping_of(definition, "test")


def fact() -> dict[str, object]:
    source, _ = Source.objects.get_or_create(key="s", defaults={"title": "S"})
    recorded = datetime.now(UTC) - timedelta(days=100)
    return {"recorded_at": recorded, "source": source, "basis": "sourced"}


@pytest.fixture
def project() -> Project:
    donor = Organisation.objects.create(code="do", name="Donor")
    project = Project.objects.create(code="P/1", title="Project", executing=donor)
    agreement = Agreement.objects.create(project=project, code="A", donor=donor, mode="own")
    AgreementTerms.objects.create(
        project=project,
        agreement=agreement,
        effective_on=date(2009, 1, 1),
        starts_on=date(2009, 1, 1),
        ends_on=date(2010, 12, 31),
        amount=1000,
        currency="EUR",
        **fact(),
    )
    for code in ("1", "2"):
        Heading.objects.create(project=project, agreement=agreement, code=code, title=code)
    return project


@pytest.fixture
def look(project, sheet_of):
    """A preview of rows against the project."""

    def preview(rows, name="book.xlsx", as_of=TODAY, **changes):
        return preview_ledger(project, read_table(sheet_of(rows, name)), mapping(**changes), as_of)

    return preview


def verdicts(preview) -> list[str]:
    return [row.verdict.value for row in preview.rows]


def known() -> list[tuple[str, Decimal]]:
    live = Entry.objects.known_at(TODAY).order_by("reference")
    return [(one.reference, one.amount) for one in live]


def with_row(*values) -> list[list[object]]:
    return [HEADER, list(values)]


def test_a_preview_writes_nothing_and_an_import_writes_each_row_with_its_way_back(project, look):
    preview = look(ROWS)
    assert verdicts(preview) == ["new", "new", "new"]
    assert not Entry.objects.exists()
    done = import_ledger(project, preview, CLERK)
    assert (done.new, done.changed, done.same, done.refused) == (3, 0, 0, ())
    entry = Entry.objects.select_related("source", "heading", "agreement").get(reference="V1")
    assert (entry.amount, entry.currency, entry.kind) == (Decimal("10.5"), "EUR", "expenditure")
    assert (entry.heading.code, entry.agreement.code) == ("1", "A")
    assert entry.effective_on == date(2009, 3, 1)
    assert entry.description == "Семинар в Оше"
    assert entry.source.locator == "book.xlsx, sheet 'Ledger', row 2"
    journal = JournalEntry.objects.get()
    assert (journal.action, journal.project, journal.changes["new"]) == (
        "ledger imported",
        "P/1",
        3,
    )


def test_the_same_file_again_is_the_same_and_leaves_no_trace(project, look):
    import_ledger(project, look(ROWS), CLERK)
    project.refresh_from_db()
    revision = project.revision
    again = look(ROWS)
    assert verdicts(again) == ["same", "same", "same"]
    assert import_ledger(project, again, CLERK).same == 3
    project.refresh_from_db()
    assert (Entry.objects.count(), JournalEntry.objects.count(), project.revision) == (
        3,
        1,
        revision,
    )


def test_a_changed_row_supersedes_and_keeps_what_the_file_does_not_say(project, look):
    import_ledger(project, look(ROWS), CLERK)
    Entry.objects.filter(reference="V1").update(eligible=True)
    changed = [*ROWS[:1], ["V1", date(2009, 3, 1), 11, "EUR", "1", "Семинар в Оше"], *ROWS[2:]]
    preview = look(changed)
    assert verdicts(preview) == ["changed", "same", "same"]
    assert preview.rows[0].changes == ("amount",)
    import_ledger(project, preview, CLERK)
    assert known() == [("V1", 11), ("V2", -2), ("V3", 700)]
    entry = Entry.objects.get(reference="V1", amount=11)
    assert (entry.supersedes.amount, entry.eligible) == (Decimal("10.5"), True)
    assert import_ledger(project, look(changed), CLERK).same == 3
    # The first file again takes the change back; its rows have their sources already.
    assert verdicts(look(ROWS)) == ["changed", "same", "same"]
    import_ledger(project, look(ROWS), CLERK)
    assert known()[0] == ("V1", Decimal("10.5"))


def test_without_a_reference_equal_rows_are_counted(project, look):
    bare = {key: column for key, column in COLUMNS.items() if key != "reference"}
    same = ["", date(2009, 3, 1), 5, "EUR", "1", "stamps"]
    import_ledger(project, look([HEADER, same, same], columns=bare), CLERK)
    assert Entry.objects.count() == 2
    assert verdicts(look([HEADER, same, same, same], columns=bare)) == ["same", "same", "new"]


def test_rows_that_are_refused_stop_the_import_unless_they_are_left_out(project, look):
    rows = [*ROWS, ["V4", "tomorrow", "much", "EUR", "9", "x"]]
    preview = look(rows)
    assert verdicts(preview)[-1] == "refused"
    told = [str(problem) for problem in preview.rows[-1].problems]
    place = "book.xlsx, sheet 'Ledger', row 5, column"
    assert told[0].startswith(f"{place} B (Day): 'tomorrow' is not a day written as 2009-03-31.")
    assert told[1].startswith(f"{place} C (Amount): The text 'much' stands where a number")
    assert told[2].startswith(f"{place} E (Head): '9' is not a known code of the budget heading.")
    with pytest.raises(
        InvalidInput, match=r"(?s)1 of 4 rows are refused.*row 5.*Nothing was written"
    ) as no:
        import_ledger(project, preview, CLERK)
    assert "despite errors" in no.value.remedy
    assert not Entry.objects.exists()
    done = import_ledger(project, preview, CLERK, despite_errors=True)
    assert (done.new, [row.number for row in done.refused]) == (3, [5])
    assert JournalEntry.objects.get().changes["refused_rows"] == [5]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("V", "", 1, "EUR", "1", ""), r"column B \(Day\): The day it was incurred.* is missing"),
        (("V", date(2009, 3, 1), "", "EUR", "1", ""), r"column C \(Amount\): The amount.*missing"),
        (("V", date(2009, 3, 1), 1, "EURO", "1", ""), r"column D \(Cur\): .*'EURO' does not fit"),
        (("V", date(2009, 3, 1), 1, "XQQ", "1", ""), r"'XQQ' is not a currency.*ISO 4217"),
        (("V", date(2009, 3, 1), 1, "eur", "1", ""), r"'eur' is not a currency.*in capitals"),
        (("V", date(2009, 3, 1), 1, "EUR", 1.1, ""), r"1\.1 and 1\.10 would look the same"),
        (("V", date(2009, 3, 1), "1,234", "EUR", "1", ""), r"thousands or decimals.*`decimal`"),
    ],
)
def test_each_cell_that_does_not_fit_is_named(look, row, told):
    (refused,) = look(with_row(*row)).rows
    assert refused.verdict is RowVerdict.REFUSED
    assert any(re.search(told, str(problem)) for problem in refused.problems)
    assert all(problem.where and problem.remedy for problem in refused.problems)


def test_a_kind_that_is_unknown_is_refused_and_can_be_translated(look):
    row = with_row("V", date(2009, 3, 1), 1, "EUR", "1", "Ausgabe")
    columns = {**COLUMNS, "kind": "What"}
    (refused,) = look(row, columns=columns, always={}).rows
    assert "Use one of: commitment, obligation, expenditure" in str(refused.problems[0])
    (read,) = look(row, columns=columns, always={}, words={"kind": {"AUSGABE": "expenditure"}}).rows
    assert read.entry["kind"] == "expenditure"


def test_a_heading_is_kept_in_one_currency(project, look):
    mixed = [
        HEADER,
        ["V1", date(2009, 3, 1), 1, "EUR", "1", ""],
        ["V2", date(2009, 3, 1), 70, "KGS", "1", ""],
    ]
    preview = look(mixed)
    assert verdicts(preview) == ["new", "refused"]
    told = str(preview.rows[1].problems[0])
    assert "row 3, column D (Cur): The heading 1 is kept in EUR (row 2 of this file)" in told
    assert "Convert the amount at a rate with a source and a date" in told
    import_ledger(project, preview, CLERK, despite_errors=True)
    (later,) = look(with_row("V9", date(2009, 3, 1), 70, "KGS", "1", "")).rows
    assert "kept in EUR (entries on record)" in str(later.problems[0])
    (renewed,) = look(with_row("V1", date(2009, 3, 1), 70, "KGS", "1", "")).rows
    assert renewed.verdict is RowVerdict.CHANGED, "the only entry of a heading may change currency"


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2008, 12, 31), "before the agreement's period begins on 2009-01-01"),
        (date(2011, 1, 1), "after the agreement's period ended on 2010-12-31"),
        (TODAY + timedelta(days=9), "which lies ahead"),
    ],
)
def test_spending_outside_the_period_is_flagged_and_not_refused(look, on, told):
    (row,) = look(with_row("V", on, 1, "EUR", "1", "")).rows
    assert row.verdict is RowVerdict.NEW
    assert any(told in finding.says for finding in row.findings)


def test_a_formula_like_text_is_kept_as_text_and_flagged(project, look):
    preview = look(with_row("V", date(2009, 3, 1), 1, "EUR", "1", "=cmd|' /c calc'!A1"))
    assert "The text in F2 begins like a formula" in preview.rows[0].findings[0].says
    import_ledger(project, preview, CLERK)
    assert Entry.objects.get().description == "=cmd|' /c calc'!A1"


def test_a_formula_is_refused_unless_its_value_is_accepted(project, workbook):
    def fill(book):
        page = book.add_worksheet("Ledger")
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, ["V1", "2009-03-01", "", "EUR", "1", "x"])
        page.write_formula(1, 2, "=5+5", None, 10)

    table = read_table(workbook(fill))
    (refused,) = preview_ledger(project, table, mapping(), TODAY).rows
    assert "row 2, column C (Amount): The cell holds a formula" in str(refused.problems[0])
    (read,) = preview_ledger(project, table, mapping(accept_formulas=True), TODAY).rows
    assert (read.verdict, read.entry["amount"]) == (RowVerdict.NEW, 10)


def test_negative_units_are_refused_and_products_are_checked(project, sheet_of):
    columns = {**COLUMNS, "units": "Units", "unit_rate": "Rate"}
    rows = [
        [*HEADER, "Units", "Rate"],
        ["V1", date(2009, 3, 1), 10, "EUR", "1", "x", -2, 5],
        ["V2", date(2009, 3, 1), 10, "EUR", "1", "x", 2, 5],
        ["V3", date(2009, 3, 1), 11, "EUR", "1", "x", 2, 5],
    ]
    table = read_table(sheet_of(rows))
    negative, right, wrong = preview_ledger(project, table, mapping(columns=columns), TODAY).rows
    told = str(negative.problems[0])
    assert "row 2, column G (Units): The number of units is -2, which is negative" in told
    assert "negative amount with positive units" in told
    assert (right.verdict, right.findings) == (RowVerdict.NEW, ())
    assert wrong.findings[0].says == "2 units at 5 come to 10, but the amount is 11"


def test_a_reference_that_stands_twice_is_refused_and_columns_can_be_joined(look):
    twice = [HEADER, ROWS[1], ["V1", date(2009, 3, 5), 7, "EUR", "1", "b"]]
    preview = look(twice)
    assert verdicts(preview) == ["new", "refused"]
    assert "The reference 'V1' stands in row 2 already" in str(preview.rows[1].problems[0])
    joined = look(twice, columns={**COLUMNS, "reference": ["Voucher", "What"]})
    assert [row.entry["reference"] for row in joined.rows] == ["V1/Семинар в Оше", "V1/b"]


def test_an_own_line_leads_to_its_heading(project, look):
    heading = Heading.objects.get(code="2")
    OwnLine.objects.create(
        project=project, agreement=heading.agreement, heading=heading, code="OL", title="Own"
    )
    row = with_row("V", date(2009, 3, 1), 1, "EUR", "OL", "")
    columns = {**{k: v for k, v in COLUMNS.items() if k != "heading"}, "own_line": "Head"}
    (read,) = look(row, columns=columns).rows
    assert read.entry["heading"] == heading
    both = look(
        with_row("V", date(2009, 3, 1), 1, "EUR", "1", "OL"),
        columns={**COLUMNS, "own_line": "What"},
    )
    assert "falls under heading 2, but the row names heading 1" in str(both.rows[0].problems[0])


def test_two_agreements_must_be_told_apart(project, look):
    donor = Organisation.objects.get(code="do")
    Agreement.objects.create(project=project, code="B", donor=donor, mode="own")
    (unknown,) = look(ROWS[:2]).rows
    assert "not known which agreement's budget" in str(unknown.problems[0])
    (told,) = look(ROWS[:2], always={"kind": "expenditure", "agreement": "A"}).rows
    assert told.verdict is RowVerdict.NEW
    (wrong,) = look(ROWS[:2], always={"kind": "expenditure", "agreement": "C"}).rows
    assert "'C' is not a known code of the financing agreement" in str(wrong.problems[0])


def test_a_column_that_is_not_there_is_told_at_once(look):
    with pytest.raises(InvalidInput, match=r"row 1: There is no column 'Betrag'.*Voucher, Day"):
        look(ROWS, columns={**COLUMNS, "amount": "Betrag"})


def test_a_preview_of_another_day_or_another_ledger_is_not_imported(project, look):
    preview = look(ROWS)
    import_ledger(project, preview, CLERK)
    with pytest.raises(Conflict, match="no longer what the preview was made from"):
        import_ledger(project, preview, CLERK)
    past = look(
        [*ROWS, ["V8", date(2009, 3, 1), 1, "EUR", "1", ""]], as_of=TODAY - timedelta(days=1)
    )
    assert verdicts(past) == ["new"] * 4, "yesterday nothing of the file was on record"
    with pytest.raises(Conflict, match="as of today"):
        import_ledger(project, past, CLERK)
    assert Entry.objects.count() == 3


def test_nothing_is_written_when_writing_fails_midway(project, look, monkeypatch):
    preview = look(ROWS)
    monkeypatch.setattr("sapar.exchange.spreadsheets.ledger.BATCH", 2)
    calls = []
    real = Entry.objects.bulk_create

    def failing(rows):
        calls.append(len(rows))
        if len(calls) == 2:
            raise RuntimeError("the disk is full")
        return real(rows)

    monkeypatch.setattr(Entry.objects, "bulk_create", failing)
    with pytest.raises(RuntimeError):
        import_ledger(project, preview, CLERK)
    assert calls == [2, 1]
    assert not Entry.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_preview_costs_the_same_number_of_queries_for_one_row_and_many(
    project, sheet_of, django_assert_num_queries
):
    many = [HEADER, *([f"V{i}", date(2009, 3, 1), 1, "EUR", "1", ""] for i in range(30))]
    for rows in (ROWS[:2], many):
        table = read_table(sheet_of(rows))
        with django_assert_num_queries(8):
            preview_ledger(project, table, mapping(), TODAY)


def someone(project: Project, name: str, level: str) -> User:
    organisation = Organisation.objects.get(code="do")
    office = Office.objects.create(code=name, name=name, organisation=organisation)
    person = Person.objects.create(code=name, name=name)
    post = Post.objects.create(code=name, office=office, title=name)
    if level:
        Mandate.objects.create(post=post, level=level, reach="own")
        ProjectPost.objects.create(project=project, post=post)
    Holding.objects.create(
        post=post, person=person, effective_on=TODAY - timedelta(days=50), **fact()
    )
    return User.objects.create(username=name, person=person)


@pytest.mark.parametrize(
    ("level", "may"),
    [("project_manager", True), ("finance", True), ("donor", False), ("", False)],
)
def test_finance_and_the_project_manager_import_and_nobody_else(project, look, level, may):
    user = someone(project, "u", level)
    assert may_import_ledger(user, project) is may
    preview = look(ROWS)
    if may:
        assert import_ledger(project, preview, user).new == 3
        assert JournalEntry.objects.get().user_id == user.pk
        return
    with pytest.raises(NotPermitted, match="Ask finance or the project manager"):
        import_ledger(project, preview, user)
    with pytest.raises(NotPermitted):
        save_mapping(project, "m", mapping(), user)
    assert not Entry.objects.exists()
    assert not ColumnMapping.objects.exists()


def test_a_saved_mapping_is_found_replaced_and_remembered(project):
    save_mapping(project, " accounts ", mapping(), CLERK)
    save_mapping(project, "accounts", mapping(), CLERK)
    assert JournalEntry.objects.count() == 1
    save_mapping(project, "accounts", mapping(decimal=","), CLERK)
    assert saved_mapping(project, "accounts") == mapping(decimal=",")
    changes = JournalEntry.objects.get(seq=2).changes
    assert "decimal" not in changes["before"]
    assert changes["after"]["decimal"] == ","
    with pytest.raises(InvalidInput, match=r"keeps no column mapping 'x'\. There are: accounts\."):
        saved_mapping(project, "x")
    with pytest.raises(InvalidInput, match="needs a name"):
        save_mapping(project, "  ", mapping(), CLERK)
