"""Claims that stand against each other."""

import msgspec
import pytest
from dossiers import article, claim, event, party

from dragoman.records import Certainty
from dragoman.relating.opposing import opposed, shell_nouns

TEXT = (
    "Norland accused Sudonia of sending rockets to Westmark. Sudonia denied such allegations. "
    "Ada Nord said the harbour of Port Lilly was mined. Bo Sud rejected talk of mined waters at the harbour of Port Lilly."
)
OF = article(TEXT)
NORLAND = party(TEXT, "Norland", "Norland", "NOR")
SUDONIA = party(TEXT, "Sudonia", "Sudonia", "SUD")
WESTMARK = party(TEXT, "Westmark", "Westmark", "WES")
ADA = party(TEXT, "Ada Nord", "Ada Nord", "NOR")
BO = party(TEXT, "Bo Sud", "Bo Sud", "SUD")
DENIES = {"polarity": "negative", "stance": "denied", "certainty": Certainty(value=-3.0, label="denied")}

ACCUSED = claim(OF, NORLAND, "Norland", "accused", "sending rockets to Westmark")
POINTS_BACK = claim(OF, SUDONIA, "Sudonia", "denied", "such allegations", **DENIES)
MINED = claim(OF, ADA, "Ada Nord", "said", "the harbour of Port Lilly was mined")
REJECTED = claim(OF, BO, "Bo Sud", "rejected", "talk of mined waters at the harbour of Port Lilly", **DENIES)


def pairs(claims, events=()):
    return [(one.denial, one.claim) for one in opposed(claims, events)]


def test_a_denial_that_points_back_stands_against_the_claim_right_before():
    (found,) = opposed([ACCUSED, POINTS_BACK], [])
    assert (found.denial, found.claim, found.why) == (POINTS_BACK.id, ACCUSED.id, "answers what was said just before")


def test_a_denial_stands_against_the_claim_whose_words_it_denies():
    (found,) = opposed([ACCUSED, MINED, REJECTED], [])
    assert (found.denial, found.claim) == (REJECTED.id, MINED.id)
    assert found.why.startswith("both say ")
    assert "lilly" in found.why


def test_a_denied_act_stands_against_the_same_act_told_as_done_by_another():
    told = event(OF, "AID", "sending", "sending rockets to Westmark", (SUDONIA,), (WESTMARK,))
    sure = Certainty(value=2.0, label="likely", according_to=ACCUSED.id)
    said_no = claim(OF, SUDONIA, "Sudonia", "denied", "rockets")
    not_so = Certainty(value=-3.0, label="denied", according_to=said_no.id)
    done = msgspec.structs.replace(told, certainty=sure)
    denied = msgspec.structs.replace(told, id="ev_000000000001", certainty=not_so)
    (found,) = opposed([ACCUSED, said_no], [done, denied])
    assert (found.denial, found.claim, found.why) == (said_no.id, ACCUSED.id, "tells what it denies: AID: SUD to WES")
    to_come = msgspec.structs.replace(done, auxiliary="future")
    assert opposed([ACCUSED, said_no], [to_come, denied]) == []


@pytest.mark.parametrize(
    "claims",
    [
        [ACCUSED, MINED],
        [msgspec.structs.replace(ACCUSED, speaker=SUDONIA), POINTS_BACK],
        [POINTS_BACK],
        [msgspec.structs.replace(ACCUSED, article="ar_000000000001"), POINTS_BACK],
    ],
    ids=["nobody denies", "one does not deny oneself", "nothing was said before", "another report says no “such”"],
)
def test_what_is_no_contradiction(claims):
    assert pairs(claims) == []


def test_a_shared_topic_is_not_enough():
    other = claim(OF, ADA, "Ada Nord", "said", "rockets")
    assert pairs([other, REJECTED]) == []


def test_shell_nouns_are_data():
    assert {"allegation", "report", "it"} <= shell_nouns()
