"""Where settings come from, and what is refused."""

from pathlib import Path

import pytest

from dragoman.errors import UsageError
from dragoman.settings import Settings, load_settings, meaning_of


def environ(tmp_path: Path, toml: str | None = None, **variables: str) -> dict[str, str]:
    if toml is not None:
        folder = tmp_path / "config" / "dragoman"
        folder.mkdir(parents=True)
        (folder / "settings.toml").write_text(toml, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "data"), **variables}


def origin(loaded, name):
    return next(one.origin for one in loaded.origins if one.name == name)


def test_without_file_or_variables_the_defaults_hold(tmp_path):
    loaded = load_settings(environ(tmp_path))
    assert loaded.settings.store == str(tmp_path / "data" / "dragoman" / "dragoman.db")
    assert loaded.settings.fetch_max_redirects == 5
    assert {one.origin for one in loaded.origins} == {"default"}
    assert not loaded.file_found


def test_the_file_beats_defaults_and_the_environment_beats_the_file(tmp_path):
    env = environ(tmp_path, 'store = "a.db"\nfetch_timeout_s = 7\n', DRAGOMAN_STORE="b.db")
    loaded = load_settings(env)
    assert (loaded.settings.store, loaded.settings.fetch_timeout_s) == ("b.db", 7.0)
    assert origin(loaded, "store") == "DRAGOMAN_STORE"
    assert origin(loaded, "fetch_timeout_s").endswith("settings.toml")
    assert origin(loaded, "threads") == "default"


@pytest.mark.parametrize(
    ("toml", "variables", "said", "hint"),
    [
        ("stroe = 'x'", {}, "sets stroe", "did you mean store?"),
        (None, {"DRAGOMAN_FETCH_PRIVAT": "no"}, "sets DRAGOMAN_FETCH_PRIVAT", "did you mean DRAGOMAN_FETCH_PRIVATE?"),
        ("zzzzzz = 1", {}, "sets zzzzzz", "`dragoman settings` lists"),
        ("threads = 'two'", {}, "Expected `int`", "Threads"),
        ("threads = 0", {}, "Expected `int` >= 1", "Threads"),
        (None, {"DRAGOMAN_THREADS": "two"}, "DRAGOMAN_THREADS is 'two'", "Threads"),
        (None, {"DRAGOMAN_FETCH_PRIVATE": "maybe"}, "not yes or no", "DRAGOMAN_FETCH_PRIVATE=yes"),
        ("store = ", {}, "is not TOML", "store ="),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_next_step(tmp_path, toml, variables, said, hint):
    with pytest.raises(UsageError) as caught:
        load_settings(environ(tmp_path, toml, **variables))
    assert said in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("0", False), ("TRUE", True), ("off", False)])
def test_switches_take_plain_words(tmp_path, text, value):
    assert load_settings(environ(tmp_path, DRAGOMAN_FETCH_PRIVATE=text)).settings.fetch_private is value


def test_a_named_file_must_exist(tmp_path):
    with pytest.raises(UsageError, match="no settings file"):
        load_settings(environ(tmp_path, DRAGOMAN_CONFIG=str(tmp_path / "none.toml")))


def test_variables_read_elsewhere_are_no_settings(tmp_path):
    assert load_settings(environ(tmp_path, DRAGOMAN_SHARED="/somewhere")).settings.threads == 1


@pytest.mark.parametrize("name", Settings.__struct_fields__)
def test_every_setting_says_what_it_is_for(name):
    assert meaning_of(name).endswith(".")
