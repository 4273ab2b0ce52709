"""A corpus on many machines: shards as rows of a Ray dataset, coded by workers that load the model once.

A worker keeps the process that reads apart from its own, as on one machine: what a report does to it costs that report. A worker that is
lost is started again by Ray, and its shard is coded anew from the start; what it had written is written over.
"""

import logging
import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import Any, TextIO, cast

from dragoman.errors import MissingExtra, WorkerError
from dragoman.sources import Limits

from .shards import Shard, Write, code_shard
from .workers import Caps, Load, Pool

BLOCKS = 10_000  # most blocks that Ray is given; more shards than that share blocks


class Coder:
    """One worker: codes the shards that it is given, and says how each went."""

    def __init__(self, load: Load, caps: Caps, columns: Mapping[str, str], limits: Limits, write: Write) -> None:
        self.pool = Pool(load, 1, caps)
        self.columns, self.limits, self.write = columns, limits, write

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """The accounts of some shards, as JSON."""
        return {"done": [self.code(Shard.from_json(str(row))) for row in batch["shard"]]}

    def code(self, shard: Shard) -> str:
        """Codes one shard and writes it."""
        return self.write(shard.name, code_shard(shard, self.pool, self.columns, self.limits))


def ray_library() -> Any:
    """Ray with its Data library. Raises MissingExtra."""
    try:
        import ray
        import ray.data
    except ImportError:
        raise MissingExtra(
            "a cluster needs Ray, which is not installed", hint="pip install 'dragoman[ray]', or --engine local"
        ) from None
    return ray


class OwnOutput:
    """A stream that only the thread which makes this writes to. What another prints is dropped."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.thread = stream, threading.get_ident()

    def write(self, text: str) -> int:
        """As of a file."""
        return self.stream.write(text) if threading.get_ident() == self.thread else len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def keep_output() -> None:
    """Keeps standard output for this thread, to the end of the process: each line there is a record. Ray's threads print there when a worker is
    lost, and when it is ended with a run that is broken off; Ray's logs have it too."""
    if not isinstance(sys.stdout, OwnOutput):
        sys.stdout = cast(TextIO, OwnOutput(sys.stdout))


def quiet_ray() -> Any:
    """Ray, which says nothing of its own on the terminal but errors; its logs keep the rest."""
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    ray = ray_library()
    keep_output()
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    if hasattr(
        context, "execution_no_progress_timeout_s"
    ):  # Ray 2.60: half an hour, less than a shard of a large archive takes
        context.execution_no_progress_timeout_s = -1
    return ray


def code_on_ray(shards: Sequence[Shard], workers: int | None, settings: Mapping[str, Any]) -> Iterator[str]:
    """The account of each shard as it is done, in no order. `settings` are those of Coder; `workers` None is one for each core.

    Joins the cluster that RAY_ADDRESS names, or starts one on this machine. Raises WorkerError where Ray gives up.
    """
    ray = quiet_ray()
    ray.init(ignore_reinit_error=True, log_to_driver=False, include_dashboard=False, logging_level="ERROR")
    number = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    rows = ray.data.from_items(
        [{"shard": shard.to_json()} for shard in shards], override_num_blocks=min(len(shards), BLOCKS)
    )
    done = rows.map_batches(
        Coder,
        fn_constructor_kwargs=dict(settings),
        batch_size=1,
        compute=ray.data.ActorPoolStrategy(size=min(number, len(shards))),
        num_cpus=1,
    )
    try:
        for row in done.iter_rows():
            yield str(row["done"])
    except ray.exceptions.RayError as error:
        raise WorkerError(
            f"Ray gave up: {error}"[:2000], hint="run the same command again: shards that are done are not coded again"
        ) from error
    finally:
        with redirect_stdout(StringIO()):  # it prints what it has held back until now
            ray.shutdown()
