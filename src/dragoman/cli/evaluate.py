"""The command evaluate: any stage against hand-coded data, and the quality gate."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.errors import UsageError

from .output import plural, print_json, print_rows, say
from .progress import Progress, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dragoman.evaluation.gate import Held
    from dragoman.evaluation.published import Figure
    from dragoman.evaluation.scores.measures import Scores
    from dragoman.evaluation.stages import Stage

EPILOG = """\b
Examples:
  dragoman evaluate events gold/events/gsr.dev.jsonl --predictions out.jsonl
  dragoman evaluate geo gold/geo/*.jsonl --spans found --json
  dragoman evaluate time gold/time/gum.jsonl --types DATE --score mine.jsonl
  dragoman evaluate --gate quality.toml
  dragoman evaluate --gate quality.toml --publish src/dragoman/evaluation/published.json
"""

FILE = click.Path(exists=True, dir_okay=False)
WRITTEN = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog=EPILOG)
@click.argument("stage", required=False)
@click.argument("gold", nargs=-1, type=click.Path(path_type=Path))
@click.option("--predictions", type=WRITTEN, help="Write the predictions here, in the shape that scorers read.")
@click.option(
    "--score",
    "given",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Score these predictions instead of making them.",
)
@click.option("--json", "as_json", is_flag=True, help="The scores as one line of JSON.")
@click.option(
    "--spans",
    type=click.Choice(["gold", "found"]),
    default="gold",
    help="geo: place names given, or found by dragoman.",
)
@click.option("--types", default="", metavar="A,B", help="time: these types only; geo: all, geocoded or literal names.")
@click.option(
    "--value", type=click.Choice(["exact", "day"]), default="exact", help="time: compare whole values or days only."
)
@click.option("--list", "list_file", type=FILE, help="screening-list: the sanctions list to screen against.")
@click.option("--years", default="", metavar="A,B", help="forecast-country: the years to forecast.")
@click.option("--origins", type=FILE, help="forecast-pair: the weeks to forecast from.")
@click.option("--crises", type=FILE, help="tension: the dated crises.")
@click.option("--countries", type=FILE, help="geo: GeoNames id and ISO2, with a tab between them.")
@click.option("--country-names", type=FILE, help="geo: ISO2 and name, with a tab between them.")
@click.option("--threshold", type=float, help="screening: this threshold instead of one tuned on the rows.")
@click.option("--fpr", type=float, default=0.01, help="screening-list: false alarms allowed when tuning.")
@click.option(
    "--tune",
    type=click.Choice(["macroF1", "F1"]),
    default="macroF1",
    help="screening-pairs: what the threshold is tuned for.",
)
@click.option("--disputed", is_flag=True, help="screening-pairs: count disputed pairs too.")
@click.option("--cued", is_flag=True, help="attribution: leave out gold without a cue.")
@click.option(
    "--lenient", is_flag=True, help="events: do not count unmatched predictions where the gold is not complete."
)
@click.option("--per-type", is_flag=True, help="events: the scores of each type.")
@click.option("--boot", type=click.IntRange(min=0), default=1000, help="Samples for the 95% intervals; 0 for none.")
@click.option(
    "--gate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check the floors of this quality.toml; STAGE then keeps to one stage.",
)
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    help="--gate, --record: the folder that the gold files are named from.",
)
@click.option(
    "--publish",
    type=WRITTEN,
    help="Keep the figures in this file, beside what it holds of other sets: what the about page shows.",
)
@click.option("--record", is_flag=True, help="Print the rows of quality.toml for the figures measured.")
def evaluate(stage: str | None, gold: tuple[Path, ...], **options: Any) -> None:
    """Measure a STAGE against hand-coded GOLD files, or check the quality gate.

    Stages: extract, attribution, factuality, events, geo, time, obligations, screening-pairs, screening-list, screening-ranking,
    stories, tension, forecast-country, forecast-pair. Gold without labels gives predictions and no scores.
    """
    if options["gate"]:
        _gate(options["gate"], stage, options)
    elif stage and gold:
        _evaluate(stage, gold, options)
    else:
        raise UsageError("evaluate wants a STAGE and GOLD files, or --gate", hint="see dragoman evaluate --help")


def _evaluate(name: str, gold: tuple[Path, ...], given: dict[str, Any]) -> None:
    from dragoman.evaluation.stages import evaluate as run
    from dragoman.evaluation.stages import option_values, stage_named

    stage = stage_named(name)
    chosen = _options(given)
    with progress(f"evaluating {name}") as state:
        outcome = run(stage, gold, option_values(chosen), state.step, given["given"])
    if given["predictions"]:
        stage.write_predictions(outcome.predictions, given["predictions"])
        say(f"{plural(len(outcome.predictions), 'prediction')} written to {given['predictions']}")
    if outcome.scores is None:
        say("these rows have no labels: predictions only, no scores")
    elif given["record"]:
        _record(stage, gold, given["root"], chosen, outcome.scores)
    else:
        print_scores(outcome.scores, given["as_json"])
    if given["publish"] and outcome.scores:
        from dragoman.evaluation.published import figures_of_stage

        _publish(given["publish"], partial(figures_of_stage, stage, gold, chosen, outcome.scores, outcome.rows))


def _options(given: dict[str, Any]) -> dict[str, Any]:
    """The options of a stage that were given, others left at their defaults."""
    from dragoman.evaluation.stages import Options

    listed = {
        "types": tuple(filter(None, given["types"].split(","))),
        "years": tuple(filter(None, given["years"].split(","))),
    }
    values = given | listed | {"list": given["list_file"], "by_day": given["value"] == "day", "folder": ""}
    defaults = Options()
    return {name: values[name] for name in Options.__struct_fields__ if values[name] != getattr(defaults, name)}


def print_scores(scores: "Scores", as_json: bool) -> None:
    """The figures as a table, or as one line of JSON with intervals under `name_95`."""
    if as_json:
        flat: dict[str, Any] = {name: _rounded(value) for name, value in scores.values.items()}
        print_json([flat | {f"{name}_95": [round(end, 4) for end in ends] for name, ends in scores.intervals.items()}])
        return
    rows = [(name, _shown(value), _interval(scores.intervals.get(name))) for name, value in scores.values.items()]
    print_rows(("measure", "value", "95% interval"), rows)


def _rounded(value: float | int | None) -> float | int | None:
    return round(value, 4) if isinstance(value, float) else value


def _shown(value: float | int | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _interval(ends: tuple[float, float] | None) -> str:
    return f"{ends[0]:.3f} to {ends[1]:.3f}" if ends else ""


def _record(
    stage: "Stage", gold: tuple[Path, ...], root: Path | None, options: dict[str, Any], scores: "Scores"
) -> None:
    from dragoman.evaluation.gate import recorded

    kept = {name: value for name, value in options.items() if name != "boot"}
    click.echo(recorded(stage, gold, root or gold_folder(Path.cwd()), kept, scores))


def gold_folder(beside: Path) -> Path:
    """The folder that gold files are named from: DRAGOMAN_SHARED, else `shared` beside the checkout."""
    import os

    return Path(os.environ.get("DRAGOMAN_SHARED") or beside.resolve().parent / "shared")


def _publish(path: Path, figures: "Callable[[str, str], Sequence[Figure]]") -> None:
    """Keeps figures with the version of the weights in force and the day."""
    from datetime import date

    from dragoman.evaluation.published import publish
    from dragoman.pipeline.identity import model_version
    from dragoman.settings import load_settings

    made = figures(model_version(load_settings().settings), date.today().isoformat())
    say(f"{plural(len(made), 'figure')} kept; {path} now holds {publish(path, made)}")


def _gate(path: Path, only: str | None, given: dict[str, Any]) -> None:
    from dragoman.evaluation.gate import read_gate, run_gate
    from dragoman.evaluation.published import figures_of_gate

    floors = [floor for floor in read_gate(path) if only in (None, floor.stage)]
    folder = given["root"] or gold_folder(path.resolve().parent)
    with progress("measuring") as state:
        boot = given["boot"] if given["publish"] else 0  # floors need no intervals
        results = list(run_gate(floors, folder, lambda title: _titled(state, title), boot))
    if given["publish"]:
        _publish(given["publish"], partial(figures_of_gate, results))
    if given["as_json"]:
        print_json(
            {"outcome": one.outcome, "value": _rounded(one.value), "why": one.why, **one.floor.to_dict()}
            for one in results
        )
    else:
        print_rows(("", "stage", "measure", "figure", "floor", "gold"), [_gate_row(one) for one in results])
    failed = sum(one.failed for one in results)
    skipped = sum(one.outcome == "skipped" for one in results)
    say(f"{plural(len(results), 'floor')}, {failed} failed, {skipped} skipped")
    if failed:
        raise click.exceptions.Exit(1)


def _titled(state: Progress, title: str) -> Any:
    state.title = title
    return state.step


def _gate_row(one: "Held") -> tuple[str, ...]:
    floor = one.floor
    sign = "≤" if floor.better == "lower" else "≥"
    gold = ", ".join(floor.gold) + (f" ({one.why})" if one.why else "")
    return (
        one.outcome,
        floor.stage,
        floor.measure,
        _shown(one.value),
        f"{sign} {floor.floor:.3f} ± {floor.margin:.3f}",
        gold,
    )


COMMANDS = {"evaluate": evaluate}
