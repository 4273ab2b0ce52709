"""Names the reader cuts or labels otherwise: one place over hyphens, a city taken for somebody unknown."""

import pytest

from dragoman.pipeline import Desk
from dragoman.records import Article, article_id


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.load()


def test_a_hyphen_ties_a_name_where_the_whole_is_a_place(desk):
    text = "The cargo was taken to Port-au-Prince last year."
    article = Article(id=article_id(text, None), text=text, published="2024-06-01", language="en")
    assert {place.country for place in desk.ground(article, desk.reader.read(article)).places} == {"HTI"}


def test_a_city_that_was_read_as_somebody_unknown_is_found(desk):
    text = "Russia hit Dnipro with a new missile."
    article = Article(id=article_id(text, None), text=text, published="2024-11-21", language="en")
    assert "UKR" in {place.country for place in desk.ground(article, desk.reader.read(article)).places}
