"""Law, states and goods stay out of the code: a new resolution is a file, never a change of a program."""

import ast
import re
from pathlib import Path

import pytest

import dragoman
from dragoman.judging.provisions import Register

ROOMS = ("judging", "grounding", "coding", "reading", "pipeline", "records")
SOURCE = Path(dragoman.__file__).parent
FILES = [path for room in ROOMS for path in sorted((SOURCE / room).rglob("*.py"))]
CODES_OF_BODIES = {"IGO", "UNO", "EUR", "NGO", "IMG", "MNC", "ISM"}  # PLOVER's own words for who is no state


def strings(path: Path) -> list[str]:
    """The string literals of a module that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    ]


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.parent.name == "judging" or path.name in ("items.py", "item_phrases.py")],
    ids=lambda path: path.name,
)
def test_no_state_paragraph_or_commodity_is_named(path: Path) -> None:
    vocabulary = Register.load().vocabulary
    states = {code for code in vocabulary.states if re.fullmatch("[A-Z]{3}", code)} - CODES_OF_BODIES
    goods = {code for code, row in vocabulary.objects.items() if row.thing and not row.acts} - {"any"}
    groups = set(vocabulary.groups)
    for literal in strings(path):
        assert "UNSCR" not in literal, literal
        assert literal not in states, literal
        assert literal not in groups, literal
        assert literal not in goods, literal
