"""Who a name or a short description means on a day, without a text around it: `former French president Sarkozy`, `Taliban`, `Kim`."""

import re
from datetime import date

from dragoman.records import Article, Candidate, Name, Party, Reading, Sentence, Word, article_id
from dragoman.records import Maker as MadeBy

from .actor_index import ActorIndex
from .actor_tables import titles

APART = re.compile(r"(?<=^then)-|(?<=^ex)-|-(?=elect$)", re.IGNORECASE)


def who_is(index: ActorIndex, name: str, on: date | None) -> list[Candidate]:
    """Everything the words may mean, best first."""
    found: list[Candidate] = []
    party = described_party(index, name, on)
    if party is not None and party.country != "---":
        found.append(
            Candidate(
                name=party.name, code=party.code, score=party.made_by.score or 0.5, why="; ".join(party.made_by.reasons)
            )
        )
        found.extend(one for one in party.candidates if one.code is not None and one.code[:3] != "---")
    roles = index.roles(bare_name(name), on)
    found.extend(
        Candidate(name=role.person.name, code=role.code, score=round(min(1.0, role.score), 3), why=role.why)
        for role in roles[:25]
    )
    best: dict[tuple[str, str | None], Candidate] = {}
    for one in found:
        best.setdefault((one.name, one.code), one)
    return sorted(best.values(), key=lambda one: -one.score)  # of equal ones the reading as a phrase stays first


def bare_name(name: str) -> str:
    """The name without titles in front."""
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".") in titles():
        words = words[1:]
    return " ".join(words)


def described_party(index: ActorIndex, text: str, on: date | None) -> Party | None:
    """The party that the words describe, read as one phrase; None where they describe nobody the tables know."""
    from .actors import ground_parties

    article = Article(id=article_id(text, None), text=text)
    parties, mentions = ground_parties(article, as_phrase(index, text), on, index)
    whole = [mention for mention in mentions if mention.party is not None]
    if not whole:
        return None
    longest = max(whole, key=lambda mention: mention.last - mention.first)
    assert longest.party is not None
    return parties[longest.party]


def as_phrase(index: ActorIndex, text: str) -> Reading:
    """The words as one noun phrase: every word modifies the last one of what the tables know, capitals make names."""
    pieces = [piece for chunk in text.split() for piece in APART.split(chunk) if piece]
    starts: list[int] = []
    at = 0
    for piece in pieces:
        at = text.index(piece, at)
        starts.append(at)
        at += len(piece)
    head = len(pieces) - 1
    lower = next(
        (number for number, piece in enumerate(pieces) if piece.lower() in ("of", "to", "in", "for") and number > 0),
        None,
    )
    if lower is not None:
        head = lower - 1
    words = tuple(word_at(pieces, starts, number, head, lower) for number in range(len(pieces)))
    covered = {place for hit in index.phrases.find(pieces) for place in range(hit.first, hit.last + 1)}
    open_words = [
        number
        for number in range(len(pieces))
        if number not in covered and pieces[number][:1].isupper() and number <= head
    ]
    names = tuple(run for run in named_runs(open_words, pieces))
    sentence = Sentence(start=0, end=len(text), words=words, names=names)
    return Reading(article="", sentences=(sentence,), made_by=MadeBy(stage="grounding", rule="phrase"))


def word_at(pieces: list[str], starts: list[int], number: int, head: int, lower: int | None) -> Word:
    """One word of a phrase."""
    piece = pieces[number]
    proper = piece[:1].isupper()
    relation, governor = ("root", -1) if number == head else ("compound", head)
    if lower is not None and number > lower:
        relation, governor = ("nmod", head) if number == len(pieces) - 1 else ("compound", len(pieces) - 1)
    if number == lower:
        relation, governor = "case", len(pieces) - 1
    upos = "ADP" if number == lower else "PROPN" if proper else "NOUN"
    return Word(
        start=starts[number],
        end=starts[number] + len(piece),
        text=piece,
        lemma=piece.lower(),
        upos=upos,
        head=governor,
        deprel=relation,
    )


def named_runs(open_words: list[int], pieces: list[str]) -> list[Name]:
    """Runs of words that no table phrase takes, as names of people; titles are left out."""
    runs: list[list[int]] = []
    for number in open_words:
        if pieces[number].lower().rstrip(".") in titles() and len(pieces) > 1:
            continue
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [Name(first=run[0], last=run[-1], label="person", score=0.5) for run in runs]
