"""Pages: the story, what the markup tells, and what is no story."""

import pytest

from dragoman.errors import NotAnArticle
from dragoman.sources import article_from_html

STORY = "<p>The two ministers met in Vienna on Tuesday and agreed to send observers to the border within ten days.</p><p>Both sides called the talks useful, and a second round is planned for the autumn in Geneva.</p>"


def page(head: str = "", body: str = "") -> bytes:
    return f"<!doctype html><html><head><title>x</title>{head}</head><body><nav><a href='/'>Home</a><a href='/w'>World</a></nav><article><h1>Ministers meet</h1>{STORY}{body}</article><footer>About us</footer></body></html>".encode()


LINKED = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ministers meet","datePublished":"2021-03-03T10:00:00Z","author":[{"name":"Jane Roe"}],"publisher":{"name":"The Courier"}}</script>'


def test_linked_data_tells_title_author_publisher_and_day():
    article = article_from_html(page(LINKED))
    assert (article.title, article.author, article.publisher, article.published) == (
        "Ministers meet",
        "Jane Roe",
        "The Courier",
        "2021-03-03",
    )
    assert article.published_from == "markup"


def test_meta_tags_tell_what_linked_data_does_not():
    article = article_from_html(
        page(
            '<meta property="article:published_time" content="2021-03-03T10:00:00Z"><meta property="og:site_name" content="The Courier">'
        )
    )
    assert (article.publisher, article.published) == ("The Courier", "2021-03-03")


def test_a_page_that_tells_no_day_has_none():
    assert article_from_html(page()).published is None


def test_navigation_footer_and_forms_are_left_out():
    article = article_from_html(
        page(body="<h3>Leave a Reply</h3><p>Your email address will not be published. Required fields are marked *</p>")
    )
    assert "observers to the border" in article.text
    assert not any(words in article.text for words in ("Home", "About us", "Leave a Reply", "email address"))


@pytest.mark.parametrize(
    "broken",
    ['<script type="application/ld+json">{"@type":</script>', '<script type="application/ld+json">[[[[1]]]]</script>'],
)
def test_broken_linked_data_is_passed_over(broken):
    assert article_from_html(page(broken)).published is None


def test_a_page_without_a_story_is_refused():
    with pytest.raises(NotAnArticle, match="no story"):
        article_from_html(b"<!doctype html><html><body><nav><a href='/'>Home</a></nav></body></html>")
