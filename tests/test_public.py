"""What `import dragoman` offers is all there, and costs nothing until it is used."""

import subprocess
import sys

import pytest
from dossiers import meeting

import dragoman


@pytest.mark.parametrize("name", dragoman.__all__)
def test_every_public_name_is_there(name):
    assert getattr(dragoman, name)


def test_no_other_name_is():
    with pytest.raises(AttributeError):
        _ = dragoman.Nothing


def test_the_import_loads_no_room():
    loaded = "import sys, dragoman; print([name for name in sys.modules if name.startswith('dragoman.')])"
    assert (
        subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.strip()
        == "[]"
    )


def test_a_program_asks_a_store_and_is_told_why(tmp_path):
    with dragoman.open_store(tmp_path / "reports.db", create=True) as store:
        store.add(meeting())
        (sale,) = store.events(dragoman.EventFilter(types=("AID",)))
        assert dragoman.why(sale, store.dossier(sale.article))[0].title == "AID: Norland (NORGOV) → Sudonia (SUDGOV)"
