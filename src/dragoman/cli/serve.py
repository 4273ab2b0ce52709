"""The commands serve and token: pages and API over the store, and who may write through them."""

from typing import TYPE_CHECKING

import click

from dragoman.errors import MissingExtra, UsageError

from .options import open_store, settings_now, store_option
from .output import fields, form_of, form_options, print_csv, print_json, print_rows, say

if TYPE_CHECKING:
    from fastapi import FastAPI

    from dragoman.store import Store

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command(epilog="\b\nExamples:\n  dragoman serve\n  dragoman serve --port 8080 --store reports.db")
@click.option("--host", default=LOOPBACK[0], show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 takes a free one."
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name that the server is reached by, such as desk.example.org.",
)
@store_option
def serve(host: str, port: int, names: tuple[str, ...], where: str | None) -> None:
    """Serve pages and the API over the store, on this machine alone unless --host says otherwise.

    On another address than this machine's own, reading needs a token too: `dragoman token make NAME` makes one.
    """
    with open_store(where, create=True) as store:
        app = app_of(store, host, names)
        run(app, host, port)


def app_of(store: "Store", host: str, names: tuple[str, ...]) -> "FastAPI":
    """The app over a store. Raises MissingExtra where the web part is not installed."""
    try:
        from dragoman.web.app import LOOPBACK as OWN_NAMES
        from dragoman.web.app import create_app
        from dragoman.web.site import aside
    except ModuleNotFoundError as error:
        raise missing_web(error) from error
    local = host in LOOPBACK
    return create_app(
        store,
        settings_now(),
        hosts=(*OWN_NAMES, *names, *(() if local else (host,))),
        open_to_read=local,
        lanes=aside,
    )


def missing_web(error: ModuleNotFoundError) -> MissingExtra:
    """What to say where a library of the web part is missing; any other missing module is a fault and is raised as it is."""
    if (error.name or "").partition(".")[0] not in (
        "fastapi",
        "starlette",
        "jinja2",
        "uvicorn",
        "markupsafe",
        "pydantic",
    ):
        raise error
    return MissingExtra(f"serving pages needs {error.name}", hint='pip install "dragoman[web]"')


def run(app: "FastAPI", host: str, port: int) -> None:
    """Serves until it is stopped. Raises UsageError where the address cannot be had."""
    import socket

    from dragoman.web.app import counting_ahead
    from dragoman.web.serving import server_of

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise UsageError(
            f"{host} port {port} cannot be had: {error.strerror}", hint="choose another with --port"
        ) from error
    shown = f"[{host}]" if ":" in host else host
    say(f"http://{shown}:{listening.getsockname()[1]}/ (Ctrl-C stops)")
    with counting_ahead(app):
        server_of(app, host, port).run(sockets=[listening])


@click.group(epilog="\b\nExamples:\n  dragoman token make newsroom\n  dragoman token list\n  dragoman token withdraw 1")
def token() -> None:
    """Make, list and withdraw the tokens that writing through the API needs."""


@token.command(epilog="\b\nExample:\n  dragoman token make newsroom")
@click.argument("name")
@store_option
def make(name: str, where: str | None) -> None:
    """Make a token and print it. The store keeps only its digest, so it cannot be shown again."""
    from dragoman.store.access import make_token

    with open_store(where, create=True) as store:
        click.echo(make_token(store, name))
    say("send it as  Authorization: Bearer TOKEN")


@token.command("list", epilog="\b\nExample:\n  dragoman token list --json")
@form_options
@store_option
def list_(form: str | None, where: str | None) -> None:
    """List the tokens by name; the tokens themselves are kept nowhere."""
    from dragoman.store.access import Token, list_tokens

    with open_store(where) as store:
        found = list_tokens(store)
    names = Token.__struct_fields__
    if form_of(form) == "json":
        print_json(found)
    elif form_of(form) == "csv":
        print_csv(found, fields(*names))
    else:
        print_rows(names, ([getattr(one, name) for name in names] for one in found))


@token.command(epilog="\b\nExample:\n  dragoman token withdraw 1")
@click.argument("number", type=click.IntRange(min=1))
@store_option
def withdraw(number: int, where: str | None) -> None:
    """Withdraw the token of this number. Exits 1 where there is none."""
    from dragoman.store.access import withdraw_token

    with open_store(where) as store:
        if not withdraw_token(store, number):
            say(f"there is no token {number}; `dragoman token list` shows them")
            raise click.exceptions.Exit(1)
    say(f"token {number} is withdrawn")


COMMANDS = {"serve": serve, "token": token}
