"""A new treaty changes what it touches in old reports, and nothing else; the changes feed says so."""

from collections import Counter

import pytest

from dragoman.judging.provisions import Register
from dragoman.pipeline import Desk
from dragoman.records import Article, article_id
from dragoman.store import Store

TREATY = """
id = "EXAMPLE-1"
name = "Example Convention (2018)"
title = "Trade in gold"
regime = "EXAMPLE"
in_force_since = 2018-01-01
legal_basis = "treaty"
source = "UNTS 1:1"

[[provision]]
id = "EXAMPLE-1-2"
paragraph = "Article 2"
summary = "Parties buy no gold from the Islands."
kind = "prohibition"
force = "binding"
bound = ["parties"]
target = ["FJI"]
direction = "from"
actor_role = "buyer"
acts = ["procure", "export"]
objects = ["gold_minerals"]
periods = [{ from = 2018-01-01 }]
verified = "source"
checked = "treaty text, page 3"
"""


@pytest.fixture
def desks(desk: Desk, tmp_path):
    """The desk as shipped, and one that knows the treaty as well."""
    (tmp_path / "treaty.toml").write_text(TREATY, encoding="utf-8")
    register = Register.load().with_user_file(tmp_path / "treaty.toml")
    return desk, Desk(desk.reader, desk.actors, desk.gazetteer, register)


def report(text: str) -> Article:
    return Article(id=article_id(text, None), text=text, published="2019-03-08", language="en")


TOUCHED = report("A Chinese smelter bought gold from Fiji. China bought coal from North Korea.")
UNTOUCHED = report("China bought coal from North Korea. Ministers met in Suva.")


def test_a_new_treaty_adds_its_findings_and_nothing_else(desks, tmp_path):
    before, after = desks
    with Store.open(tmp_path / "reports.db", create=True, clock=lambda: "2026-01-01T00:00:00Z") as store:
        for article in (TOUCHED, UNTOUCHED):
            store.add(before.read(article))
        last = max(change.number for change in store.changes())
        for article in (TOUCHED, UNTOUCHED):
            store.add(after.read(article))
        new = [change for change in store.changes() if change.number > last]
        assert Counter((change.kind, change.change) for change in new) == {
            ("article", "revised"): 1,
            ("finding", "added"): 1,
        }
        assert {change.article for change in new} == {TOUCHED.id}
        assert {one.provision for one in store.dossier(TOUCHED.id).findings} == {"EXAMPLE-1-2", "UNSCR-2371-8"}


ENDED = TREATY.replace("periods = [{ from = 2018-01-01 }]", "periods = [{ from = 2018-01-01, until = 2019-01-01 }]")


def test_a_rule_that_has_ended_takes_its_findings_away_and_nothing_else(desks, tmp_path):
    _, bound = desks
    (tmp_path / "ended.toml").write_text(ENDED, encoding="utf-8")
    register = Register.load().with_user_file(tmp_path / "ended.toml")
    freed = Desk(bound.reader, bound.actors, bound.gazetteer, register)
    with Store.open(tmp_path / "reports.db", create=True, clock=lambda: "2026-01-01T00:00:00Z") as store:
        for article in (TOUCHED, UNTOUCHED):
            store.add(bound.read(article))
        last = max(change.number for change in store.changes())
        for article in (TOUCHED, UNTOUCHED):
            store.add(freed.read(article))
        new = [change for change in store.changes() if change.number > last]
        assert Counter((change.kind, change.change) for change in new) == {
            ("article", "revised"): 1,
            ("finding", "removed"): 1,
        }
        assert {change.article for change in new} == {TOUCHED.id}
        assert {one.provision for one in store.dossier(TOUCHED.id).findings} == {"UNSCR-2371-8"}
