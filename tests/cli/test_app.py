"""The whole command line: help, errors, exit codes, colour, pipes."""

import os
import pty
import re
import resource
import signal
import subprocess
import sys
import time

import click
import pytest

from dragoman.cli.app import COMMANDS, dragoman


def all_commands(command=dragoman, path=("dragoman",)):
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from all_commands(command.get_command(context, name), (*path, name))


@pytest.mark.parametrize(
    ("path", "command"), [pytest.param(path, command, id=" ".join(path)) for path, command in all_commands()]
)
def test_every_command_has_a_help_with_an_example(run, path, command):
    said = run(*path[1:], "--help")
    assert said.code == 0
    assert re.search(rf"Examples?:\n +.*{' '.join(path)}", said.out), said.out
    assert len(said.out.split("\n\n")) > 2


@pytest.mark.parametrize("name", COMMANDS)
def test_the_overview_tells_what_the_commands_tell(name):
    command = dragoman.get_command(click.Context(dragoman), name)
    assert COMMANDS[name].help[0].isupper()
    assert COMMANDS[name].help.endswith(".")
    assert command.help
    assert command.name == name


@pytest.mark.parametrize(
    ("arguments", "code", "message", "hint"),
    [
        (["evnts"], 2, "there is no command 'evnts'; did you mean events?", "see dragoman --help"),
        (["events", "--no-such"], 2, "No such option", "see dragoman events --help"),
        (["events", "--quad", "7"], 2, "not in the range", "see dragoman events --help"),
        (["events"], 1, "there is no store at", "dragoman add FILE"),
        (["explain"], 2, "explain wants an ID or --text", "dragoman explain ev_"),
        (["evaluate", "events"], 2, "a STAGE and GOLD files", "--help"),
        (["evaluate", "nonsense", __file__], 2, "no stage 'nonsense'", "the stages are"),
        (["completion", "tcsh"], 2, "Invalid value", "--help"),
        (["actors", "Kim", "--on", "yesterday"], 2, "'yesterday' is no day", "2024-09-19"),
    ],
)
def test_errors_say_what_is_wrong_and_what_to_do(run, arguments, code, message, hint):
    said = run(*arguments)
    assert said.code == code
    assert said.out == ""
    first, *more = said.err.splitlines()
    assert first.startswith("error: ")
    assert message in said.err
    assert hint in "\n".join(more)


def test_a_wrong_setting_stops_every_command_that_needs_one(run, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_STROE", "x.db")
    said = run("events")
    assert said.code == 2
    assert "did you mean DRAGOMAN_STORE?" in said.err


def cpu_seconds(*arguments):
    """Processor time of a Python with these arguments, the least of five runs; other work on the machine does not count."""

    def once():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(5))


def test_the_help_is_quick():
    assert cpu_seconds("-m", "dragoman", "--help") < max(0.15, 2 * cpu_seconds("-c", "import click"))


def test_the_help_imports_nothing_heavy():
    script = "import sys, dragoman.cli; dragoman.cli.main(['--help']); print([m for m in HEAVY if m in sys.modules], file=sys.stderr)"
    heavy = "HEAVY = ['numpy', 'sqlalchemy', 'onnxruntime', 'rich', 'msgspec', 'httpcore', 'trafilatura']; "
    done = subprocess.run([sys.executable, "-c", heavy + script], check=True, capture_output=True, text=True)
    assert done.stderr.strip() == "[]"


def on_a_terminal(arguments, **environment):
    """What the command writes when its output is a terminal."""
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "dragoman", *arguments],
        stdout=child,
        stderr=child,
        env=os.environ | {"TERM": "xterm"} | environment,
    ) as process:
        os.close(child)
        said = b""
        while True:
            try:
                piece = os.read(parent, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
    os.close(parent)
    return process.returncode, said.decode()


def test_people_get_a_table_with_colour_and_no_colour_with_no_color(stored):
    code, said = on_a_terminal(["events"])
    assert code == 0
    assert "\x1b[" in said
    assert "CONSULT" in said
    code, plain = on_a_terminal(["events"], NO_COLOR="1")
    assert "\x1b[" not in plain
    assert "CONSULT" in plain
    assert "\x1b[" in on_a_terminal(["evnts"])[1]
    assert "\x1b[" not in on_a_terminal(["evnts"], NO_COLOR="1")[1]


def test_a_reader_that_leaves_early_is_no_error(stored):
    command = f"{sys.executable} -m dragoman events --json"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} | head -c 10"], capture_output=True, text=True, check=False
    )
    assert done.stdout == '{"id":"ev_'
    assert "error" not in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_stops_cleanly(tmp_path):
    fifo = tmp_path / "report.txt"
    os.mkfifo(fifo)
    process = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "evaluate", "time", str(fifo), "--score", __file__],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with fifo.open("w"):  # opens when the command has begun to read, and keeps it waiting
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.strip().startswith("stopped")
    assert "Traceback" not in said


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_command(run, shell):
    said = run("completion", shell)
    assert said.code == 0
    assert "_DRAGOMAN_COMPLETE" in said.out
    assert "dragoman" in said.out


def test_completion_offers_commands(tmp_path):
    environment = os.environ | {"_DRAGOMAN_COMPLETE": "bash_complete", "COMP_WORDS": "dragoman fin", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "dragoman"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "plain,findings"


def test_the_version_is_told(run):
    said = run("--version")
    assert (said.code, said.out.split()[0]) == (0, "dragoman")
