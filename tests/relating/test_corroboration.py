"""What the reports of a story agree on, where they differ, and who is independent."""

import math

import msgspec
import pytest
from dossiers import CODER, article, claim, event, party, place

from dragoman.records import Certainty, Dossier, When
from dragoman.relating.casualties import counts_in, headline_counts
from dragoman.relating.corroboration import corroborated, sources_of

DAY = When(value="2024-05-03", kind="DATE", start="2024-05-03", end="2024-05-03", precision="day")


def report(publisher: str, text: str, kind: str = "ASSAULT", quad: int = 4, by: str = "Norland", **more) -> Dossier:
    """A report that Norland (or `by`) shelled Sudonia."""
    of = article(text, f"https://{publisher}.example", publisher=publisher, **more.pop("about", {}))
    actors = (party(text, by, by, {"Norland": "NOR", "Westmark": "WES"}[by]),)
    act = event(of, kind, "shelled", text, actors, (party(text, "Sudonia", "Sudonia", "SUD"),), quad=quad, **more)
    return Dossier(article=of, events=(act,), made_by=CODER)


A = report("A", "Norland shelled Sudonia, killing 12 people.")
B = report("B", "Norland again shelled Sudonia; 12 people were killed.")


def test_what_two_independent_sources_tell_is_agreed_with_the_words_of_each():
    sources, agreed, contradictions = corroborated([A, B], {})
    assert len(sources) == 2
    assert [(one.what, one.value, one.sources) for one in agreed] == [
        ("act", "ASSAULT: NOR to SUD", 2),
        ("killed", "12", 2),
    ]
    assert [quote.span.quote for quote in agreed[1].quotes] == ["killing 12", "12 people were killed"]
    assert contradictions == ()


def test_a_copy_adds_no_source_and_agrees_with_nobody():
    copied = {B.article.id: A.article.id}
    sources, agreed, _ = corroborated([A, B], copied)
    assert [source.reports for source in sources] == [(A.article.id, B.article.id)]
    assert sources[0].why == ("the same text",)
    assert agreed == ()


def test_counts_that_cannot_both_be_true_are_a_contradiction_and_not_agreed():
    third = report("C", "Norland shelled Sudonia, killing at least 20 people.")
    _, agreed, contradictions = corroborated([A, B, third], {})
    assert [(one.what, [(side.value, side.sources) for side in one.sides]) for one in contradictions] == [
        ("killed", [("12", 2), ("20 or more", 1)])
    ]
    assert [one.what for one in agreed] == ["act"]


def test_counts_that_may_both_be_true_are_none():
    third = report("C", "Norland shelled Sudonia, killing at least 10 people.")
    assert corroborated([A, third], {})[2] == ()


def test_what_one_source_denies_is_a_contradiction():
    denied = report("C", "Norland never shelled Sudonia.", certainty=Certainty(value=-3.0, label="denied"))
    contradictions = corroborated([A, denied], {})[2]
    assert [(one.what, one.about, [side.value for side in one.sides]) for one in contradictions] == [
        ("denial", "ASSAULT: NOR to SUD", ["asserted", "denied"])
    ]


def test_other_days_far_places_and_other_doers_are_contradictions():
    text = "Norland shelled Sudonia at Port Lilly."
    near = place(text, "Port Lilly", "Port Lilly", "SUD", 10.0, 20.0)
    far = place(text, "Port Lilly", "Lakeford", "SUD", 14.0, 20.0)
    fourth = msgspec.structs.replace(DAY, value="2024-05-04", start="2024-05-04", end="2024-05-04")
    one, other = report("A", text, when=DAY, where=near), report("B", text, when=fourth, where=far)
    assert {found.what for found in corroborated([one, other], {})[2]} == {"day", "place"}
    blamed = report("C", "Westmark shelled Sudonia.", by="Westmark")
    found = corroborated([A, blamed], {})[2]
    assert [(apart.what, apart.about, [side.value for side in apart.sides]) for apart in found] == [
        ("blame", "ASSAULT: SUD", ["NOR", "WES"])
    ]


def test_places_near_each_other_are_no_contradiction():
    text = "Norland shelled Sudonia at Port Lilly."
    one = report("A", text, where=place(text, "Port Lilly", "Port Lilly", "SUD", 10.0, 20.0))
    other = report("B", text, where=place(text, "Port Lilly", "Lilly Docks", "SUD", 10.1, 20.0))
    assert corroborated([one, other], {})[2] == ()


def protest(publisher: str, when: When) -> Dossier:
    """A report of a protest in Norland against nobody that it names."""
    text = "Crowds marched in Norland."
    of = article(text, f"https://{publisher}.example", publisher=publisher)
    act = event(of, "PROTEST", "marched", text, (party(text, "Norland", "Norland", "NOR", "CVL"),), quad=3, when=when)
    return Dossier(article=of, events=(act,), made_by=CODER)


def test_an_act_of_one_side_is_the_same_only_on_the_same_day():
    agreed = corroborated([protest(name, DAY) for name in "AB"], {})[1]
    assert agreed[0].value == "PROTEST: NOR on 2024-05-03"
    assert corroborated([protest("A", When()), protest("B", When())], {})[1] == ()


def test_a_report_that_tells_both_contradicts_nobody():
    denied = report("C", "Norland never shelled Sudonia.", certainty=Certainty(value=-3.0, label="denied"))
    both = msgspec.structs.replace(
        denied, events=(*denied.events, msgspec.structs.replace(A.events[0], article=denied.article.id))
    )
    assert corroborated([A, both], {})[2] == ()


def test_what_may_come_is_not_agreed():
    planned = [report(name, "Norland shelled Sudonia.", auxiliary="future") for name in "AB"]
    assert corroborated(planned, {})[1] == ()


def test_reports_signed_by_one_agency_are_one_source():
    signed = [report(name, f"Norland shelled Sudonia, {name} says.", about={"author": "Reuters"}) for name in "AB"]
    sources = sources_of([*signed, A], {})
    assert [(source.name, len(source.reports)) for source in sources] == [("Reuters", 3)]
    assert "signed Reuters" in sources[0].why
    assert "published by A" in sources[0].why


def test_a_report_on_the_word_of_a_newspaper_goes_back_to_it():
    text = "The Herald reports that Norland shelled Sudonia."
    of = article(text, "https://c.example", publisher="C")
    herald = party(text, "The Herald", "The Herald", "NOR", "MED")
    said = claim(of, herald, "The Herald", "reports", "Norland shelled Sudonia")
    act = event(
        of, "ASSAULT", "shelled", text, (party(text, "Norland", "Norland", "NOR"),), (party(text, "Sudonia", "Sudonia", "SUD"),),
        quad=4, certainty=Certainty(value=2.0, label="likely", according_to=said.id),
    )  # fmt: skip
    resting = Dossier(article=of, claims=(said,), events=(act,), made_by=CODER)
    sources = sources_of([report("The Herald", "Norland shelled Sudonia."), resting], {})
    assert [(source.name, source.why) for source in sources] == [("The Herald", ("according to The Herald",))]


def test_reprints_count_as_reports_of_their_source():
    sources = sources_of([A, B], {}, [("ar_reprint", A.article.id)])
    assert [source.reports for source in sources] == [(A.article.id, "ar_reprint"), (B.article.id,)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At least 12 people were killed and dozens wounded.", {"killed": (12, math.inf), "wounded": (24, math.inf)}),
        ("The blast killed three soldiers.", {"killed": (3, 3)}),
        ("Twenty-three passengers were injured, police said.", {"wounded": (23, 23)}),
        ("Up to 1,200 people have been detained.", {"detained": (0, 1200)}),
        ("about 20 of the villagers are missing", {"missing": (17, 23)}),
        ("He was killed 12 years ago.", {}),
        ("He died 3 days later at 95.", {}),
        ("Prices rose 12 percent.", {}),
        ("A dozen civilians died.", {"killed": (12, 12)}),
        ("12 people were killed on Monday; 300 people died in the war.", {"killed": (12, 12)}),
    ],
)
def test_counts_of_people_hurt(text, found):
    assert {kind: (count.low, count.high) for kind, count in headline_counts(text).items()} == found
    for count in counts_in(text):
        assert text[count.span.start : count.span.end] == count.span.quote
