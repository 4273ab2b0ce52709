"""The options --svg and --png, and writing the picture of a command to the files they name."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dragoman.errors import UsageError

from .output import say

if TYPE_CHECKING:
    from dragoman.exports.pictures import Picture

F = TypeVar("F", bound=Callable[..., Any])

FILE = click.Path(dir_okay=False, path_type=Path)


def picture_options(command: F) -> F:
    """--svg and --png, each with the file to write."""
    command = click.option("--png", type=FILE, metavar="FILE", help="Also draw it, as PNG, into this file.")(command)
    return click.option("--svg", type=FILE, metavar="FILE", help="Also draw it, as SVG, into this file.")(command)


def write_picture(draw: "Callable[[], Picture]", svg: Path | None, png: Path | None) -> None:
    """Draws, where a file was named, and says where the picture is. Raises UsageError where a file cannot be written."""
    if not (svg or png):
        return
    from dragoman.exports.pictures import to_png

    picture = draw()
    if svg:
        _write(svg, picture.svg.encode())
    if png:
        _write(png, to_png(picture.svg))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", hint="name a file in another folder") from error
    say(f"the picture is {path}")
