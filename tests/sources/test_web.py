"""Addresses: what is fetched, what is refused, and what the message says."""

import itertools
import time

import pytest
from local_site import SENTENCE, Site, served, silent

from dragoman.errors import NotAnArticle, SourceError
from dragoman.sources import Fetcher, Limits, fetch_article
from dragoman.sources.addresses import CheckedBackend, Deadline, is_public
from dragoman.sources.web import Rules, clean_url, unpacked

LOCAL = Limits(allow_private=True, bytes=1_000_000, timeout_s=10)


@pytest.fixture(scope="module")
def site():
    with served() as address:
        yield address


@pytest.fixture(autouse=True)
def _forget():
    Site.seen.clear()
    Site.agents.clear()
    Site.robots = (404, "")


def refusal(target, limits=LOCAL, **more):
    with pytest.raises(SourceError) as refused:
        fetch_article(target, limits=limits, **more)
    assert refused.value.hint, "every refusal says what to do next"
    return refused.value.message


def test_a_page_is_read_from_its_address(site):
    article = fetch_article(f"{site}/story#top", limits=LOCAL)
    assert article.url == f"{site}/story"
    assert article.title == "Ministers meet"
    assert article.text.startswith(SENTENCE)
    assert Site.agents[-1].startswith("dragoman/")


def test_a_plain_text_is_read_from_its_address(site):
    article = fetch_article(f"{site}/plain", limits=LOCAL)
    assert (article.dateline, article.publisher, article.published) == ("SEOUL", "Reuters", "2021-03-03")


def test_the_header_tells_the_character_set(site):
    assert "Zürich" in fetch_article(f"{site}/latin", limits=LOCAL).text


def test_a_packed_page_is_unpacked(site):
    assert fetch_article(f"{site}/packed", limits=LOCAL).text.startswith(SENTENCE)


def test_five_redirects_are_followed_and_no_more(site):
    assert fetch_article(f"{site}/hop/5", limits=LOCAL).url == f"{site}/story"
    assert "more than 5 times" in refusal(f"{site}/hop/6")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/circle", "leads in a circle"),
        ("/missing", "answered 404"),
        ("/status/401", "answered 401"),
        ("/status/403", "answered 403"),
        ("/status/410", "answered 410"),
        ("/status/429", "answered 429"),
        ("/status/500", "answered 500"),
        ("/elsewhere", "ftp: is not read"),
        ("/big", "larger than"),
        ("/endless", "larger than"),
        ("/bomb", "larger than"),
        ("/broken", "damaged page"),
        ("/cut", "could not be reached"),
        ("/pdf", "is a PDF"),
    ],
)
def test_each_refusal_is_told_apart(site, path, words):
    assert words in refusal(site + path)


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_the_time_limit_is_for_the_whole_page(site, path):
    begun = time.monotonic()
    assert "did not answer in 0.5 seconds" in refusal(site + path, Limits(allow_private=True, timeout_s=0.5))
    assert time.monotonic() - begun < 2.5


def test_a_host_that_never_answers_is_given_up():
    with silent() as address:
        assert "did not answer" in refusal(address + "/story", Limits(allow_private=True, timeout_s=0.4))


def test_a_name_that_takes_too_long_to_look_up_is_given_up():
    def slow(host, port):
        time.sleep(2)
        return ["93.184.216.34"]

    fetcher = Fetcher(Limits(timeout_s=0.3), resolver=slow)
    assert "did not answer" in refusal("http://news.example/", fetcher=fetcher)


def test_a_closed_port_is_told(site):
    with silent() as address:
        pass
    assert "could not be reached" in refusal(address + "/story")


def test_a_certificate_that_nobody_vouches_for_is_refused():
    with served(secure=True) as address:
        assert "certificate is not valid" in refusal(address + "/story")


# robots.txt


def test_robots_txt_is_asked_first_and_once_for_a_site(site):
    fetcher = Fetcher(LOCAL)
    fetcher.fetch(f"{site}/story")
    fetcher.fetch(f"{site}/packed")
    assert Site.seen == ["/robots.txt", "/story", "/packed"]


@pytest.mark.parametrize("agent", ["*", "dragoman"])
def test_a_page_that_is_closed_to_programs_is_not_fetched(site, agent):
    Site.robots = (200, f"User-agent: {agent}\nDisallow: /story\n")
    assert "robots.txt" in refusal(f"{site}/story")
    assert Site.seen == ["/robots.txt"]


def test_a_page_that_is_closed_to_others_is_fetched(site):
    Site.robots = (200, "User-agent: otherbot\nDisallow: /\n")
    assert fetch_article(f"{site}/story", limits=LOCAL)


def test_a_redirect_into_a_closed_page_is_not_followed(site):
    Site.robots = (200, "User-agent: *\nDisallow: /story\n")
    assert "robots.txt" in refusal(f"{site}/hop/1")


def test_a_site_that_cannot_say_is_not_read(site):
    Site.robots = (503, "")
    assert "robots.txt answered 503" in refusal(f"{site}/story")


def test_a_site_without_robots_txt_is_open():
    for status in (401, 403, 404, 410):
        Rules(status=status).check("http://news.example/a", "news.example", "dragoman/1")


def test_robots_txt_can_be_left_out_by_the_owner_of_the_site(site):
    Site.robots = (200, "User-agent: *\nDisallow: /\n")
    assert fetch_article(f"{site}/story", limits=Limits(allow_private=True, robots=False))
    assert Site.seen == ["/story"]


# Private addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::",
        "2001:0:7f00:1::f5ff:fffe",
        "64:ff9b::a00:1",
    ],
)
def test_what_is_not_on_the_open_internet_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is_on_the_open_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "127.1"]
)
def test_this_machine_is_refused_however_it_is_named(host):
    assert "not a public address" in refusal(f"http://{host}:9/story", Limits(timeout_s=5))


def test_one_private_address_among_public_ones_is_enough():
    fetcher = Fetcher(resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    assert "10.0.0.1" in refusal("http://news.example/story", fetcher=fetcher)


def test_a_redirect_into_a_private_network_is_refused(site):
    """The first host is public by its name, and stands in for one; the second is not."""
    port = int(site.rpartition(":")[2])

    names = {"news.example": "127.0.0.1", "inside.example": "10.0.0.1"}
    fetcher = Fetcher(Limits(timeout_s=5), resolver=lambda host, _: [names.get(host, host)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dragoman.sources.addresses.is_public", lambda address: address == "127.0.0.1")
        assert "inside.example is 10.0.0.1" in refusal(
            f"http://news.example:{port}/away/inside.example", fetcher=fetcher
        )
        assert "169.254.169.254" in refusal(f"http://news.example:{port}/away/169.254.169.254", fetcher=fetcher)


def test_the_address_that_was_checked_is_the_one_that_is_connected_to():
    """A name that answers otherwise the second time (DNS rebinding) is asked once only."""
    answers = itertools.chain([["93.184.216.34"]], itertools.repeat(["127.0.0.1"]))
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return next(answers)

    backend = CheckedBackend(Deadline(5), resolver=rebinding)
    connected = []
    backend._plain.connect_tcp = lambda address, port, timeout: connected.append(address)
    backend.connect_tcp("news.example", 80)
    assert (asked, connected) == (["news.example"], ["93.184.216.34"])


def test_a_host_that_does_not_exist_is_told():
    def nothing(host, port):
        raise OSError("Name or service not known")

    assert "there is no host news.invalid" in refusal("http://news.invalid/", fetcher=Fetcher(resolver=nothing))


# Addresses


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://files.example/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("http:///a", "names no host"),
        ("http://user:secret@news.example/", "user name"),
        ("http://news.example:99999/", "not a web address"),
        ("http://[::1/", "not a web address"),
        (f"http://{'a' * 70}.example/", "no name of a host"),
    ],
)
def test_what_is_no_web_address_is_refused(url, words):
    assert words in refusal(url)


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("HTTP://News.Example:80/A b?q=ü#top", "http://news.example/A%20b?q=%C3%BC"),
        ("https://news.example", "https://news.example/"),
        ("https://bücher.example/%C3%BC", "https://xn--bcher-kva.example/%C3%BC"),
        ("http://[2606:2800::1]:8080/", "http://[2606:2800::1]:8080/"),
    ],
)
def test_addresses_are_sent_in_ascii_and_without_fragment(url, sent):
    assert clean_url(url) == sent


def test_packing_that_was_not_asked_for_is_refused():
    with pytest.raises(Exception, match="br, which was not asked for"):
        list(unpacked(iter([b"x"]), "br", 10))


def test_a_page_of_another_site_may_not_say_that_it_is_this_one(site):
    page = f"<!doctype html><html><head><link rel=canonical href='https://other.example/a'></head><body><article><p>{SENTENCE}</p><p>{SENTENCE} Twice.</p></article></body></html>"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Site, "say_story", lambda self: self.send(200, page))
        assert fetch_article(f"{site}/story", limits=LOCAL).url == f"{site}/story"


def test_an_empty_page_is_no_article(site):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Site, "say_story", lambda self: self.send(200, ""))
        with pytest.raises(NotAnArticle, match="is empty"):
            fetch_article(f"{site}/story", limits=LOCAL)
