"""Dossiers made by hand from a short text, for what comes after coding. No room of the first line is needed."""

from dragoman.records import (
    Article,
    Candidate,
    Certainty,
    Claim,
    Defeater,
    Dossier,
    Event,
    Finding,
    Item,
    Listing,
    Maker,
    Party,
    Place,
    Skipped,
    Span,
    When,
    anchored_id,
    article_id,
    span_of,
    with_revision,
)

TEXT = (
    "The president of Norland met the prime minister of Sudonia in Port Lilly on 3 May 2024. "
    "Envoys say Norland may sell rockets to Sudonia. "
    "“We will stand by our friends,” the president said."
)

CODER = Maker(stage="pipeline", rule="by hand", version="1")


def where_it_says(text: str, words: str) -> Span:
    """The span of the first occurrence of `words`."""
    start = text.index(words)
    return span_of(text, start, start + len(words))


def maker(stage: str, rule: str = "rule of the test", **more) -> Maker:
    """A maker with a score and a runner-up where given."""
    return Maker(stage=stage, rule=rule, **more)


def article(text: str = TEXT, url: str | None = "https://news.example/1", **more) -> Article:
    """A report; by default one published on 4 May 2024."""
    fields = {
        "title": "Leaders meet",
        "publisher": "The Example",
        "published": "2024-05-04",
        "published_from": "markup",
        "language": "en",
    }
    return Article(id=article_id(text, url), text=text, url=url, **(fields | more))


def party(text: str, words: str, name: str, country: str, sector: str | None = "GOV", **more) -> Party:
    """A party that the report names with `words`."""
    made = maker("grounding", reasons=(f"{words!r} is {name} in the table of actors",))
    return Party(
        text=words, name=name, country=country, sector=sector, spans=(where_it_says(text, words),), made_by=made, **more
    )


def place(text: str, words: str, name: str, country: str | None, latitude: float, longitude: float) -> Place:
    """A place, with the namesake it was not."""
    return Place(
        text=words,
        name=name,
        country=country,
        latitude=latitude,
        longitude=longitude,
        kind="city",
        precision_km=5.0,
        span=where_it_says(text, words),
        candidates=(
            Candidate(name=f"{name}, Norland", code="NOR", score=0.8, why="the report is about Norland"),
            Candidate(name=f"{name}, Westmark", code="WES", score=0.1, why="larger, but not named"),
        ),
        made_by=maker("grounding", score=0.8, runner_up=f"{name}, Westmark", runner_up_score=0.1),
    )


def day(text: str, words: str, value: str) -> When:
    """A day that the text tells."""
    return When(
        value=value,
        kind="DATE",
        start=value,
        end=value,
        precision="day",
        span=where_it_says(text, words),
        made_by=maker("grounding", "day month year"),
    )


def event(of: Article, kind: str, trigger: str, sentence: str, actors=(), recipients=(), **more) -> Event:
    """An event of report `of`; asserted and undated unless told otherwise."""
    anchor = where_it_says(of.text, trigger)
    fields = {
        "mode": None,
        "contexts": (),
        "items": (),
        "when": When(),
        "where": None,
        "certainty": Certainty(value=3.0, label="asserted"),
        "auxiliary": None,
        "quad": 1,
        "intensity": 1.0,
        "made_by": maker("coding", "event head", version="2", score=0.91, runner_up="AGREE", runner_up_score=0.06),
    }
    return with_revision(
        Event(
            id=anchored_id("ev", of.id, anchor.start, anchor.end, kind),
            article=of.id,
            type=kind,
            actors=tuple(actors),
            recipients=tuple(recipients),
            trigger=anchor,
            spans=(where_it_says(of.text, sentence),),
            **(fields | more),
        )
    )


def claim(of: Article, speaker: Party | None, source: str, cue: str, content: str, **more) -> Claim:
    """A claim of report `of`."""
    said = where_it_says(of.text, content)
    fields = {
        "kind": "indirect",
        "polarity": "positive",
        "stance": "asserts",
        "certainty": Certainty(value=3.0, label="asserted"),
    }
    return with_revision(
        Claim(
            id=anchored_id("cl", of.id, said.start, said.end),
            article=of.id,
            speaker=speaker,
            source=(where_it_says(of.text, source),) if source else (),
            cue=(where_it_says(of.text, cue),),
            content=(said,),
            made_by=maker("coding", "speech head", score=0.88),
            **(fields | more),
        )
    )


def finding(of: Article, event: Event, provision: str = "TREATY-1-2", **more) -> Finding:
    """A finding on an event of report `of`."""
    fields = {
        "instrument": provision.rpartition("-")[0],
        "title": "No rockets to Sudonia",
        "act": "supply",
        "object": "rockets",
        "direction": "to",
        "party": "NOR",
        "party_name": "Norland",
        "target": "SUD",
        "verdict": "possible_breach",
        "certainty": "possible",
        "date": "2024-05-04",
        "date_from": "the report's date",
        "vote": "for",
        "verified": "source",
        "defeaters": (Defeater(name="exemption", held=False, why="none is told of"),),
        "evidence_for": event.spans,
        "reasons": ("selling rockets to Sudonia is a supply of arms", "Norland is bound by it"),
        "made_by": maker("judging", "supply to a listed state"),
    }
    return with_revision(
        Finding(
            id=anchored_id("fi", of.id, provision, event.id),
            article=of.id,
            provision=provision,
            event=event.id,
            **(fields | more),
        )
    )


def listing(of: Article, words: str, **more) -> Listing:
    """A name of report `of` that stands on a list."""
    span = where_it_says(of.text, words)
    fields = {
        "list_name": "Example List",
        "list_date": "2024-01-15",
        "entry": "EX.1",
        "entry_name": words.upper(),
        "score": 0.91,
        "agreed": ("name", "born 1965"),
        "disagreed": ("country",),
        "made_by": maker("judging", "names and what else is known"),
    }
    return Listing(
        id=anchored_id("li", of.id, span.start, "EX.1"), article=of.id, name=words, span=span, **(fields | more)
    )


def meeting(of: Article | None = None, coder: Maker = CODER) -> Dossier:
    """The dossier of TEXT: a dated meeting, a possible sale on the word of envoys, a promise in quotation marks, one finding."""
    of = of or article()
    text = of.text
    president = party(
        text,
        "The president of Norland",
        "Ada Nord",
        "NOR",
        office="president",
        held_from="2020-01-01",
        as_of="2024-05-03",
    )
    minister = party(text, "the prime minister of Sudonia", "Bo Sud", "SUD", office="prime minister")
    envoys = party(text, "Envoys", "envoys", "---", "UNK", unnamed=True)
    norland = party(text, "Norland may", "Norland", "NOR")
    sudonia = party(text, "Sudonia.", "Sudonia", "SUD")
    port = place(text, "Port Lilly", "Port Lilly", "NOR", 61.5, 7.25)
    third = day(text, "3 May 2024", "2024-05-03")
    rockets = Item(
        text="rockets",
        name="rockets",
        kind="munition",
        objects=("rockets", "arms"),
        span=where_it_says(text, "rockets"),
        made_by=maker("grounding"),
    )
    hint = claim(of, envoys, "Envoys", "say", "Norland may sell rockets to Sudonia")
    promise = claim(
        of, president, "the president said".removesuffix(" said"), "said", "We will stand by our friends", kind="direct"
    )
    met = event(
        of,
        "CONSULT",
        "met",
        "The president of Norland met the prime minister of Sudonia in Port Lilly on 3 May 2024",
        (president,),
        (minister,),
        mode="visit",
        when=third,
        where=port,
    )
    sale = event(
        of,
        "AID",
        "sell",
        "Norland may sell rockets to Sudonia",
        (norland,),
        (sudonia,),
        quad=2,
        items=(rockets,),
        auxiliary="hypothetical",
        certainty=Certainty(
            value=0.5, label="possible", according_to=hint.id, source="Envoys", words=(where_it_says(text, "may"),)
        ),
    )
    return Dossier(
        article=of,
        parties=(president, minister, envoys, norland, sudonia),
        places=(port,),
        times=(third,),
        items=(rockets,),
        claims=(hint, promise),
        events=(met, sale),
        findings=(finding(of, sale),),
        skipped=(Skipped(stage="reading", reason="a sentence of 900 words was cut", article=of.id, start=10, end=20),),
        knowledge=(("leaders", "2025-10-31"), ("provisions", "2026-01-01")),
        made_by=coder,
    )


def plain(number: int, published: str | None = None, kind: str = "CONSULT", **more) -> Dossier:
    """A short report of its own address with one undated event between NOR and SUD."""
    text = f"Report {number}: Norland met Sudonia."
    of = article(text, f"https://news.example/{number}", title=f"Report {number}", published=published)
    sides = (party(text, "Norland", "Norland", "NOR"),), (party(text, "Sudonia", "Sudonia", "SUD"),)
    return Dossier(
        article=of,
        parties=(*sides[0], *sides[1]),
        events=(event(of, kind, "met", "Norland met Sudonia", *sides, **more),),
        made_by=CODER,
    )
