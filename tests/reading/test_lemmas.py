"""Lemmas as the UD English treebanks give them."""

import pytest

from dragoman.reading.lemmas import lemma


@pytest.mark.parametrize(
    ("upos", "pairs"),
    [
        (
            "VERB",
            "fled:flee struck:strike overthrew:overthrow invading:invade deploys:deploy enriched:enrich vetoed:veto said:say",
        ),
        (
            "VERB",
            "denies:deny banned:ban expelled:expel agreed:agree need:need freed:free lying:lie condemned:condemn shelled:shell",
        ),
        ("VERB", "destabilising:destabilise demilitarized:demilitarize regrouped:regroup refuelled:refuel"),
        (
            "NOUN",
            "treaties:treaty missiles:missile crises:crisis wives:wife troops:troops headquarters:headquarters embassies:embassy",
        ),
        ("NOUN", "spokesmen:spokesman buses:bus drones:drone aircraft:aircraft 1990s:1990s"),
        ("AUX", "is:be 's:be ’ve:have wo:will ca:can were:be has:have"),
        ("PART", "n't:not n’t:not N'T:not 's:'s"),
        ("PRON", "them:they his:his me:I We:we"),
        ("PROPN", "Bush:Bush NATO:NATO"),
        ("ADJ", "bigger:big better:good nuclear:nuclear"),
        ("NUM", "12,000:12000 three:three"),
    ],
)
def test_lemma(upos: str, pairs: str) -> None:
    for pair in pairs.split():
        word, expected = pair.split(":")
        assert lemma(word, upos).lower() == expected.lower()


def test_an_unknown_word_is_its_own_lemma_in_lower_case() -> None:
    assert lemma("Zorblax", "NOUN") == "zorblax"
    assert lemma("!!", "PUNCT") == "!!"
