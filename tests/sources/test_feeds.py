"""What feeds and site maps list, however they are written, and however they are broken."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import SourceError
from dragoman.sources.feeds import Entry, read_listing

AT = "https://news.example/feeds/all"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>All</title><link>https://news.example/</link>
<item><title>Envoys &lt;b&gt;meet&lt;/b&gt; again</title><link> /a?x=1&amp;y=2 </link><guid isPermaLink="false">n-1</guid>
<pubDate>Thu, 19 Sep 2024 10:15:00 +0200</pubDate></item>
<item><title><![CDATA[Talks & more]]></title><guid>https://news.example/b</guid><dc:date>2024-09-18</dc:date></item>
<item><title>No address</title></item>
<item><title>Again</title><link>https://news.example/a</link><guid isPermaLink="false">n-1</guid></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>All</title>
<entry><id>tag:1</id><title type="html">One</title><link rel="edit" href="https://news.example/edit"/><link href="one"/>
<updated>2024-09-20T00:00:00Z</updated><published>2024-09-19T08:00:00Z</published></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://news.example/"/><item rdf:about="https://news.example/c"><title>C</title></item></rdf:RDF>"""

NEWS_MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/d</loc><lastmod>2024-09-20</lastmod><news:news><news:publication><news:name>N</news:name></news:publication>
<news:publication_date>2024-09-19</news:publication_date><news:title>D</news:title></news:news></url></urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://news.example/map-1.xml</loc></sitemap>
</sitemapindex>"""


@pytest.mark.parametrize(
    ("written", "kind", "entries"),
    [
        (RSS, "feed", [
            Entry(key="n-1", url="https://news.example/a?x=1&y=2", title="Envoys meet again", published="2024-09-19T08:15:00Z"),
            Entry(key="https://news.example/b", url="https://news.example/b", title="Talks & more", published="2024-09-18"),
        ]),
        (ATOM, "feed", [Entry(key="tag:1", url="https://news.example/feeds/one", title="One", published="2024-09-19T08:00:00Z")]),
        (RDF, "feed", [Entry(key="https://news.example/c", url="https://news.example/c", title="C")]),
        (NEWS_MAP, "sitemap", [Entry(key="https://news.example/d", url="https://news.example/d", title="D", published="2024-09-19")]),
        (INDEX, "index", [Entry(key="https://news.example/map-1.xml", url="https://news.example/map-1.xml")]),
    ],
)  # fmt: skip
def test_each_kind_of_list_is_read(written, kind, entries):
    found = read_listing(written.encode(), AT)
    assert (found.kind, list(found.entries)) == (kind, entries)


def test_a_list_that_breaks_off_or_is_miswritten_is_read_as_far_as_it_goes():
    assert len(read_listing(RSS[:700].encode(), AT).entries) == 2
    assert read_listing(RSS.replace("&amp;", "&").replace("</title>", "", 1).encode(), AT).entries
    assert read_listing(RSS.encode("utf-16"), AT).entries[1].title == "Talks & more"


def test_what_is_no_list_says_so():
    with pytest.raises(SourceError, match="not a feed"):
        read_listing(b"just words", AT)


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    found = read_listing((bomb + "]>" + RSS.split("?>", 1)[1].replace("Talks & more", "&j;")).encode(), AT)
    assert all(len(entry.title or "") < 100 for entry in found.entries)
    outside = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RSS.split("?>", 1)[1].replace("<b>", "&x;")
    assert "root:" not in str(read_listing(outside.encode(), AT))


@pytest.mark.parametrize(
    "part", ["<", "<a>", "<!--", "<![CDATA[", "&a", "<a b='", "<item>", "<item><title>", "]]>", "<!a "]
)
def test_no_repetition_takes_long(part):
    began = time.process_time()
    data = ("<rss><channel><item><link>https://news.example/a</link></item>" + part * (2_000_000 // len(part))).encode()
    with suppress(SourceError):
        read_listing(data, AT)
    assert time.process_time() - began < 5


@given(st.binary(max_size=3000))
@settings(max_examples=100)
def test_no_bytes_break_it(data):
    _read(data)


PARTS = st.sampled_from([
    "<rss>", "<channel>", "<item>", "</item>", "<link>", "</link>", "https://a.example/", "<guid isPermaLink='x'>", "<title>", "&lt;", "&#0;",
    "&#xD800;", "\ufffe", "<entry>", "<link href='//[' />", "<pubDate>", "Thu, 99 Sep 0000", "<news:news>", "xmlns:a='b'", "<urlset>", "<loc>",
    "<a:b:c>", "<?pi", "?>", "<!DOCTYPE", "[", "\0",
])  # fmt: skip


@given(st.lists(PARTS, max_size=40).map("".join))
@settings(max_examples=200)
def test_no_order_of_parts_breaks_it(text):
    _read(text.encode("utf-8", "surrogatepass"))


def _read(data):
    try:
        found = read_listing(data, AT)
    except SourceError:
        return
    assert all(entry.url.startswith(("http://", "https://")) for entry in found.entries)
