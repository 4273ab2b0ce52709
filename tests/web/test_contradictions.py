"""What contradicts each other stands side by side: claims in the ledger, and the tellings of one event."""

import msgspec
import pytest
from dossiers import CODER, article, claim, day, event, party, place

from dragoman.records import Certainty, Dossier
from dragoman.store.stories import Placed, write_placed
from dragoman.web.answers import Claims, ClaimTold, EventTold

FIRST = "Norland said Sudonia struck Port Lilly on 3 May 2024."
SECOND = "Sudonia denied it struck Port Lilly. Westmark struck Port Lilly, the paper wrote on 4 May 2024."


def report(number, text, build):
    of = article(text, f"https://news.example/{number}", title=f"Report {number}")
    return Dossier(article=of, made_by=CODER, **build(of, text))


def accused(of, text):
    norland, sudonia = party(text, "Norland", "Norland", "NOR"), party(text, "Sudonia", "Sudonia", "SUD")
    said = claim(of, norland, "Norland", "said", "Sudonia struck Port Lilly")
    struck = event(
        of, "ASSAULT", "struck", "Sudonia struck Port Lilly", (sudonia,), (norland,), quad=4, intensity=-9.0,
        when=day(text, "3 May 2024", "2024-05-03"), where=place(text, "Port Lilly", "Port Lilly", "NOR", 61.5, 7.25),
        certainty=Certainty(value=2.0, label="likely", according_to=said.id, source="Norland"),
    )  # fmt: skip
    return {"parties": (norland, sudonia), "claims": (said,), "events": (struck,)}


def denied(of, text):
    sudonia, westmark = party(text, "Sudonia", "Sudonia", "SUD"), party(text, "Westmark", "Westmark", "WES")
    norland = msgspec.structs.replace(sudonia, name="Norland", country="NOR")
    no = {"polarity": "negative", "stance": "denied", "certainty": Certainty(value=-3.0, label="denied")}
    said = claim(of, sudonia, "Sudonia", "denied", "it struck Port Lilly", **no)
    never = event(
        of, "ASSAULT", "it struck", "Sudonia denied it struck Port Lilly", (sudonia,), (norland,), quad=4, auxiliary="negation",
        certainty=Certainty(value=-3.0, label="denied", according_to=said.id, source="Sudonia"),
    )  # fmt: skip
    other = event(
        of, "ASSAULT", "struck Port Lilly, the", "Westmark struck Port Lilly", (westmark,), (norland,), quad=4,
        when=day(text, "4 May 2024", "2024-05-04"),
    )  # fmt: skip
    return {"parties": (sudonia, westmark), "claims": (said,), "events": (never, other)}


ONE, OTHER = report(1, FIRST, accused), report(2, SECOND, denied)


@pytest.fixture
def client(store, site):
    """Two reports of one story, and one of another that tells the same words."""
    apart = report(3, FIRST, accused)
    for dossier in (ONE, OTHER, apart):
        store.add(dossier)
    with store.writing() as connection:
        for number, (dossier, story) in enumerate(((ONE, "st_a"), (OTHER, "st_a"), (apart, "st_b"))):
            placed = Placed(article=dossier.article.id, place=number + 1, story=story, words="", terms={})
            write_placed(connection, [placed])
    return site(store)


def test_a_claim_and_its_denial_stand_side_by_side_in_the_ledger(client):
    ledger = Claims.from_json(client.get("/api/v1/claims").content)
    said, no = ONE.claims[0], OTHER.claims[0]
    assert [(one.claim, one.denies) for one in ledger.against[said.id]] == [(no, True)]
    assert [(one.claim, one.denies) for one in ledger.against[no.id]] == [(said, False)]
    assert set(ledger.against) == {said.id, no.id}
    assert ledger.reports[no.article].title == "Report 2"
    page = client.get("/claims").text
    row = page[page.index(f'id="row-{said.id}"') :].partition("</li>")[0]
    assert "Denied" in row
    assert f'href="/claims/{no.id}"' in row
    assert "tells what it denies: ASSAULT: SUD to NOR" in row


def test_a_denial_of_a_later_page_stands_beside_its_claim_all_the_same(client):
    beside, cursor = {}, ""
    while cursor is not None:
        ledger = Claims.from_json(client.get("/api/v1/claims", params={"limit": 1, "cursor": cursor}).content)
        beside[ledger.data[0].id] = [one.claim.id for some in ledger.against.values() for one in some]
        cursor = ledger.next
    said, no = ONE.claims[0].id, OTHER.claims[0].id
    assert beside.pop(said) == [no]
    assert beside.pop(no) == [said]
    assert list(beside.values()) == [[]]


def test_a_claim_tells_who_says_otherwise(client):
    told = ClaimTold.from_json(client.get(f"/api/v1/claims/{ONE.claims[0].id}").content)
    assert [one.claim.id for one in told.against] == [OTHER.claims[0].id]
    assert "Who says otherwise" in client.get(f"/claims/{ONE.claims[0].id}").text


def test_other_reports_of_an_event_are_those_of_its_story_and_contradictions_are_marked(client):
    told = EventTold.from_json(client.get(f"/api/v1/events/{ONE.events[0].id}").content)
    never, blamed = OTHER.events
    assert [one.id for one in told.others] == [never.id, blamed.id]
    assert "denied there, likely here" in told.differences[never.id]
    assert "done by WES there, by SUD here" in told.differences[blamed.id]
    assert "2024-05-04 there, 2024-05-03 here" in told.differences[blamed.id]
    assert client.get(f"/events/{ONE.events[0].id}").text.count("Contradicts:") >= 3


def test_claims_are_asked_for_by_whom_they_are_about(client):
    for who, number in (("SUD", 3), ("NOR", 3), ("WES", 0), ("Sudonia", 3)):
        assert client.get(f"/api/v1/claims?about={who}").json()["total"] == number, who
    assert 'name="about"' in client.get("/claims").text
