"""The scores that the package carries: written by the evaluation, kept beside those of other sets."""

import json

import msgspec
import pytest

from dragoman.cli import main
from dragoman.errors import UsageError
from dragoman.evaluation import predictors
from dragoman.evaluation.published import Figure, publish, published, set_named, setting_of
from dragoman.evaluation.rows import TimexPart, TimexRow
from dragoman.evaluation.stages import STAGES
from dragoman.telling.scores import MEASURES
from dragoman.telling.scores import STAGES as TOLD

GOLD = {
    "id": "a",
    "text": "on 3 May 2024",
    "dct": "2024-05-04",
    "timexes": [{"start": 3, "end": 13, "type": "DATE", "value": "2024-05-03"}],
}


def figure(**more):
    return Figure(
        **(
            {"stage": "time", "set": "a", "rows": 1, "measure": "f1", "value": 0.5, "weights": "w", "day": "2024-01-01"}
            | more
        )
    )


@pytest.fixture
def gold(tmp_path, monkeypatch):
    """A gold file, and a stage that finds its one date with a wrong end."""
    path = tmp_path / "gold" / "diary.dev.jsonl"
    path.parent.mkdir()
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")

    def predict(rows, options, step):
        part = TimexPart(start=3, end=8, type="DATE", value="2024-05-03")
        return [TimexRow(id=row.id, timexes=(part,)) for row in rows]

    monkeypatch.setitem(predictors.PREDICTORS, "time", predict)
    return path


def test_a_stage_that_is_evaluated_publishes_its_headlines_with_size_and_weights(gold, tmp_path, capsys):
    file = tmp_path / "published.json"
    assert main(["evaluate", "time", str(gold), "--publish", str(file), "--boot", "20"]) == 0
    assert "2 figures kept" in capsys.readouterr().err
    value, strict = msgspec.json.decode(file.read_bytes(), type=tuple[Figure, ...])
    assert (value.stage, value.set, value.rows, value.measure, value.value) == ("time", "diary", 1, "value.f1", 1.0)
    assert (strict.measure, strict.value, strict.low) == ("strict.f1", 0.0, 0.0)
    assert value.weights
    assert len(value.day) == 10


def test_the_gate_publishes_what_it_measured(gold, tmp_path, capsys):
    assert main(["evaluate", "time", str(gold), "--record", "--root", str(tmp_path)]) == 0
    gate = tmp_path / "quality.toml"
    gate.write_text(capsys.readouterr().out, encoding="utf-8")
    file = tmp_path / "published.json"
    assert main(["evaluate", "--gate", str(gate), "--root", str(tmp_path), "--publish", str(file)]) == 0
    figures = msgspec.json.decode(file.read_bytes(), type=tuple[Figure, ...])
    assert [(one.measure, one.value, one.rows) for one in figures] == [("value.f1", 1.0, 1), ("strict.f1", 0.0, 1)]
    assert [(one.low, one.high) for one in figures] == [(1.0, 1.0), (0.0, 0.0)]


def test_figures_of_the_same_set_are_replaced_and_others_stay(tmp_path):
    file = tmp_path / "published.json"
    publish(file, [figure(), figure(set="b")])
    assert publish(file, [figure(value=0.7), figure(setting="types DATE")]) == 3
    held = msgspec.json.decode(file.read_bytes(), type=tuple[Figure, ...])
    assert [(one.set, one.setting, one.value) for one in held] == [
        ("a", "", 0.7),
        ("a", "types DATE", 0.5),
        ("b", "", 0.5),
    ]


def test_a_file_of_something_else_is_not_overwritten(tmp_path):
    file = tmp_path / "notes.json"
    file.write_text('{"mine": 1}', encoding="utf-8")
    with pytest.raises(UsageError, match="holds no scores"):
        publish(file, [figure()])
    assert file.read_text(encoding="utf-8") == '{"mine": 1}'


def test_sets_are_named_after_their_files():
    assert set_named(["gold/geo/gwn.jsonl", "gold/geo/lgl.jsonl"]) == "gwn, lgl"
    assert set_named(["gold/factuality/uw.dev.jsonl", "gold/dossier/dev.jsonl"]) == "uw, dossier"
    assert set_named(["data/gdelt_pairs/daily.csv"]) == "gdelt_pairs"
    assert (
        setting_of({"spans": "found", "crises": "gold/crises.csv", "years": ["2019", "2020"]})
        == "spans found; years 2019, 2020"
    )


def test_what_the_package_carries_is_of_stages_that_there_are():
    for one in published():
        assert one.stage in STAGES
        assert one.rows > 0
        assert one.weights


def test_every_stage_and_headline_has_words():
    assert set(TOLD) == set(STAGES)
    assert {name for stage in STAGES.values() for name in stage.headlines} <= set(MEASURES)
