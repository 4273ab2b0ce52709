"""The package's measures against the reference scorers, on real gold with made-up predictions: equal to the third decimal."""

import csv
import json
import random
import subprocess
import sys
from collections import Counter

import pytest

from dragoman.evaluation.rows import (
    AttributionRow,
    CountryMonth,
    CrisisRow,
    EventRow,
    FactualityRow,
    IndexDay,
    ListRow,
    MonthForecast,
    ObligationRow,
    PageRow,
    PairDay,
    PairForecast,
    PairRow,
    PairWeek,
    RankedRow,
    RankingRow,
    StoryRow,
    TimexRow,
    ToponymRow,
    read_csv,
    read_jsonl,
)
from dragoman.evaluation.scores.attribution import score_attribution
from dragoman.evaluation.scores.events import score_events
from dragoman.evaluation.scores.extract import score_extract
from dragoman.evaluation.scores.factuality import score_factuality
from dragoman.evaluation.scores.forecast import score_countries
from dragoman.evaluation.scores.forecast import score_pairs as score_pair_forecast
from dragoman.evaluation.scores.geo import Countries, score_geo
from dragoman.evaluation.scores.obligations import score_obligations
from dragoman.evaluation.scores.screening import score_list, score_pairs, score_ranking
from dragoman.evaluation.scores.stories import score_stories
from dragoman.evaluation.scores.tension import score_tension
from dragoman.evaluation.scores.time import score_time

pytestmark = pytest.mark.gold


@pytest.fixture
def reference(shared):
    """Runs a reference scorer and returns what it prints as JSON."""

    def run(name, *arguments):
        script = shared / "score" / f"score_{name}.py"
        if not script.is_file():
            pytest.skip(f"no reference scorer at {script}")
        said = subprocess.run(
            [sys.executable, str(script), *map(str, arguments)], capture_output=True, text=True, check=True
        ).stdout
        return json.loads(said[said.index("{") :])

    return run


def rows_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def written(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def by_id(rows):
    return {row.id: row for row in rows}


def nested(value, *keys):
    for key in keys:
        value = value[key]
    return value


def agree(scores, theirs, names):
    """Every measure named is there and equal; `names` maps ours to the path of theirs."""
    assert names
    for ours, path in names.items():
        value, other = scores.values[ours], nested(theirs, *path)
        if other is None:
            assert value is None, ours
        else:
            assert value == pytest.approx(other, abs=0.0006), ours


def shaken(draw, spans, length):
    """Spans some of which are lost, moved or widened."""
    for span in spans:
        if draw.random() < 0.8:
            start = max(0, span[0] + draw.choice((0, 0, 0, -3, 2)))
            yield start, min(length, max(start + 1, span[1] + draw.choice((0, 0, 0, 4, -2))))


# -- stages ---------------------------------------------------------------------------------------------------------


def test_extract(gold, reference, tmp_path):
    draw, truth = random.Random(1), gold / "extract" / "truth.jsonl"
    made = [
        {"id": row["id"], "text": " ".join(word for word in row["text"].split() if draw.random() < keep)}
        for row, keep in zip(rows_of(truth), [1, 0.97, 0.9, 0, 1] * 10, strict=False)
    ][1:]
    system = written(tmp_path / "s.jsonl", made)
    ours = score_extract(read_jsonl(truth, PageRow), by_id(read_jsonl(system, PageRow)))
    agree(
        ours,
        reference("extract", truth, system),
        {name: (name,) for name in ("pages", "precision", "recall", "f1", "exact")},
    )


@pytest.mark.parametrize("name", ["attribution/polnear.dev", "attribution/gum_erst.dev", "dossier/dev"])
@pytest.mark.parametrize("cued", [False, True])
def test_attribution(gold, reference, tmp_path, name, cued):
    draw, path = random.Random(2), gold / f"{name}.jsonl"
    made = []
    for row in rows_of(path)[:-1]:
        parts = []
        for one in row["attributions"]:
            if draw.random() < 0.8:
                spans = {role: list(shaken(draw, one[role], len(row["text"]))) for role in ("source", "cue", "content")}
                parts.append(spans if draw.random() < 0.9 else spans | {"source": []})
        made.append({"id": row["id"], "attributions": parts})
    system = written(tmp_path / "s.jsonl", made)
    theirs = reference("attribution", path, system, "--json", *(["--cued"] if cued else []))
    ours = score_attribution(read_jsonl(path, AttributionRow), by_id(read_jsonl(system, AttributionRow)), cued=cued)
    names = {
        f"{measure}.{part}": (measure, part) for measure, parts in theirs.items() for part in parts if part != "f1_95"
    }
    assert len(names) > 40
    agree(ours, theirs, {ours_name: path for ours_name, path in names.items() if ours_name != "token:macro.n"})
    assert ours.intervals["attribution.f1"] == pytest.approx(theirs["attribution"]["f1_95"], abs=0.001)


@pytest.mark.parametrize("name", ["uw", "uds"])
def test_factuality(gold, reference, tmp_path, name):
    draw, path = random.Random(3), gold / "factuality" / f"{name}.dev.jsonl"
    made = []
    for row in rows_of(path)[1:]:
        spans = [(e["start"], e["end"]) for e in row["events"]]
        values = [e["value"] for e in row["events"]]
        parts = [
            {"start": s, "end": e, "value": draw.choice(values) + draw.gauss(0, 0.5)}
            for s, e in shaken(draw, spans, len(row["text"]))
        ]
        made.append({"id": row["id"], "events": parts})
    system = written(tmp_path / "s.jsonl", made)
    theirs = reference("factuality", path, system, "--json", "--boot", "100")
    ours = score_factuality(read_jsonl(path, FactualityRow), by_id(read_jsonl(system, FactualityRow)), boot=100)
    agree(ours, theirs, {name: (name,) for name in theirs if not name.endswith("_95")})
    for measure in ("MAE", "r", "macroF1"):
        assert ours.intervals[measure] == pytest.approx(theirs[f"{measure}_95"], abs=0.001)


EVENT_FILES = ["events/gsr.dev", "events/plv.dev", "events/cameo5.dev", "events/case21.dev", "dossier/dev"]
TYPES = ["AGREE", "CONSULT", "ASSAULT", "ACCUSE", "AID", "SANCTION"]


def shaken_event(draw, event):
    made = dict(event)
    if draw.random() < 0.2:
        made["type"] = draw.choice(TYPES)
    if draw.random() < 0.2:
        made["actors"], made["recipients"] = made["recipients"], made["actors"]
    if draw.random() < 0.1:
        made["mode"] = "visit"
    if draw.random() < 0.2 and made.get("start") is not None:
        made["start"] = made["end"] - 5
    if draw.random() < 0.2:
        made |= {
            "certainty": "likely",
            "auxiliary": "future",
            "according_to": "the ministry",
            "when": {"value": "2011"},
            "where": None,
        }
    made.pop("alt", None)
    return made


@pytest.mark.parametrize("name", EVENT_FILES)
@pytest.mark.parametrize("lenient", [False, True])
def test_events(gold, reference, tmp_path, name, lenient):
    draw, path = random.Random(4), gold / f"{name}.jsonl"
    made = []
    for row in rows_of(path)[2:]:
        events = [shaken_event(draw, event) for event in row["events"] if draw.random() < 0.85]
        events += [{"type": draw.choice(TYPES), "actors": ["USAGOV"], "recipients": [], "start": 0, "end": 40}] * (
            draw.random() < 0.2
        )
        made.append({"id": row["id"], "events": events})
    system = written(tmp_path / "s.jsonl", made)
    theirs = reference("events", path, system, "--json", "--per-type", *(["--lenient"] if lenient else []))
    gold_rows, found = read_jsonl(path, EventRow), by_id(read_jsonl(system, EventRow))
    ours = score_events(gold_rows, found, lenient=lenient, per_type=True, boot=20)
    names = {}
    for level, figures in theirs.items():
        names |= {
            f"{level}.{key}": (level, key) for key in figures if key not in ("tp", "fp", "fn", "per_type", "gold")
        }
        for kind, values in figures.get("per_type", {}).items():
            names |= {f"{level}:{kind}.{key}": (level, "per_type", kind, key) for key in values if key != "gold"}
    assert len(names) > 20
    agree(ours, theirs, names)


@pytest.mark.parametrize("spans", ["gold", "found"])
@pytest.mark.parametrize("types", ["all", "geocoded", "literal"])
def test_geo(gold, reference, tmp_path, spans, types):
    draw, paths = random.Random(5), [gold / "geo" / f"{name}.jsonl" for name in ("gwn", "lgl", "trnews")]
    made = []
    for row in (row for path in paths for row in rows_of(path)):
        parts = []
        for one in row["toponyms"]:
            answer = dict(one, country=draw.choice(["US", "TR"]))
            if draw.random() < 0.3:
                answer |= {"lat": draw.uniform(-80, 80), "lon": draw.uniform(-180, 180), "geonameid": 1}
            if draw.random() < 0.1:
                answer |= {"lat": None, "lon": None}
            if draw.random() < 0.2:
                answer["end"] += 2
            if draw.random() < 0.9:
                parts.append(answer)
        parts += [{"start": 0, "end": 5, "lat": 1.0, "lon": 2.0, "geonameid": None, "country": None}] * (
            draw.random() < 0.3
        )
        made.append({"id": row["id"], "toponyms": parts})
    system = written(tmp_path / "s.jsonl", made)
    names = tmp_path / "names.tsv"
    names.write_text("US\tUnited States\nTR\tTurkey\n", encoding="utf-8")
    theirs = reference(
        "geo", *paths, "--system", system, "--spans", spans, "--types", types, "--json", "--country-names", names
    )
    rows = [row for path in paths for row in read_jsonl(path, ToponymRow)]
    countries = Countries({}, {"united states": "US", "turkey": "TR"})
    ours = score_geo(rows, by_id(read_jsonl(system, ToponymRow)), spans=spans, types=types, countries=countries, boot=0)
    wanted = {f"{corpus}:{key}": (corpus, key) for corpus, figures in theirs.items() for key in figures}
    assert len(wanted) > 30
    agree(ours, theirs, wanted)


@pytest.mark.parametrize("name", ["timebank", "aquaint", "wikiwars", "gum"])
@pytest.mark.parametrize("options", [(), ("--types", "DATE"), ("--value", "day")])
def test_time(gold, reference, tmp_path, name, options):
    draw, path = random.Random(6), gold / "time" / f"{name}.jsonl"
    made = []
    for row in rows_of(path)[1:]:
        parts = []
        for one in row["timexes"]:
            for start, end in shaken(draw, [(one["start"], one["end"])], len(row["text"])):
                kind = one["type"] if draw.random() < 0.9 else "SET"
                value = one["value"] if draw.random() < 0.8 else f"{one['value']}T10:00"
                parts.append({"start": start, "end": end, "type": kind, "value": value})
        made.append({"id": row["id"], "timexes": parts})
    system = written(tmp_path / "s.jsonl", made)
    theirs = reference("time", path, system, *options)
    types = ("DATE",) if "--types" in options else ()
    found = by_id(read_jsonl(system, TimexRow))
    ours = score_time(read_jsonl(path, TimexRow), found, types=types, by_day="--value" in options, boot=10)
    names = {
        f"{m}.{part}": (f"{m}_{part}",) for m in ("strict", "relaxed", "type", "value") for part in ("p", "r", "f1")
    }
    agree(ours, theirs, names | {key: (key,) for key in ("documents", "answered", "gold", "system", "value_accuracy")})


@pytest.mark.parametrize("name", ["obligations/dev", "dossier/dev"])
def test_obligations(gold, reference, tmp_path, name):
    draw, path = random.Random(7), gold / f"{name}.jsonl"
    made = []
    for row in rows_of(path)[3:]:
        found = []
        for one in row.get("expected", row.get("obligations")):
            ids = (
                [draw.choice(entry.split("|")) for entry in one["required"]]
                + list(one["acceptable"])[:1]
                + ["UNSCR-1-1"]
            )
            for provision in ids:
                if draw.random() < 0.6:
                    verdict = draw.choice([one["verdict"], "exempt", None]) if one["verdict"] != "none" else "breach"
                    found.append(
                        {
                            "provision": provision,
                            "actor": draw.choice([one["actor"], "XXX"]),
                            "target": draw.choice([one["target"], "YYY"]),
                            "certainty": draw.choice([one["certainty"], "denied"]),
                            "verdict": verdict,
                        }
                    )
        made.append({"id": row["id"], "found": found})
    system = written(tmp_path / "s.jsonl", made)
    theirs = reference("obligations", path, system, "--json", "--boot", "200")
    ours = score_obligations(read_jsonl(path, ObligationRow), by_id(read_jsonl(system, ObligationRow)), boot=200)
    plain = ("texts", "positives", "verdict", "verdict_coarse", "false_alarm", "certainty", "actor", "target")
    names = {key: (key,) for key in plain if key in theirs}
    names |= {f"{level}.{part}": (level, part) for level in ("provision", "instrument") for part in theirs[level]}
    agree(ours, theirs, names)
    for trap, (right, there) in theirs["traps"].items():
        assert ours.values[f"trap:{trap}"] == pytest.approx(right / there)


@pytest.mark.parametrize("options", [(), ("--tune", "F1"), ("--threshold", "0.5"), ("--disputed",)])
def test_screening_pairs(gold, reference, tmp_path, options):
    draw, path = random.Random(8), gold / "screening" / "pairs.jsonl"
    made = [
        {"id": r["id"], "score": round(min(1, max(0, r["expected_match"] * 0.3 + draw.random())), 2)}
        for r in rows_of(path)[5:]
    ]
    system = written(tmp_path / "s.jsonl", made)
    theirs = reference("screening", "pairs", path, system, "--json", *options)["dev"]
    more = (
        {"tune": "F1"}
        if "F1" in options
        else {"threshold": 0.5}
        if "0.5" in options
        else {"disputed": True}
        if options
        else {}
    )
    ours = score_pairs(read_jsonl(path, PairRow), by_id(read_jsonl(system, PairRow)), **more)
    agree(ours, theirs, {key: (key,) for key in theirs})


@pytest.mark.parametrize("name", ["list_screen", "news_mentions"])
@pytest.mark.parametrize("options", [{}, {"fpr": 0.1}, {"threshold": 0.9}])
def test_screening_list(gold, reference, tmp_path, name, options):
    draw, path = random.Random(9), gold / "screening" / f"{name}.jsonl"
    made = []
    for row in rows_of(path)[2:]:
        refs = [*row["expected_refs"], "X.1", "X.2", "X.3", "X.4", "X.5"]
        draw.shuffle(refs)
        scores = sorted((draw.random() * (1 if row["expected_refs"] else 0.95) for _ in refs), reverse=True)
        made.append({"id": row["id"], "hits": [{"ref": ref, "score": s} for ref, s in zip(refs, scores, strict=True)]})
    system = written(tmp_path / "s.jsonl", made)
    arguments = [text for key, value in options.items() for text in (f"--{key}", value)]
    theirs = reference("screening", "list", path, system, "--json", *arguments)["dev"]
    ours = score_list(read_jsonl(path, ListRow), by_id(read_jsonl(system, ListRow)), **options)
    agree(ours, theirs, {key: (key,) for key in theirs})


def test_screening_ranking(gold, reference, tmp_path):
    path = gold / "screening" / "ranking.jsonl"
    made = [{"id": row["id"], "better": 0.9, "worse": 0.9 - 0.1 * (n % 2)} for n, row in enumerate(rows_of(path))]
    system = written(tmp_path / "s.jsonl", made)
    ours = score_ranking(read_jsonl(path, RankingRow), by_id(read_jsonl(system, RankedRow)))
    agree(ours, reference("screening", "ranking", path, system, "--json")["all"], {"n": ("n",), "pass": ("pass",)})


@pytest.mark.parametrize("name", ["ecbplus", "newswcl50", "googlenews"])
def test_stories(gold, reference, tmp_path, name):
    draw, path = random.Random(10), gold / "stories" / f"{name}.jsonl"
    made = [
        {"id": r["id"], "story": r["story"] if draw.random() < 0.7 else draw.randrange(9)} for r in rows_of(path)[3:]
    ]
    system = written(tmp_path / "s.jsonl", made)
    ours = score_stories(read_jsonl(path, StoryRow), by_id(read_jsonl(system, StoryRow)))
    theirs = reference("stories", path, system)
    agree(ours, theirs, {key: (key,) for key in theirs})


def test_tension(gold, shared, reference, tmp_path):
    draw = random.Random(11)
    crises, daily = gold / "tension" / "crises.csv", read_csv(shared / "data" / "gdelt_pairs" / "daily.csv", PairDay)
    pairs = Counter((row.a, row.b) for row in read_csv(crises, CrisisRow))
    index = [
        {"day": row.day, "a": row.a, "b": row.b, "value": draw.gauss(-row.score, 20)}
        for row in daily
        if (row.a, row.b) in pairs and draw.random() < 0.9
    ]
    path = tmp_path / "index.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, ["day", "a", "b", "value"])
        writer.writeheader()
        writer.writerows(index)
    theirs = reference("tension", crises, path)
    ours = score_tension(read_csv(crises, CrisisRow), read_csv(path, IndexDay))
    agree(ours, theirs, {key: (key,) for key in theirs if key != "false_alarms"})
    assert ours.values["false_alarms"] == pytest.approx(theirs["false_alarms"], abs=0.06)


def test_forecast_of_countries(gold, reference, tmp_path):
    draw, path = random.Random(12), gold / "forecast" / "country_month.csv"
    history = read_csv(path, CountryMonth)
    made = [
        {
            "country_id": row.country_id,
            "month": row.month,
            "samples": [max(0, draw.gauss(row.fatalities, 9)) for _ in range(21)],
        }
        for row in history
        if row.month[:4] in ("2019", "2021")
    ]
    system = written(tmp_path / "s.jsonl", made)
    theirs = reference("forecast", "country", path, path, system, "--years", "2019,2021")
    ours = score_countries(history, read_jsonl(system, MonthForecast), ["2019", "2021"])
    agree(ours, theirs, {key: (key,) for key in theirs})


def test_forecast_of_pairs(gold, reference, tmp_path):
    draw, path = random.Random(13), gold / "forecast" / "pair_week.csv"
    weeks = read_csv(path, PairWeek)
    system = tmp_path / "s.csv"
    lines = [f"{row.origin},{row.a},{row.b},{draw.betavariate(1 + row.escalates, 4)}" for row in weeks]
    system.write_text("\n".join(["origin,a,b,p", *lines]) + "\n", encoding="utf-8")
    theirs = reference("forecast", "pair", path, system)
    agree(score_pair_forecast(weeks, read_csv(system, PairForecast)), theirs, {key: (key,) for key in theirs})
