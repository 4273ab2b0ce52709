"""The quality gate's own file is sound; the figures themselves are measured by `dragoman evaluate --gate quality.toml`."""

from pathlib import Path

from dragoman.evaluation.gate import read_gate

GATE = Path(__file__).resolve().parents[1] / "quality.toml"


def test_the_gate_can_be_read_and_no_floor_stands_twice():
    floors = [(one.stage, one.gold, one.measure, str(one.options)) for one in read_gate(GATE)]
    assert len(floors) == len(set(floors))
