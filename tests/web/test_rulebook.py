from __future__ import annotations

import pytest

from sapar.ground.rulebook.book import default_rulebook

RULES = [rule.id for rule in default_rulebook().rules]


def test_all_rules_are_listed_pack_by_pack(yard, signed_in):
    page = signed_in("outsider").get("/rules/").content.decode()
    for pack in default_rulebook().packs:
        assert pack.title in page
    assert [rule for rule in RULES if f'href="/rules/{rule}/"' not in page] == []


def test_every_rule_explains_itself_with_its_source_and_examples(yard, signed_in):
    client = signed_in("outsider")
    for rule in default_rulebook().rules:
        answer = client.get(f"/rules/{rule.id}/")
        assert answer.status_code == 200
        page = answer.content.decode()
        assert page.count("<tr>") >= len(rule.values) + len(rule.exceptions) + len(rule.examples)


@pytest.mark.parametrize("rule", ["watch.nothing", "x", "watch.consume_70%00"])
def test_a_rule_that_does_not_exist_is_not_found(yard, signed_in, rule):
    assert signed_in("outsider").get(f"/rules/{rule}/").status_code == 404
