"""The page on rules tells each kind of rule so that nothing of it is left out."""

from __future__ import annotations

from datetime import date

from tests.docs.pages_of_rules import _rule, anchor

from sapar.ground.rulebook import Rule

COMMON = {
    "id": "own.made",
    "title": "Made for a test",
    "about": "rules",
    "basis": "event_date",
    "examples": [{"given": {}, "expect": {"verdict": "clear"}}] * 2,
}
REF = {"title": "Circular", "clause": "par. 4", "status": "primary", "href": "https://x.example/c"}


def told(**keys: object) -> str:
    return "\n\n".join(_rule(Rule.model_validate({**COMMON, **keys})))


def test_a_threshold_shows_both_limits_and_the_source_of_each() -> None:
    text = told(
        kind="threshold",
        unit="share",
        worse="below",
        values={
            date(2008, 1, 1): {
                "red": "0.7",
                "amber": "0.85",
                "ref": REF,
                "amber_ref": {"title": "Default of Sapar", "status": "unverified"},
            },
            date(2014, 1, 1): {"value": None, "ref": REF},
        },
        says=dict.fromkeys(("red", "amber", "clear"), "It is {value:.0%}.")
        | {"unknown": "Not on record: {missing}."},
        next_step="Ask.",
        closes_when="It is enough.",
    )
    assert (
        "| 2008-01-01 | 70 % | 85 % | [Circular, par. 4](https://x.example/c) | primary |" in text
    )
    assert "| 2008-01-01, amber |  |  | Default of Sapar | unverified |" in text
    assert "| 2014-01-01 | no longer in force | no longer in force |" in text
    assert "When red: “It is *value*.”" in text
    assert "* Closes when: It is enough." in text


def test_a_table_shows_what_it_asks_and_each_row() -> None:
    text = told(
        kind="table",
        unit="word",
        inputs={"amount": {"asks": "The amount in euro", "kind": "number"}},
        values={
            date(2008, 1, 1): {
                "ref": REF,
                "rows": [
                    {
                        "when": {"amount": {"above": 5000}},
                        "outcome": "three_offers",
                        "consequence": "Ask three suppliers",
                    }
                ],
            }
        },
    )
    assert "* `amount`: The amount in euro" in text
    assert "| three offers | Ask three suppliers | [Circular, par. 4]" in text
    assert "| 2008-01-01 | amount is above 5,000 | three offers |" in text


def test_an_anchor_is_made_as_markdown_tools_make_it() -> None:
    assert anchor("`watch.burn_gap`: Spending behind plan") == "watchburn_gap-spending-behind-plan"
