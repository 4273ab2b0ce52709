"""Mentions of parties and what they refer to, on trees written by hand."""

from datetime import date

import msgspec
import pytest

from dragoman.grounding.actor_index import ActorIndex
from dragoman.grounding.actors import ground_parties, party_on
from dragoman.records import Article, Maker, Name, Party, PartyMention, Place, Reading, Sentence, Span, Word

ON = date(2016, 5, 1)


def reading_of(*sentences: str) -> tuple[Article, Reading]:
    """Sentences as lines of `text/UPOS/head/deprel` (heads from 1, 0 = root); `text*` marks words of a person's name."""
    text, built = "", []
    for line in sentences:
        words, named = [], []
        for at, token in enumerate(line.split()):
            form, upos, head, deprel = token.split("/")
            form, person = form.rstrip("*"), form.endswith("*")
            text += form if not text or form in (".", ",", "'s") else f" {form}"
            words.append(
                Word(
                    start=len(text) - len(form),
                    end=len(text),
                    text=form,
                    lemma=form.lower(),
                    upos=upos,
                    head=int(head) - 1,
                    deprel=deprel,
                )
            )
            if person:
                named.append(at)
        names = tuple(Name(first=run[0], last=run[-1], label="person", score=0.9) for run in runs(named))
        built.append(Sentence(start=words[0].start, end=words[-1].end, words=tuple(words), names=names))
    article = Article(id="ar_test", text=text)
    return article, Reading(article=article.id, sentences=tuple(built), made_by=Maker(stage="reading", rule="by hand"))


def runs(numbers: list[int]) -> list[list[int]]:
    """Consecutive numbers together."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def grounded(
    *sentences: str, on: date | None = ON, places: tuple[Place, ...] = ()
) -> list[tuple[str, str | None, bool]]:
    """Every mention as (words, code, whether a place)."""
    parties, mentions = ground(*sentences, on=on, places=places)
    return [
        (one.span.quote, parties[one.party].code if one.party is not None else None, one.as_place) for one in mentions
    ]


def ground(
    *sentences: str, on: date | None = ON, places: tuple[Place, ...] = ()
) -> tuple[tuple[Party, ...], tuple[PartyMention, ...]]:
    article, reading = reading_of(*sentences)
    return ground_parties(article, reading, on, ActorIndex.load(), places)


def test_country_office_and_name_are_one_mention():
    assert grounded(
        "Russian/ADJ/2/amod President/PROPN/5/nsubj Vladimir*/PROPN/2/flat Putin*/PROPN/2/flat smiled/VERB/0/root ./PUNCT/5/punct"
    ) == [("Russian President Vladimir Putin", "RUSGOV", False)]


def test_a_capital_is_a_government_where_it_acts_and_a_place_where_things_happen():
    assert grounded(
        "Moscow/PROPN/2/nsubj said/VERB/0/root so/ADV/2/advmod in/ADP/5/case Pyongyang/PROPN/2/obl ./PUNCT/2/punct"
    ) == [
        ("Moscow", "RUSGOV", False),
        ("Pyongyang", "PRKGOV", True),
    ]


def test_two_countries_before_one_noun_are_two_parties_of_one_span():
    assert grounded(
        "U.S./PROPN/4/compound and/CCONJ/3/cc British/ADJ/1/conj troops/NOUN/5/nsubj left/VERB/0/root ./PUNCT/5/punct"
    ) == [
        ("U.S. and British troops", "USAMIL", False),
        ("U.S. and British troops", "GBRMIL", False),
    ]


def test_both_nations_are_the_last_two_states_together():
    got = grounded(
        "India/PROPN/4/nsubj and/CCONJ/3/cc Pakistan/PROPN/1/conj met/VERB/0/root ./PUNCT/4/punct",
        "Both/DET/2/det nations/NOUN/3/nsubj agreed/VERB/0/root ./PUNCT/3/punct",
    )
    assert got[2:] == [("Both nations", "INDGOV", False), ("Both nations", "PAKGOV", False)]


def test_it_is_the_state_and_he_is_the_man():
    got = grounded(
        "Vladimir*/PROPN/3/nsubj Putin*/PROPN/1/flat visited/VERB/0/root Iran/PROPN/3/obj ./PUNCT/3/punct",
        "He/PRON/2/nsubj said/VERB/0/root it/PRON/4/nsubj lied/VERB/2/ccomp ./PUNCT/2/punct",
    )
    assert got[2:] == [("He", "RUSGOV", False), ("it", "IRNGOV", False)]


def test_he_does_not_mean_the_one_he_meets():
    got = grounded("Vladimir*/PROPN/3/nsubj Putin*/PROPN/1/flat met/VERB/0/root him/PRON/3/obj ./PUNCT/3/punct")
    assert got[1] == ("him", None, False)


def test_a_body_of_its_country_takes_the_owner_that_a_pronoun_means():
    got = grounded(
        "Iran/PROPN/2/nsubj said/VERB/0/root its/PRON/4/nmod:poss army/NOUN/6/nsubj would/AUX/6/aux stay/VERB/2/ccomp ./PUNCT/2/punct"
    )
    assert ("its army", "IRNMIL", False) in got


def test_an_unknown_person_gets_no_country_that_the_text_does_not_tell():
    parties, _ = ground("Dana*/PROPN/3/nsubj Whitfield*/PROPN/1/flat met/VERB/0/root Iran/PROPN/3/obj ./PUNCT/3/punct")
    assert parties[0].code == "---UNK"
    assert "the tables know nobody of this name" in parties[0].made_by.reasons


def test_an_apposition_tells_who_an_unknown_person_is():
    got = grounded(
        "Dana*/PROPN/9/nsubj Whitfield*/PROPN/1/flat ,/PUNCT/6/punct a/DET/6/det Canadian/ADJ/6/amod general/NOUN/1/appos ,/PUNCT/6/punct "
        "then/ADV/9/advmod left/VERB/0/root ./PUNCT/9/punct"
    )
    assert got[0] == ("Dana Whitfield", "CANMIL", False)


def test_blocs_are_never_a_state_and_experts_are_unnamed():
    parties, _ = ground("Experts/NOUN/2/nsubj warned/VERB/0/root the/DET/4/det West/PROPN/2/obj ./PUNCT/2/punct")
    experts, west = parties
    assert (experts.code, experts.unnamed) == ("---EDU", True)
    assert (west.code, west.bloc) == ("IMG", True)


def test_police_without_a_country_belong_where_a_grounded_place_lies_and_the_reasons_say_so():
    line = "Police/NOUN/2/nsubj arrested/VERB/0/root hundreds/NOUN/2/obj ./PUNCT/2/punct"
    assert grounded(line)[0] == ("Police", "---COP", False)
    boston = Place(
        text="Boston",
        name="Boston",
        country="USA",
        latitude=42.4,
        longitude=-71.1,
        kind="city",
        made_by=Maker(stage="grounding", rule="test"),
    )
    parties, _ = ground(line, places=(boston,))
    assert parties[0].code == "USACOP"
    assert any("the words name no country" in reason for reason in parties[0].made_by.reasons)


def test_a_name_that_the_gazetteer_puts_elsewhere_is_that_place():
    line = "Gunmen/NOUN/2/nsubj fired/VERB/0/root in/ADP/4/case Georgia/PROPN/2/obl ./PUNCT/2/punct"
    assert grounded(line)[1] == ("Georgia", "GEOGOV", True)
    georgia = Place(
        text="Georgia", name="Georgia", country="USA", latitude=32.7, longitude=-83.5, kind="admin1",
        span=Span(start=16, end=23, quote="Georgia"), made_by=Maker(stage="grounding", rule="test"),
    )  # fmt: skip
    assert grounded(line, places=(georgia,)) == [("Gunmen", "USAUAF", False), ("Georgia", "USA", True)]


def test_one_party_gathers_its_names():
    parties, mentions = ground(
        "North/PROPN/2/compound Korea/PROPN/3/nsubj fired/VERB/0/root rockets/NOUN/3/obj ./PUNCT/3/punct",
        "Pyongyang/PROPN/2/nsubj denied/VERB/0/root that/PRON/2/obj ./PUNCT/2/punct",
        "The/DET/2/det regime/NOUN/3/nsubj lied/VERB/0/root ./PUNCT/3/punct",
    )
    assert [party.code for party in parties] == ["PRKGOV"]
    assert [span.quote for span in parties[0].spans] == ["North Korea", "Pyongyang", "The regime"]
    assert len(mentions) == 3


def test_a_news_agency_is_marked_as_a_source():
    parties, _ = ground("Xinhua/PROPN/2/nsubj reported/VERB/0/root it/PRON/2/obj ./PUNCT/2/punct")
    assert parties[0].code == "CHNJRN"
    assert any("a source, no actor" in reason for reason in parties[0].made_by.reasons)


def test_doubt_is_kept_as_candidates_with_the_runner_up_named():
    parties, _ = ground(
        "Mr./PROPN/2/compound Clinton*/PROPN/3/nsubj spoke/VERB/0/root ./PUNCT/3/punct", on=date(1998, 1, 1)
    )
    assert parties[0].name == "Bill Clinton"
    assert len(parties[0].candidates) > 1
    assert parties[0].made_by.runner_up is not None


@pytest.mark.parametrize(
    ("name", "told", "event", "code"),
    [
        ("Sergei Ivanov", date(2010, 1, 1), date(2006, 6, 1), "RUSGOV"),
        ("Tony Blair", date(2010, 1, 29), date(2003, 3, 20), "GBRGOV"),
        ("Taliban", date(2022, 1, 1), date(2010, 1, 1), "AFGREB"),
    ],
)
def test_a_party_can_be_asked_for_the_day_of_the_event(name, told, event, code):
    index = ActorIndex.load()
    party = party_on(name, told, index)
    assert party is not None
    then = party_on(party, event, index)
    assert then is not None
    assert then.code == code


def test_every_span_is_in_the_text_and_grounding_twice_gives_the_same():
    lines = (
        "Kenya/PROPN/2/nmod:poss 's/PART/1/case president/NOUN/5/nsubj will/AUX/5/aux visit/VERB/0/root Uganda/PROPN/5/obj ./PUNCT/5/punct",
        "Its/PRON/2/nmod:poss army/NOUN/3/nsubj left/VERB/0/root ./PUNCT/3/punct",
    )
    article, reading = reading_of(*lines)
    first = ground_parties(article, reading, ON)
    assert first == ground_parties(article, reading, ON)
    for mention in first[1]:
        assert article.text[mention.span.start : mention.span.end] == mention.span.quote


def test_a_secretary_general_is_no_soldier():
    line = (
        "NATO/PROPN/4/compound Secretary/PROPN/4/compound -/PUNCT/4/punct General/PROPN/7/nsubj Javier*/PROPN/4/flat "
        "Solana*/PROPN/4/flat left/VERB/0/root ./PUNCT/7/punct"
    )
    assert grounded(line, on=None)[0] == ("NATO Secretary - General Javier Solana", "IGO", False)


@pytest.mark.parametrize(
    ("line", "mention"),
    [
        # no country's: an aid group stays one wherever its workers come from
        (
            "A/DET/4/det French/ADJ/4/amod aid/NOUN/4/compound group/NOUN/5/nsubj left/VERB/0/root ./PUNCT/5/punct",
            ("A French aid group", "NGO", False),
        ),
        # a state that has ended, in a report without a day
        (
            "Soviet/ADJ/2/amod troops/NOUN/3/nsubj left/VERB/0/root ./PUNCT/3/punct",
            ("Soviet troops", "RUSMIL", False),
        ),
        # the first words of a longer name are no state
        (
            "The/DET/3/det South/ADJ/3/compound African/ADJ/4/amod government/NOUN/5/nsubj left/VERB/0/root ./PUNCT/5/punct",
            ("The South African government", "ZAFGOV", False),
        ),
        # where somebody was born is not whose he is
        (
            "The/DET/5/det German/ADJ/4/amod -/PUNCT/4/punct born/VERB/5/amod pope/NOUN/6/nsubj left/VERB/0/root ./PUNCT/6/punct",
            ("The German - born pope", "VATGOV", False),
        ),
        # the party behind an adjective of arms
        (
            "Insurgent/ADJ/2/amod attacks/NOUN/3/nsubj rose/VERB/0/root ./PUNCT/3/punct",
            ("Insurgent", "---REB", False),
        ),
        # an office that owns something acts
        (
            "The/DET/2/det president/NOUN/4/nmod:poss 's/PART/2/case plan/NOUN/5/nsubj failed/VERB/0/root ./PUNCT/5/punct",
            ("The president", "---GOV", False),
        ),
    ],
)
def test_words_that_tell_less_or_more_of_a_country_than_they_seem_to(line, mention):
    assert mention in grounded(line, on=None)


def test_a_list_of_nationalities_before_one_noun_is_one_party_each():
    got = grounded(
        "Kenyan/ADJ/7/amod ,/PUNCT/3/punct Ugandan/ADJ/1/conj ,/PUNCT/5/punct and/CCONJ/6/cc Rwandan/ADJ/7/amod "
        "ministers/NOUN/8/nsubj met/VERB/0/root ./PUNCT/8/punct"
    )
    assert [code for _, code, _ in got] == ["KENGOV", "UGAGOV", "RWAGOV"]


def test_groups_of_states_are_governments_of_no_told_country():
    parties, _ = ground(
        "African/ADJ/2/amod countries/NOUN/3/nsubj met/VERB/0/root donors/NOUN/3/obj ./PUNCT/3/punct", on=None
    )
    assert [(party.code, party.bloc) for party in parties] == [("---GOV", True), ("---GOV", True)]


def test_an_embassy_is_not_of_the_country_where_it_stands():
    got = grounded(
        "The/DET/2/det embassy/NOUN/5/nsubj in/ADP/4/case Cairo/PROPN/2/nmod closed/VERB/0/root ./PUNCT/5/punct"
    )
    assert got[0][1] == "---GOV"


def test_a_month_is_no_office_holder():
    told = "They/PRON/2/nsubj left/VERB/0/root in/ADP/4/case May/PROPN/2/obl ./PUNCT/2/punct"
    assert all(name != "May" for name, _, _ in grounded(told, on=date(2018, 6, 1)))
    named = "France/PROPN/2/nsubj praised/VERB/0/root May/PROPN/2/obj ./PUNCT/2/punct"
    assert any(name == "May" for name, _, _ in grounded(named, on=date(2018, 6, 1)))


def test_somebody_nobody_knows_is_at_home_where_the_whole_report_plays_but_not_in_a_short_one():
    stranger = "Dana*/PROPN/3/nsubj Whitfield*/PROPN/1/flat left/VERB/0/root Ghana/PROPN/3/obj ./PUNCT/3/punct"
    ghana = "Ghana/PROPN/2/nsubj warned/VERB/0/root Accra/PROPN/2/obj ./PUNCT/2/punct"
    parties, _ = ground(stranger, *[ghana] * 4)
    assert parties[0].code == "GHACVL"
    assert any("nothing tells who that is" in one for one in parties[0].made_by.reasons)
    assert parties[0].candidates[0].code == "---UNK"
    assert ground(stranger)[0][0].code == "---UNK"


def test_a_verb_is_no_word_for_who_acts():
    assert grounded("Ghana/PROPN/2/nsubj heads/VERB/0/root talks/NOUN/2/obj ./PUNCT/2/punct") == [
        ("Ghana", "GHAGOV", False)
    ]


def body(line: str, first: int, last: int) -> Party:
    """The party of a sentence in which the reader marked some words as an organisation's name."""
    article, reading = reading_of(line)
    name = Name(first=first, last=last, label="organisation", score=0.9)
    marked = msgspec.structs.replace(reading.sentences[0], names=(name,))
    reading = msgspec.structs.replace(reading, sentences=(marked,))
    return ground_parties(article, reading, ON, ActorIndex.load())[0][0]


def test_a_body_no_table_knows_is_what_its_name_or_the_words_before_it_tell():
    assert body("Brask/PROPN/2/compound Motors/PROPN/3/nsubj left/VERB/0/root ./PUNCT/3/punct", 0, 1).code == "---BUS"
    line = "Danish/ADJ/3/amod retailer/NOUN/3/compound Brask/PROPN/4/nsubj left/VERB/0/root ./PUNCT/4/punct"
    assert body(line, 2, 2).code == "DNKBUS"
    assert body("Brask/PROPN/2/nsubj left/VERB/0/root ./PUNCT/2/punct", 0, 0).code == "---"


def test_a_secretary_general_of_two_words_is_no_soldier_either():
    line = (
        "UN/PROPN/3/compound Secretary/PROPN/3/compound General/PROPN/6/nsubj Dana*/PROPN/3/flat Whitfield*/PROPN/3/flat "
        "left/VERB/0/root ./PUNCT/6/punct"
    )
    assert grounded(line)[0] == ("UN Secretary General Dana Whitfield", "UNO", False)


def test_a_surname_that_only_one_person_bears_is_that_persons_also_without_a_title_or_a_day():
    got = grounded("Zoellick*/PROPN/2/nsubj met/VERB/0/root traders/NOUN/2/obj ./PUNCT/2/punct", on=None)
    assert got[0] == ("Zoellick", "USAGOV", False)
