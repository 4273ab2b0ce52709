"""Pages: the story, what the markup tells of it, and what is no story."""

import gzip
import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_site import SENTENCE, STORY

from dragoman.errors import DragomanError, NotAnArticle
from dragoman.sources import Given, article_from_html, extract_text

TODAY = date(2024, 9, 20)
FIRST = SENTENCE
SECOND = "Both sides called the talks useful, and a second round is planned for the autumn in a place that has not been chosen yet."
THIRD = (
    "An envoy of the United Nations, who was present, said afterwards that no side had asked for a change of the text."
)


def page(head: str = "", *, before: str = "", inside: str = "", after: str = "", title: str = "Ministers meet") -> str:
    """A page with navigation, a headline, three paragraphs and a footer."""
    return f"""<!doctype html><html><head><title>{title} - The Courier</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{title}</h1>{before}<p>{FIRST}</p><p>{SECOND}</p>{inside}<p>{THIRD}</p>{after}</article></main>
<footer><p>About us. Contact. All rights reserved.</p></footer></body></html>"""


def linked(**fields: object) -> str:
    story = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ministers meet", **fields}
    return f'<script type="application/ld+json">{json.dumps(story)}</script>'


WHOLE = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


# The text


@pytest.mark.parametrize(
    ("where", "around"),
    [
        ("before", '<div class="byline">By Jane Roe</div><time datetime="2024-09-19">19 September 2024</time>'),
        ("before", "<p>By Jane Roe, Reuters</p><p>September 19, 2024</p>"),
        ("before", "<p>World | September 19, 2024</p>"),
        ("before", "<h2>Ministers meet</h2>"),
        (
            "before",
            '<div class="share-bar"><a href="#">Share on Facebook</a> <a href="#">Tweet</a> <a href="#">WhatsApp</a></div>',
        ),
        (
            "before",
            '<figure><img src="a.jpg"><figcaption>The ministers on Tuesday. Jane Roe/Getty Images</figcaption></figure>',
        ),
        ("before", '<p class="wp-caption-text">The ministers of the two states on Tuesday (AP Photo/Jane Roe)</p>'),
        ("inside", "<p>Photo: The ministers of the two states at the table on Tuesday</p>"),
        ("inside", '<p><strong>READ MORE: <a href="/a">An older story about the same border</a></strong></p>'),
        ("inside", '<p><a href="/a">An older story about the same border that all of the readers liked</a></p>'),
        (
            "inside",
            "<aside><h3>Related</h3><p>An older story about the same border, in which other ministers met.</p></aside>",
        ),
        (
            "inside",
            '<div class="newsletter-signup"><p>Sign up for our newsletter and receive the best stories of the day.</p></div>',
        ),
        ("inside", "<p>Sign up for our daily newsletter to get the best of The Courier in your inbox.</p>"),
        ("inside", "<p>Advertisement</p>"),
        ("inside", "<p>Story continues below advertisement</p>"),
        ("inside", '<div class="ad-slot"><p>Buy now and pay later, said everybody who had bought one.</p></div>'),
        ("after", "<p>(Reporting by Jane Roe; Editing by John Doe)</p>"),
        ("after", "<p>Jane Roe contributed to this report.</p>"),
        (
            "after",
            "<h3>Related Stories</h3><ul><li><a href='/a'>A first headline</a></li><li><a href='/b'>Another headline</a></li></ul>",
        ),
        (
            "after",
            "<h3>Leave a Reply</h3><p>Your email address will not be published. Required fields are marked *</p>",
        ),
        (
            "after",
            '<div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form><p>Comment <textarea></textarea></p></form></div>',
        ),
        (
            "after",
            '<section id="comments"><h2>2 Comments</h2><p>I do not believe a word of what these ministers have said here.</p></section>',
        ),
        ("after", "<p>Write to Jane Roe at jane.roe@courier.example</p>"),
        ("after", "<p>Follow us on Twitter and Facebook</p>"),
        ("after", "<p>© 2024 The Courier. All rights reserved.</p>"),
        (
            "after",
            '<div class="author-bio"><p>Jane Roe has reported from Vienna since the year of the flood.</p></div>',
        ),
        ("after", "<h2>More on this</h2>"),
    ],
)
def test_what_stands_around_the_story_is_left_out(where, around):
    assert extract_text(page(**{where: around})) == WHOLE


@pytest.mark.parametrize(
    "kept",
    [
        "<h2>What was agreed</h2>",
        "<p>“We will open the road,” the minister said.</p>",
        "<ul><li>Observers are to be at the border within ten days, all of them unarmed.</li></ul>",
        "<blockquote><p>The parties shall allow the observers to pass at any hour of the day.</p></blockquote>",
        '<p>The text is <a href="/t">published on the site of the ministry of foreign affairs</a>, which is a first.</p>',
    ],
)
def test_what_belongs_to_the_story_stays(kept):
    text = extract_text(page(inside=kept))
    assert text.startswith(f"{FIRST}\n\n{SECOND}")
    assert len(text) > len(WHOLE)


def test_paragraphs_parted_by_line_breaks_are_paragraphs():
    html = f"<!doctype html><html><body><div class='content'><h1>Ministers meet</h1>{FIRST}<br><br>{SECOND}<br><br>{THIRD}</div></body></html>"
    assert extract_text(html) == WHOLE


def test_links_in_a_sentence_keep_the_spaces_around_them():
    html = page().replace("in Vienna", 'in <a href="/v">Vienna</a>')
    assert extract_text(html) == WHOLE


def test_a_page_in_one_form_around_all_of_it_is_read():
    html = page().replace("<main>", '<form id="aspnetForm"><main>').replace("</main>", "</main></form>")
    assert extract_text(html) == WHOLE


def test_a_class_that_says_there_is_a_sidebar_is_no_sidebar():
    assert extract_text(page().replace("<article>", '<article class="has-sidebar article--comments">')) == WHOLE


def test_the_marked_body_of_the_story_is_preferred():
    teaser = "".join(
        f"<div><h3>Other {n}</h3><p>{SECOND} That was story number {n} of the day.</p></div>" for n in range(2)
    )
    html = (
        page().replace("<p>", '<div itemprop="articleBody"><p>', 1).replace("</article>", f"</div></article>{teaser}")
    )
    assert extract_text(html) == WHOLE


def test_the_text_in_json_ld_is_the_measure():
    story = f"{FIRST} {SECOND} {THIRD} {FIRST} {SECOND} {THIRD} {SECOND}"
    html = page(
        linked(articleBody=story),
        inside=f"<p>{FIRST}</p><p>{SECOND}</p>",
        after=f"<p>{SECOND}</p><p>Our readers liked it most of all things.</p>",
    )
    assert "Our readers" not in extract_text(html)
    empty = f"<!doctype html><html><head>{linked(articleBody=story)}</head><body><div id='app'></div></body></html>"
    assert extract_text(empty) == story


def test_a_summary_in_json_ld_is_no_measure():
    assert extract_text(page(linked(articleBody=FIRST))) == WHOLE


# What the markup tells


def read(html: str, **more: object):
    return article_from_html(html, today=TODAY, **more)


def test_json_ld_tells_title_writers_publisher_and_moment():
    head = linked(
        datePublished="2024-09-19T10:00:00+02:00",
        author=[{"name": "Jane Roe"}, {"name": "John Doe"}],
        publisher={"name": "The Courier"},
    )
    told = read(page(head))
    assert (told.title, told.author, told.publisher) == ("Ministers meet", "Jane Roe, John Doe", "The Courier")
    assert (told.published, told.published_from) == ("2024-09-19T08:00:00Z", "markup")


def test_the_story_is_found_among_other_stories_in_json_ld():
    others = [
        {"@type": "NewsArticle", "headline": "Another story of the day", "datePublished": "2020-01-01"},
        {"@type": "NewsArticle", "headline": "Ministers meet", "datePublished": "2024-09-19"},
    ]
    head = f'<script type="application/ld+json">{json.dumps({"@graph": others})}</script>'
    assert read(page(head)).published == "2024-09-19"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-09-19T10:00:00Z">',
        '<meta name="parsely-pub-date" content="2024-09-19T10:00:00Z">',
        '<meta name="DC.date.issued" content="2024-09-19T10:00:00Z">',
        '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2024-09-19T10:00:00Z"}</script>',
        '<script type="application/ld+json">\n<!--\n{"@type":["NewsArticle"],"headline":"Ministers\nmeet","datePublished":"2024-09-19T10:00:00Z"}\n-->\n</script>',
    ],
)
def test_every_usual_mark_of_the_moment_is_known(head):
    assert read(page(head)).published == "2024-09-19T10:00:00Z"


@pytest.mark.parametrize(
    ("before", "day"),
    [
        ('<time datetime="2024-09-19">yesterday</time>', "2024-09-19"),
        ('<span itemprop="datePublished" content="2024-09-19"></span>', "2024-09-19"),
        ('<time class="updated" datetime="2024-09-20"></time><time datetime="2024-09-19"></time>', "2024-09-19"),
        ("<span>Published: 19 September 2024</span>", "2024-09-19"),
        ("<div>By Jane Roe | September 19, 2024</div>", "2024-09-19"),
        ("<span>Last updated: 20 September 2024</span>", None),
        ("<span>Thursday</span>", None),
    ],
)
def test_the_day_is_read_where_the_reader_sees_it(before, day):
    assert read(page(before=before)).published == day


@pytest.mark.parametrize("stamp", ["2031-01-01", "1970-01-01T00:00:00Z", "0000-00-00", "tomorrow", "09/10/2024"])
def test_a_day_that_cannot_be_stays_unknown(stamp):
    told = read(page(linked(datePublished=stamp)))
    assert (told.published, told.published_from) == (None, None)


def test_a_page_that_tells_no_day_has_none():
    assert read(page()).published is None


def test_the_address_of_the_page_may_name_the_day_and_a_dateline_is_completed_with_it():
    told = read(page(), given=Given(url="https://courier.example/2024/09/19/ministers"))
    assert (told.published, told.published_from) == ("2024-09-19", "url")
    html = page().replace(FIRST, f"VIENNA, Sept 18 (Reuters) - {FIRST}")
    told = read(html, given=Given(url="https://courier.example/2024/09/19/ministers"))
    assert (told.published, told.dateline, told.publisher) == ("2024-09-18", "VIENNA", "The Courier")
    assert told.text[told.body_start :].startswith(FIRST)


def test_what_is_given_is_believed_before_the_page():
    html = page(linked(datePublished="2024-09-19", publisher={"name": "The Courier"}))
    told = read(html, given=Given(published="2024-09-01", publisher="Archive"))
    assert (told.published, told.published_from, told.publisher) == ("2024-09-01", "given", "Archive")


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="Jane Roe">', "Jane Roe"),
        ('<meta name="author" content="By JANE ROE, AP National Security Writer">', "JANE ROE"),
        ('<meta name="author" content="admin">', None),
        ('<meta property="article:author" content="https://facebook.example/jane">', None),
        ('<meta name="author" content="The Courier"><meta property="og:site_name" content="The Courier">', None),
    ],
)
def test_writers_are_people(head, author):
    assert read(page(head)).author == author


@pytest.mark.parametrize(
    ("head", "url", "publisher"),
    [
        ('<meta property="og:site_name" content="The Courier">', None, "The Courier"),
        ('<meta property="og:site_name" content="courier.example">', None, None),
        ('<meta property="og:site_name" content="World">', "https://thecourier.example/a", "The Courier"),
        ("", None, None),
    ],
)
def test_the_publisher_is_the_one_that_the_host_is_named_for(head, url, publisher):
    assert read(page(head), given=Given(url=url)).publisher == publisher


def test_the_name_of_the_site_is_no_part_of_the_title():
    html = page(
        '<meta property="og:title" content="Ministers meet at last | The Courier"><meta property="og:site_name" content="The Courier">'
    )
    assert read(html.replace("<h1>Ministers meet</h1>", "")).title == "Ministers meet at last"


def test_a_saved_page_keeps_its_address():
    assert read(page('<link rel="canonical" href="https://courier.example/a#top">')).url == "https://courier.example/a"


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type":',
        "[[[[1]]]]",
        '{"@type":"NewsArticle","headline":7,"author":{"name":[]},"datePublished":[]}',
        "null",
        "[" * 5000,
    ],
)
def test_broken_json_ld_is_passed_over(broken):
    told = read(page(f'<script type="application/ld+json">{broken}</script>'))
    assert (told.text, told.title, told.published) == (WHOLE, "Ministers meet", None)


# What is no story


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<!doctype html><html><body><nav><a href='/'>Home</a></nav></body></html>", "no story"),
        ("<!doctype html>", "no story"),
        ("<html></html>", "no story"),
        (
            "<html><head><title>404</title></head><body><h1>Page not found</h1><p>The page you are looking for has been moved or does not exist any more.</p></body></html>",
            "in place of the story",
        ),
        (
            "<html><head><title>Just a moment...</title></head><body><p>Checking your browser before you can read the page of this site here.</p></body></html>",
            "in place of the story",
        ),
        (
            "<html><body><h1>Login</h1><p>The two ministers met in Vienna on Tuesday and agreed to send observers.</p><form><input></form></body></html>",
            "not one story",
        ),
        (
            "<!doctype html><html><body>"
            + "".join(
                f"<div><h3><a href='/{n}'>Headline number {n} of this fine day</a></h3><p>{SECOND}</p></div>"
                for n in range(12)
            )
            + "</body></html>",
            "not one story",
        ),
    ],
)
def test_a_page_without_a_story_is_refused_and_says_what_it_is(html, words):
    with pytest.raises(NotAnArticle, match=words) as refused:
        read(html)
    assert refused.value.hint


def test_a_front_page_is_refused_by_its_address():
    with pytest.raises(NotAnArticle, match="not one story"):
        read(page(), given=Given(url="https://courier.example/"))
    assert (
        read(page('<meta property="og:type" content="article">'), given=Given(url="https://courier.example/")).text
        == WHOLE
    )


def test_a_story_about_captchas_is_a_story():
    long = f"<p>{FIRST} He asked: are you a robot, or access denied?</p>" + STORY * 4
    assert read(page(inside=long)).text


def test_a_page_nested_a_thousand_deep_is_read_or_refused():
    html = "<html><body>" + "<div>" * 3000 + STORY + "</div>" * 3000 + "</body></html>"
    with suppress(DragomanError):
        assert read(html).text


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="<>/\"'=!-&; abphdivscriptle\n", max_size=300))
def test_no_markup_breaks_it(html):
    assert isinstance(extract_text(html), str)


def test_extraction_is_no_worse_than_it_was(gold):
    """On the saved pages of the gold set, by the words in runs of four."""
    from dragoman.evaluation.rows import PageRow, read_jsonl
    from dragoman.evaluation.scores.extract import score_extract

    truth = read_jsonl(gold / "extract" / "truth.jsonl", PageRow)
    made = {}
    for row in truth:
        packed = (gold / "extract" / "pages" / f"{row.id}.html.gz").read_bytes()
        made[row.id] = PageRow(id=row.id, text=extract_text(gzip.decompress(packed)))
    assert score_extract(truth, made).values["f1"] >= 0.97
