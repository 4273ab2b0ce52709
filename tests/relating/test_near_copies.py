"""Reprints and copies."""

import pytest
from dossiers import article

from dragoman.relating.reprints import RecentPrints, likeness, print_of, shared

WIRE = " ".join(f"word{at}" for at in range(300))


def changed(every: int) -> str:
    """The wire's text with every so manieth word another one."""
    return " ".join(f"other{at}" if at % every == 0 else word for at, word in enumerate(WIRE.split()))


def test_likeness_estimates_the_share_of_common_runs():
    half = " ".join(WIRE.split()[:150]) + " " + " ".join(f"new{at}" for at in range(150))
    one, other = print_of(WIRE), print_of(half)
    assert likeness(one.signature, one.signature) == 1.0
    assert likeness(one.signature, other.signature) == pytest.approx(1 / 3, abs=0.15)
    assert shared(one, other) == pytest.approx(1 / 2, abs=0.17)


def test_a_shortened_copy_shares_all_its_text():
    short = print_of(" ".join(WIRE.split()[:120]))
    assert shared(print_of(WIRE), short) > 0.75
    assert shared(print_of(WIRE), print_of(" ".join(f"new{at}" for at in range(120)))) < 0.1


def test_a_text_too_short_to_tell_has_no_print():
    assert print_of("three words only") is None


def test_a_reprint_is_known_by_its_words_and_a_new_report_is_remembered():
    prints = RecentPrints()
    first, again, other = (
        article(text, f"https://{at}.example") for at, text in enumerate((WIRE, changed(299), changed(4)))
    )
    assert prints.original_of(first) is None
    original, alike = prints.original_of(again)
    assert original == first.id
    assert alike > 0.9
    assert prints.original_of(other) is None


def test_the_same_report_is_no_reprint_of_itself():
    prints, first = RecentPrints(), article(WIRE, "https://a.example")
    assert prints.original_of(first) is None
    assert prints.original_of(first) is None


def test_the_oldest_prints_are_forgotten():
    prints = RecentPrints(remembered=2)
    texts = [" ".join(f"w{at}x{n}" for n in range(50)) for at in range(4)]
    reports = [article(text, f"https://{at}.example") for at, text in enumerate(texts)]
    for one in reports:
        prints.original_of(one)
    assert len(prints.prints) == 2
    assert len(prints.bands) <= 2 * 16
    assert prints.original_of(article(texts[0], "https://late.example")) is None
    assert prints.original_of(article(texts[3], "https://later.example"))[0] == reports[3].id
