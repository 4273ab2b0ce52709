"""What reviews tell of the coder and of those who review, and gold made of them."""

from pathlib import Path

import pytest
from dossiers import meeting, plain

from dragoman.errors import UsageError
from dragoman.evaluation.reviewed import agreement_of, gold_rows, review_scores, wilson
from dragoman.evaluation.rows import json_lines
from dragoman.evaluation.scores.agreement import cohen_kappa, krippendorff_alpha, pair_agreements
from dragoman.evaluation.stages import Options, evaluate, stage_named
from dragoman.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "reports.db", create=True, clock=lambda: "2024-06-01T12:00:00Z") as opened:
        opened.add(meeting())
        yield opened


# -- agreement ------------------------------------------------------------------------------------------------------


def test_kappa_is_that_of_the_textbook():
    """Two readers of fifty grants: 20 both yes, 5 and 10 apart, 15 both no; kappa 0.4."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)


def test_alpha_is_that_of_krippendorffs_own_example():
    """Four observers, twelve units, missing values (Computing Krippendorff's Alpha-Reliability, 2011, section C): 0.743."""
    rows = {
        "A": "1 2 3 3 2 1 4 1 2 . . .",
        "B": "1 2 3 3 2 2 4 1 2 5 . 3",
        "C": ". 3 3 3 2 3 4 2 2 5 1 .",
        "D": "1 2 3 3 2 4 4 1 2 5 1 .",
    }
    judged = {}
    for observer, values in rows.items():
        for unit, value in enumerate(values.split()):
            if value != ".":
                judged.setdefault(unit, {})[observer] = value
    assert krippendorff_alpha(judged) == pytest.approx(0.743, abs=0.0005)


@pytest.mark.parametrize("seed", range(5))
def test_alpha_is_that_of_the_library(seed):
    krippendorff = pytest.importorskip("krippendorff", reason="krippendorff is not installed")
    import random

    lot = random.Random(seed)
    rows = [[lot.choice(["a", "b", "c", None]) for _ in range(30)] for _ in range(3)]
    judged = {
        unit: {f"r{row}": rows[row][unit] for row in range(3) if rows[row][unit] is not None} for unit in range(30)
    }
    codes = {"a": 0.0, "b": 1.0, "c": 2.0, None: float("nan")}
    wanted = krippendorff.alpha([[codes[value] for value in row] for row in rows], level_of_measurement="nominal")
    assert krippendorff_alpha(judged) == pytest.approx(wanted)


def test_where_chance_agrees_on_everything_or_nothing_was_judged_twice_there_is_no_figure():
    assert cohen_kappa([("y", "y")] * 3) is None
    assert cohen_kappa([]) is None
    assert krippendorff_alpha({1: {"a": "y", "b": "y"}}) is None
    assert krippendorff_alpha({1: {"a": "y"}}) is None


def test_each_pair_that_judged_anything_in_common():
    judged = {1: {"ada": "y", "bo": "y"}, 2: {"ada": "y", "bo": "n"}, 3: {"cleo": "n"}, 4: {"ada": "n", "bo": "n"}}
    (pair,) = pair_agreements(judged)
    assert (pair.first, pair.second, pair.both, pair.same) == ("ada", "bo", 3, pytest.approx(2 / 3))
    assert pair.kappa == pytest.approx(0.4)


def test_reviewers_agree_by_their_last_word_on_a_revision(store):
    met, sale = meeting().events
    store.review(met.id, "reject", "ada")
    store.review(met.id, "accept", "ada", why="on second thoughts")
    store.review(met.id, "accept", "bo")
    store.review(sale.id, "accept", "ada")
    store.review(sale.id, "correct", "bo", {"type": "COOPERATE"})
    store.review(sale.id, "skip", "cleo")
    found = agreement_of(store.reviews())
    assert (found.records, found.pairs[0].both, found.pairs[0].same) == (2, 2, 0.5)
    assert found.alpha == pytest.approx(1 - (2 / 4) / (6 / 12))


# -- scores ---------------------------------------------------------------------------------------------------------


def test_the_interval_of_a_share_is_wilsons():
    assert wilson(8, 10) == (pytest.approx(0.4902, abs=1e-3), pytest.approx(0.9433, abs=1e-3))
    assert wilson(0, 0) == (None, None)
    assert wilson(10, 10)[1] == 1.0


def test_scores_count_what_was_found_right_apart_for_what_came_by_lot(store):
    met, sale = meeting().events
    store.review(met.id, "accept", "ada", drawn="sample")
    store.review(sale.id, "correct", "ada", {"type": "COOPERATE", "mode": None})
    store.review(meeting().claims[0].id, "reject", "ada")
    by_lot, all_events, claims = review_scores(store)
    assert (by_lot.kind, by_lot.drawn, by_lot.decided, by_lot.right) == ("event", "sample", 1, 1.0)
    assert (all_events.drawn, all_events.accepted, all_events.corrected, all_events.right) == ("any", 1, 1, 0.5)
    assert all_events.fields == {"mode": 1, "type": 1}
    assert (claims.kind, claims.rejected, claims.right) == ("claim", 1, 0.0)


def test_what_was_said_of_an_earlier_revision_is_no_score(store):
    import msgspec

    from dragoman.records import with_revision

    met, sale = meeting().events
    store.review(met.id, "accept", "ada")
    changed = with_revision(msgspec.structs.replace(met, type="AGREE"))
    store.add(msgspec.structs.replace(meeting(), events=(changed, sale)))
    (score,) = review_scores(store)
    assert (score.decided, score.stale, score.right) == (0, 1, None)


# -- gold -----------------------------------------------------------------------------------------------------------


def test_a_report_becomes_gold_when_every_record_is_decided(store):
    met, sale = meeting().events
    store.review(met.id, "accept", "ada")
    assert list(gold_rows(store, ["events"])) == []
    store.review(sale.id, "correct", "bo", {"type": "COOPERATE", "recipients": "SUDGOV;NORGOV"})
    (row,) = gold_rows(store, ["events"])
    assert (row.complete, row.labels, row.reviewers) == (False, "full", ("ada", "bo"))
    assert [(one.type, one.recipients) for one in row.events] == [
        ("CONSULT", ("SUDGOV",)),
        ("COOPERATE", ("SUDGOV", "NORGOV")),
    ]
    assert row.attributions is None
    assert list(gold_rows(store, ["events", "claims"])) == []


def test_gold_has_what_was_added_and_not_what_was_rejected(store):
    of = meeting().article
    for event in meeting().events:
        store.review(event.id, "reject", "ada")
    store.review(of.id, "add", "ada", {"type": "SUPPORT", "passage": "136:164", "actors": "NORGOV"})
    store.review(of.id, "complete", "ada")
    (row,) = gold_rows(store, ["events"])
    assert (row.complete, [(one.type, one.actors, one.start) for one in row.events]) == (
        True,
        [("SUPPORT", ("NORGOV",), 136)],
    )


def test_a_report_without_events_is_gold_once_somebody_says_it_is_complete(store):
    import msgspec

    quiet = msgspec.structs.replace(plain(9), events=())
    store.add(quiet)
    store.review(quiet.article.id, "skip", "ada")
    assert list(gold_rows(store, ["events"])) == []
    store.review(quiet.article.id, "complete", "ada")
    (row,) = gold_rows(store, ["events"])
    assert (row.id, row.events) == (quiet.article.id, ())


@pytest.mark.parametrize(
    ("stage", "part"), [("events", "events"), ("attribution", "claims"), ("obligations", "findings")]
)
def test_evaluate_reads_the_gold_and_finds_the_coders_own_answers_right(store, tmp_path, stage, part):
    for record in (*meeting().events, *meeting().claims, *meeting().findings):
        store.review(record.id, "accept", "ada")
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(line + "\n" for line in json_lines(gold_rows(store, [part]))), encoding="utf-8")
    predictions = tmp_path / "made.jsonl"
    predictions.write_text(_predictions(stage), encoding="utf-8")
    outcome = evaluate(stage_named(stage), [gold], Options(boot=0), lambda *_: None, Path(predictions))
    scores = {name: value for name, value in outcome.scores.values.items() if name.endswith("f1")}
    assert scores
    assert max(scores.values()) == 1.0


def _predictions(stage: str) -> str:
    """What the coder says of the meeting, in the shape of predictions."""
    from dragoman.evaluation.predictors import event_part, found_part
    from dragoman.evaluation.reviewed import attribution_part
    from dragoman.evaluation.rows import AttributionRow, EventRow, ObligationRow

    of = meeting()
    row = {
        "events": lambda: EventRow(id=of.article.id, events=tuple(map(event_part, of.events))),
        "attribution": lambda: AttributionRow(id=of.article.id, attributions=tuple(map(attribution_part, of.claims))),
        "obligations": lambda: ObligationRow(id=of.article.id, found=tuple(map(found_part, of.findings))),
    }[stage]()
    return next(json_lines([row])) + "\n"


def test_gold_of_what_is_none_is_refused(store):
    with pytest.raises(UsageError, match="no places"):
        list(gold_rows(store, ["places"]))
