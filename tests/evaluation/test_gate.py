"""The quality gate: floors held, broken, skipped, and gold that changed."""

import json

import pytest

from dragoman.cli import main
from dragoman.errors import UsageError
from dragoman.evaluation import predictors
from dragoman.evaluation.gate import Floor, digest_of, read_gate, run_gate
from dragoman.evaluation.rows import TimexPart, TimexRow
from dragoman.evaluation.stages import STAGES, Options, evaluate, option_values, predictor_of, stage_named

GOLD = {
    "id": "a",
    "text": "on 3 May 2024",
    "dct": "2024-05-04",
    "timexes": [{"start": 3, "end": 13, "type": "DATE", "value": "2024-05-03"}],
}


def still(done, total):
    """No progress is shown."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A gold file, and a stage that finds its one date with a wrong end."""
    (tmp_path / "time.jsonl").write_text(json.dumps(GOLD) + "\n", encoding="utf-8")

    def predict(rows, options, step):
        return [
            TimexRow(id=row.id, timexes=(TimexPart(start=3, end=8, type="DATE", value="2024-05-03"),)) for row in rows
        ]

    monkeypatch.setitem(predictors.PREDICTORS, "time", predict)
    return tmp_path


def floor(folder, measure, value, **more):
    fields = {"stage": "time", "gold": ("time.jsonl",), "digest": digest_of([folder / "time.jsonl"])} | more
    return Floor(measure=measure, floor=value, **fields)


def outcomes(folder, *floors):
    return {one.floor.measure: one.outcome for one in run_gate(floors, folder, lambda title: still)}


def test_floors_are_held_or_broken_with_their_margin(folder):
    found = outcomes(
        folder,
        floor(folder, "value.f1", 1.0),
        floor(folder, "strict.f1", 0.1),
        floor(folder, "relaxed.f1", 1.004, margin=0.005),
        floor(folder, "type.f1", 1.1, margin=0.005),
    )
    assert found == {"value.f1": "held", "strict.f1": "below", "relaxed.f1": "held", "type.f1": "below"}


def test_less_is_better_where_it_says_so(folder):
    assert outcomes(folder, floor(folder, "value.f1", 0.5, better="lower")) == {"value.f1": "below"}
    assert outcomes(folder, floor(folder, "strict.f1", 0.5, better="lower")) == {"strict.f1": "held"}


def test_other_gold_shuts_the_gate_and_no_gold_does_not(folder):
    (held,) = run_gate([floor(folder, "value.f1", 1.0, digest="0" * 16)], folder, lambda title: still)
    assert (held.outcome, held.failed) == ("changed", True)
    (held,) = run_gate([floor(folder, "value.f1", 1.0, gold=("none.jsonl",))], folder, lambda title: still)
    assert (held.outcome, held.failed) == ("skipped", False)
    assert "no gold at" in held.why


def test_a_stage_that_does_not_exist_is_skipped_and_a_measure_that_does_not_is_a_fault(folder, monkeypatch):
    assert outcomes(folder, floor(folder, "nonsense", 1.0)) == {"nonsense": "missing"}
    monkeypatch.delitem(predictors.PREDICTORS, "time")
    assert outcomes(folder, floor(folder, "value.f1", 1.0)) == {"value.f1": "skipped"}


def test_the_gate_reads_what_record_prints(folder, capsys):
    assert (
        main(["evaluate", "time", str(folder / "time.jsonl"), "--record", "--root", str(folder), "--types", "DATE"])
        == 0
    )
    (folder / "quality.toml").write_text(capsys.readouterr().out, encoding="utf-8")
    first, second = read_gate(folder / "quality.toml")
    assert (first.stage, first.gold, first.measure, first.floor, first.options) == (
        "time",
        ("time.jsonl",),
        "value.f1",
        1.0,
        {"types": ["DATE"]},
    )
    assert (second.measure, second.floor) == ("strict.f1", 0.0)
    assert main(["evaluate", "--gate", str(folder / "quality.toml"), "--root", str(folder), "--json"]) == 0
    assert [json.loads(line)["outcome"] for line in capsys.readouterr().out.splitlines()] == ["held", "held"]


def test_a_broken_floor_fails_the_command(folder, capsys):
    gate = folder / "quality.toml"
    row = floor(folder, "strict.f1", 0.9)
    gate.write_text(
        f'[[floor]]\nstage = "time"\ngold = ["time.jsonl"]\ndigest = "{row.digest}"\nmeasure = "strict.f1"\nfloor = 0.9\n'
    )
    assert main(["evaluate", "--gate", str(gate), "--root", str(folder)]) == 1
    assert "1 floor, 1 failed, 0 skipped" in capsys.readouterr().err
    assert main(["evaluate", "events", "--gate", str(gate), "--root", str(folder)]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[floor]]\nstage = 'time'", "missing required field"),
        ("[[floors]]\n", "unknown field"),
        ("floor = ", "Invalid value"),
        ("[[floor]]\nstage='x'\ngold=[]\ndigest=''\nmeasure='m'\nfloor=1.0", "no stage 'x'"),
        ("[[floor]]\nstage='time'\ngold=[]\ndigest=''\nmeasure='m'\nfloor=1.0\nbetter='more'", "better is 'more'"),
    ],
)
def test_a_gate_that_is_wrong_is_refused(tmp_path, text, said):
    (tmp_path / "quality.toml").write_text(text)
    with pytest.raises(UsageError, match=said):
        read_gate(tmp_path / "quality.toml")


# -- the command ----------------------------------------------------------------------------------------------------


def test_evaluate_prints_a_table_or_json_and_writes_predictions(folder, capsys):
    gold, out = str(folder / "time.jsonl"), folder / "out.jsonl"
    assert main(["evaluate", "time", gold, "--json", "--predictions", str(out)]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert (scores["value.f1"], scores["strict.f1"], scores["value.f1_95"]) == (1.0, 0.0, [1.0, 1.0])
    assert json.loads(out.read_text()) == {
        "id": "a",
        "timexes": [{"start": 3, "end": 8, "type": "DATE", "value": "2024-05-03"}],
    }
    assert main(["evaluate", "time", gold, "--score", str(out)]) == 0
    assert "value.f1" in capsys.readouterr().out


def test_rows_without_labels_give_predictions_and_no_scores(folder, capsys):
    bare = folder / "bare.jsonl"
    bare.write_text(json.dumps({"id": "a", "text": "on 3 May 2024", "dct": None}) + "\n")
    assert main(["evaluate", "time", str(bare), "--predictions", str(folder / "out.jsonl")]) == 0
    said = capsys.readouterr()
    assert "no labels" in said.err
    assert said.out == ""
    assert (folder / "out.jsonl").read_text().count("\n") == 1


def test_a_stage_of_no_room_says_so_and_exits_2(folder, capsys, monkeypatch):
    monkeypatch.delitem(predictors.PREDICTORS, "time")
    assert main(["evaluate", "time", str(folder / "time.jsonl")]) == 2
    assert "the stage time is not part of this version" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}\n", "line 1: Object missing required field `id`"),
        ("\n{\n", "line 2"),
        ('{"id": "a", "timexes": 3}', "Expected `array"),
    ],
)
def test_rows_of_another_shape_are_named_by_line(folder, capsys, content, said):
    (folder / "bad.jsonl").write_text(content)
    assert main(["evaluate", "time", str(folder / "bad.jsonl")]) == 2
    assert said in capsys.readouterr().err


def test_a_gold_file_that_is_not_there_is_named(folder, capsys):
    assert main(["evaluate", "time", str(folder / "none.jsonl")]) == 2
    assert "none.jsonl cannot be read" in capsys.readouterr().err


def test_options_that_do_not_exist_are_refused():
    assert option_values({"types": ["DATE"]}) == Options(types=("DATE",))
    with pytest.raises(UsageError, match="options"):
        option_values({"typs": ["DATE"]})


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_is_named_in_the_help_and_has_headlines(name, capsys):
    assert main(["evaluate", "--help"]) == 0
    assert name in capsys.readouterr().out
    assert STAGES[name].headlines
    assert set(STAGES[name].lower_is_better) <= set(STAGES[name].headlines)


def test_predictions_made_elsewhere_need_no_room(folder, monkeypatch):
    monkeypatch.delitem(predictors.PREDICTORS, "time")
    (folder / "made.jsonl").write_text(json.dumps(GOLD) + "\n")
    outcome = evaluate(stage_named("time"), [folder / "time.jsonl"], Options(boot=0), still, folder / "made.jsonl")
    assert outcome.scores.values["value.f1"] == 1.0
    with pytest.raises(Exception, match="not part of this version"):
        predictor_of(stage_named("time"))
