"""The register: what it holds, what it refuses, how votes and numbers are shown."""

from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.judging.provisions import Register
from dragoman.judging.register_files import COMPILED, compiled_copy

GOOD = """
id = "AMBER"
name = "Amber Convention (2030)"
title = "Trade in amber"
regime = "AMBER"
adopted = 2020-05-05
legal_basis = "treaty"
source = "UNTS 1:1"

[vote]
tally = "14-0-1"
abstained = ["RUS"]
verified = "source"

[[provision]]
id = "AMBER-2"
paragraph = "2"
summary = "No gold from Fiji."
kind = "prohibition"
force = "binding"
bound = ["*"]
target = ["FJI"]
direction = "from"
actor_role = "buyer"
acts = ["procure", "export"]
objects = ["gold_minerals"]
periods = [{ from = 2020-05-05, until = 2021-05-05 }, { from = 2022-01-01 }]
verified = "memory"

[[provision.exemption]]
what = "museum pieces"
paragraph = "4"
needs = "notice"
words = ["museum", "@committee"]
"""


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "amber.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_package_holds_every_provision(register: Register) -> None:
    assert len(register.provisions) == 221
    assert len(register.instruments) == 65


def test_the_compiled_copy_belongs_to_the_files() -> None:
    stored = files("dragoman").joinpath("knowledge", "provisions", COMPILED).read_bytes()
    assert stored == compiled_copy(), "run python -m dragoman.judging.register_files"


def test_a_user_file_is_added_and_the_rest_stays(register: Register, tmp_path: Path) -> None:
    more = register.with_user_file(written(tmp_path, GOOD))
    assert more.provisions["AMBER-2"].binds("DEU")
    assert set(more.provisions) - set(register.provisions) == {"AMBER-2"}
    assert more.digest != register.digest
    assert "AMBER-2" not in register.provisions


def test_a_user_file_replaces_its_own_instrument(register: Register, tmp_path: Path) -> None:
    once = register.with_user_file(written(tmp_path, GOOD))
    again = once.with_user_file(written(tmp_path, GOOD.replace("No gold", "No amber")))
    assert again.provisions["AMBER-2"].summary.startswith("No amber")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('acts = ["procure", "export"]', 'acts = ["juggle"]'), "juggle"),
        (('objects = ["gold_minerals"]', 'objects = ["amber"]'), "amber"),
        (('target = ["FJI"]', 'target = ["ZZZ"]'), "ZZZ"),
        (('bound = ["*"]', 'bound = ["everyone"]'), "everyone"),
        (('kind = "prohibition"', 'kind = "wish"'), "wish"),
        (('direction = "from"', 'direction = "sideways"'), "sideways"),
        (('verified = "memory"', 'verified = "hearsay"'), "hearsay"),
        (('paragraph = "2"', 'paragraph = ""'), "empty"),
        (('words = ["museum", "@committee"]', "words = []"), "no words"),
        (('words = ["museum", "@committee"]', 'words = ["Museum"]'), "lower case"),
        (('"@committee"', '"@nobody"'), "@nobody"),
        (
            (
                "{ from = 2020-05-05, until = 2021-05-05 }, { from = 2022-01-01 }",
                "{ from = 2022-01-01 }, { from = 2020-05-05, until = 2021-05-05 }",
            ),
            "order",
        ),
        (("until = 2021-05-05", "until = 2023-05-05"), "overlap"),
        (("until = 2021-05-05", "until = 2019-05-05"), "ends before"),
        (("[{ from = 2020-05-05, until = 2021-05-05 }, { from = 2022-01-01 }]", "[]"), "no periods"),
        (('tally = "14-0-1"', 'tally = "13-1-1"'), "contradicts"),
        (('tally = "14-0-1"', 'tally = "most"'), "tally"),
        (('abstained = ["RUS"]', 'abstained = ["RUS"]\nagainst = ["RUS"]'), "both"),
        (("adopted = 2020-05-05\n", ""), "day of adoption"),
        (('force = "binding"', 'force = "binding"\ncolour = "red"'), "colour"),
        (('force = "binding"', 'force = "binding"\nwidens = ["AMBER-9"]'), "AMBER-9"),
        (('id = "AMBER-2"', 'id = "UNSCR-1718-2"'), "already"),
        (("[[provision]]", "[[provision"), "TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(
    register: Register, tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    assert change[0] in GOOD
    with pytest.raises(KnowledgeError) as caught:
        register.with_user_file(written(tmp_path, GOOD.replace(*change, 1)))
    assert "amber.toml" in caught.value.message
    assert reason in caught.value.message


def test_a_missing_file_says_so(register: Register, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        register.with_user_file(tmp_path / "nowhere.toml")


def test_votes_follow_council_membership(register: Register) -> None:
    instrument = register.instruments["UNSCR-1929"]
    assert register.vote_of("RUS", instrument) == "for"
    assert register.vote_of("TUR", instrument) == "against"
    assert register.vote_of("LBN", instrument) == "abstained"
    assert register.vote_of("DEU", instrument) == "not_member"
    assert register.vote_of("RUS", register.instruments["NPT"]) is None
    assert register.vote_of(None, instrument) is None


def test_fifteen_states_sit_on_the_council_each_year(register: Register) -> None:
    for year in range(1991, 2027):
        sitting = [t.state for t in register.council if t.start <= year <= (t.until or year)]
        assert len(sitting) == len(set(sitting)) == 15, year


def test_a_number_from_memory_says_so(register: Register) -> None:
    for provision in register:
        assert ("memory" in provision.where) == (provision.verified == "memory")


def test_every_exemption_has_words(register: Register) -> None:
    assert all(one.words for provision in register for one in provision.exemptions)


def test_parents_cover_children(register: Register) -> None:
    assert register.vocabulary.lineage("space_launch") == ("space_launch", "ballistic_missile", "missiles", "arms")


def test_the_file_shown_in_the_docs_is_accepted(register: Register, tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "adding-a-provision.md"
    if not page.is_file():
        pytest.skip("the docs are not beside the tests")
    block = page.read_text(encoding="utf-8").split("```toml")[1].split("```")[0]
    assert "EXAMPLE-1-2" in register.with_user_file(written(tmp_path, block)).provisions
