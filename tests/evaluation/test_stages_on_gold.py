"""Every stage that exists, end to end on a few gold rows: its predictions are read by the reference scorer, with the same figures."""

import json
import shutil
import subprocess
import sys

import pytest

from dragoman.cli import main
from dragoman.evaluation.predictors import PREDICTORS
from dragoman.evaluation.stages import STAGES

pytestmark = pytest.mark.gold

ROWS = 3

# stage, gold file, our options, reference scorer, its arguments around the files, ours against theirs
CASES = [
    ("extract", "extract/truth.jsonl", [], "extract", "{gold} {made}", {"f1": ("f1",), "exact": ("exact",)}),
    (
        "attribution",
        "dossier/dev.jsonl",
        [],
        "attribution",
        "{gold} {made} --json",
        {"attribution.f1": ("attribution", "f1")},
    ),
    (
        "factuality",
        "factuality/uw.dev.jsonl",
        [],
        "factuality",
        "{gold} {made} --json --boot 0",
        {"MAE": ("MAE",), "r": ("r",)},
    ),
    (
        "events",
        "dossier/dev.jsonl",
        [],
        "events",
        "{gold} {made} --json",
        {"placed.f1": ("placed", "f1"), "full.f1": ("full", "f1")},
    ),
    ("geo", "geo/trnews.jsonl", [], "geo", "{gold} --system {made} --json", {"macro:acc161i": ("macro", "acc161i")}),
    (
        "geo",
        "geo/trnews.jsonl",
        ["--spans", "found"],
        "geo",
        "{gold} --system {made} --spans found --json",
        {"macro:e2e_F1": ("macro", "e2e_F1")},
    ),
    ("time", "time/gum.jsonl", ["--types", "DATE"], "time", "{gold} {made} --types DATE", {"value.f1": ("value_f1",)}),
    (
        "obligations",
        "obligations/dev.jsonl",
        [],
        "obligations",
        "{gold} {made} --json",
        {"provision.f1": ("provision", "f1"), "verdict": ("verdict",)},
    ),
    ("screening-pairs", "screening/pairs.jsonl", [], "screening", "pairs {gold} {made} --json", {"AP": ("dev", "AP")}),
    (
        "screening-ranking",
        "screening/ranking.jsonl",
        [],
        "screening",
        "ranking {gold} {made} --json",
        {"pass": ("all", "pass")},
    ),
    (
        "screening-list",
        "screening/news_mentions.jsonl",
        ["--list", "{un}"],
        "screening",
        "list {gold} {made} --json",
        {"R@1": ("dev", "R@1")},
    ),
    (
        "stories",
        "stories/newswcl50.jsonl",
        [],
        "stories",
        "{gold} {made}",
        {"bcubed_f1": ("bcubed_f1",), "pair_f1": ("pair_f1",)},
    ),
    (
        "stories",
        "stories/ecbplus.jsonl",
        [],
        "stories",
        "{gold} {made}",
        {"bcubed_f1": ("bcubed_f1",), "pair_f1": ("pair_f1",)},
    ),
]


@pytest.mark.parametrize(
    ("stage", "name", "options", "scorer", "arguments", "same"),
    CASES,
    ids=[f"{c[0]}{''.join(c[2][:2])}" for c in CASES],
)
def test_predictions_score_the_same_here_and_there(
    shared, tmp_path, capsys, stage, name, options, scorer, arguments, same
):
    lines = (shared / "gold" / name).read_text(encoding="utf-8").split("\n")[:ROWS]
    gold, made = tmp_path / "gold.jsonl", tmp_path / "made.jsonl"
    gold.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if stage == "extract":
        shutil.copytree(shared / "gold" / "extract" / "pages", tmp_path / "pages")
    un = shared / "lists" / "un_consolidated_2026-02-27.xml"
    wanted = [option.format(un=un) for option in options]
    assert main(["evaluate", stage, str(gold), "--predictions", str(made), "--json", "--boot", "0", *wanted]) == 0
    ours = json.loads(capsys.readouterr().out)
    assert [json.loads(line)["id"] for line in made.read_text(encoding="utf-8").splitlines()] == [
        json.loads(line)["id"] for line in lines
    ]
    script = shared / "score" / f"score_{scorer}.py"
    command = [sys.executable, str(script), *arguments.format(gold=gold, made=made).split()]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for measure, path in same.items():
        value = theirs
        for key in path:
            value = value[key]
        assert ours[measure] == pytest.approx(value, abs=0.0006), measure


def test_tension_scores_the_same_here_and_there(shared, tmp_path, capsys):
    daily, crises = shared / "data" / "gdelt_pairs" / "daily.csv", shared / "gold" / "tension" / "crises.csv"
    made = tmp_path / "made.csv"
    options = ["--crises", str(crises), "--predictions", str(made), "--json"]
    assert main(["evaluate", "tension", str(daily), *options]) == 0
    ours = json.loads(capsys.readouterr().out)
    command = [sys.executable, str(shared / "score" / "score_tension.py"), str(crises), str(made)]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for measure in ("pairs", "crises", "auc", "caught", "lead"):
        assert ours[measure] == pytest.approx(theirs[measure], abs=0.0006), measure
    assert ours["false_alarms"] == pytest.approx(theirs["false_alarms"], abs=0.06)
    assert ours["auc"] > 0.85
    assert ours["caught"] > 0.8
    assert ours["false_alarms"] < 15


def forecast_scores(shared, stage, gold, made, options, arguments, capsys):
    """Our figures of a forecasting stage, and those of the reference scorer for the same predictions."""
    assert main(["evaluate", stage, str(gold), "--predictions", str(made), "--json", *options]) == 0
    ours = json.loads(capsys.readouterr().out)
    command = [sys.executable, str(shared / "score" / "score_forecast.py"), *arguments]
    return ours, json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_forecasts_of_deaths_score_the_same_here_and_there(shared, tmp_path, capsys):
    gold, made = shared / "gold" / "forecast" / "country_month.csv", tmp_path / "made.jsonl"
    asked = ["country", str(gold), str(gold), str(made), "--years", "2019"]
    ours, theirs = forecast_scores(shared, "forecast-country", gold, made, ["--years", "2019"], asked, capsys)
    for measure in ("crps", "log_crps", "brier_25", "brier_escalation", "cover_80", "auc_25"):
        assert ours[measure] == pytest.approx(theirs[measure], abs=0.0006), measure


def test_forecasts_of_pairs_score_the_same_here_and_there(shared, tmp_path, capsys):
    gold, made = shared / "data" / "gdelt_pairs" / "daily.csv", tmp_path / "made.csv"
    origins = shared / "gold" / "forecast" / "pair_week.csv"
    asked = ["pair", str(origins), str(made)]
    ours, theirs = forecast_scores(shared, "forecast-pair", gold, made, ["--origins", str(origins)], asked, capsys)
    for measure in ("brier", "skill", "auc", "log_loss"):
        assert ours[measure] == pytest.approx(theirs[measure], abs=0.0006), measure


def test_every_stage_that_exists_is_tried_here():
    tried = {case[0] for case in CASES} | {"tension", "forecast-country", "forecast-pair"}
    assert tried == set(PREDICTORS) == set(STAGES)
