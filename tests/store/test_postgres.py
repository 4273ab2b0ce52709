"""What is particular to PostgreSQL: its errors in words, its index of words, and moving between it and a file."""

import socket
import sys

import msgspec
import pytest
from dossiers import article, meeting, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import MissingExtra, StoreError
from dragoman.settings import without_password
from dragoman.store import ArticleFilter, QueueFilter, Store
from dragoman.store.postgres import LARGEST, query_of, vector_of
from dragoman.store.words import terms_of


def with_text(text, number=1, **more):
    of = article(text, f"https://news.example/{number}", **more)
    return msgspec.structs.replace(plain(number), article=of, events=(), parties=())


# -- words, without a database ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("arms", "('arms')"),
        (
            'arms "North Korea" missile* -satellite',
            "('arms') & ('north' <-> 'korea') & ('missile':*) & !(('satellite'))",
        ),
        ("Erdoğan's", "('erdogan' <-> 's')"),
        ("-only", ""),
        ("'); DROP TABLE articles; --", "('drop') & ('table') & ('articles')"),
        ("& | ! ( ) :* <->", ""),
    ],
)
def test_what_people_type_becomes_a_query_and_never_a_syntax_error(typed, query):
    assert query_of(terms_of(typed)) == query


def test_words_stand_with_their_positions_and_phrases_do_not_run_out_of_the_title():
    assert vector_of("Arms deal", "Deal made") == "'arms':2 'deal':3,5 'made':6"
    assert vector_of(None, "") == ""


def test_the_end_of_a_text_too_long_for_a_tsvector_is_left_out():
    long = " ".join(f"word{number}" for number in range(200_000))
    assert len(vector_of(None, long).encode()) < 2 * LARGEST
    assert "'word0':" in vector_of(None, long)
    assert len(vector_of(None, "x" * 10_000)) < 600


def test_a_password_is_never_shown():
    assert without_password("postgresql://desk:s3cret@host/x") == "postgresql://desk:***@host/x"
    assert without_password("/home/desk/reports.db") == "/home/desk/reports.db"


def test_psycopg_is_named_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra) as caught:
        Store.open("postgresql://desk@127.0.0.1/none")
    assert caught.value.hint == "pip install 'dragoman[postgres]'"


def test_a_database_that_does_not_answer_is_told_without_its_password():
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreError, match="does not answer") as caught:
        Store.open(f"postgresql://desk:s3cret@127.0.0.1:{port}/reports")
    assert "s3cret" not in str(caught.value)


# -- with a database --------------------------------------------------------------------------------------------------


def test_there_must_be_a_store_to_ask(postgres):
    with pytest.raises(StoreError, match="there is no store at postgresql://") as caught:
        Store.open(postgres)
    assert "dragoman add" in caught.value.hint


def test_there_must_be_a_database(postgres):
    with pytest.raises(StoreError, match="no such database") as caught:
        Store.open(postgres.replace("/postgres?", "/nowhere?"))
    assert "createdb" in caught.value.hint


def test_a_user_that_is_none_is_told(postgres):
    with pytest.raises(StoreError, match="refuses the user"):
        Store.open(postgres.replace("//dragoman@", "//nobody:s3cret@"))


def test_a_database_of_another_program_is_refused_and_left_alone(postgres):
    from dragoman.store.dialects import dialect_of

    engine = dialect_of(postgres, 1).engine()
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE articles (x INTEGER)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(postgres, create=True)
    engine.dispose()


def test_a_connection_that_breaks_is_told(postgres):
    with (
        Store.open(postgres, create=True) as store,
        pytest.raises(StoreError, match="connection to the database broke"),
        store.reading() as connection,
    ):
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")


def test_a_reader_cannot_write(postgres):
    with (
        Store.open(postgres, create=True) as store,
        pytest.raises(StoreError, match="can only be read"),
        store.reading() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM articles")


def test_a_report_that_lost_its_words_is_a_fault(postgres):
    with Store.open(postgres, create=True) as store:
        store.add(meeting())
        assert list(store.check()) == []
        with store.writing() as connection:
            connection.exec_driver_sql("DELETE FROM article_words")
        assert list(store.check()) == [f"report {meeting().article.id} is not in the index of words"]


def test_hostile_texts_are_stored_and_found(postgres):
    texts = ["x" * 10_000, "it's a 'quoted' \\ word", "two\n\nparagraphs: a&b | !c <-> d:*", "北京 Straße İstanbul 😀"]
    with Store.open(postgres, create=True) as store:
        for number, text in enumerate(texts):
            store.add(with_text(text, number))
        assert [one.text for one in store.articles(ArticleFilter(search="quoted"))] == [texts[1]]
        assert store.articles(ArticleFilter(search="北京")).total == 1
        assert store.articles(ArticleFilter(search="x" * 10_000)).total == 1
        assert list(store.check()) == []


WORDS = st.sampled_from(["arms", "Arms", "deal", "Erdoğan", "erdogan", "x-ray", "don't", "3.5", "U.S.", "co_op", "Æ"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(WORDS, min_size=1, max_size=8).map(" ".join),
    typed=st.lists(WORDS, min_size=1, max_size=2).map(" ".join),
)
def test_a_search_finds_the_same_on_both(postgres, tmp_path, text, typed):
    """The stores grow from example to example; both hold the same reports."""
    found = []
    for place in (postgres, str(tmp_path / "same.db")):
        with Store.open(place, create=True) as store:
            store.add(with_text(text, store.counts()["articles"]))
            asked = (ArticleFilter(search=typed), ArticleFilter(search=f'"{typed}"'), ArticleFilter(search=f"{typed}*"))
            found.append([[one.text for one in store.articles(one)] for one in asked])
    assert found[0] == found[1]


# -- moving house -----------------------------------------------------------------------------------------------------


def test_a_store_moves_to_postgresql_and_back_whole(postgres, tmp_path):
    with Store.open(tmp_path / "a.db", create=True) as here:
        for number in range(3):
            here.add(plain(number))
        here.add(meeting())
        here.review(meeting().events[0].id, "accept", "ada")
        with Store.open(postgres, create=True) as there:
            here.copy_to(there)
            assert list(there.check()) == []
            assert there.counts() == here.counts()
            assert list(there.changes()) == list(here.changes())
            assert list(there.reviews()) == list(here.reviews())
            assert there.articles(ArticleFilter(search="rockets")).total == 1
            there.add(plain(9))
            numbers = [one.number for one in there.changes()]
            assert numbers == sorted(set(numbers))
            there.backup(tmp_path / "back.db")
            with pytest.raises(StoreError, match="not empty"):
                here.copy_to(there)
    with Store.open(tmp_path / "back.db") as back:
        assert back.dossier(meeting().article.id) == meeting()
        assert back.counts()["articles"] == 5
        assert back.count_waiting(QueueFilter(reviewer="ada")) == 8
        assert list(back.check()) == []
