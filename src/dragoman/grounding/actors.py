"""Grounds every mention of a party in a report: who is meant, in which role on that day, and why."""

from collections.abc import Sequence
from datetime import date

import msgspec

from dragoman.records import Article, Candidate, Maker, Party, PartyMention, Place, Reading, Sentence, span_of
from dragoman.records.ranges import Ranges

from .actor_index import ActorIndex
from .actor_tables import anaphors, placing
from .coreference import GOOD_ENOUGH, Cluster, resolve, several, speaker_of
from .drafts import Draft, children, deprel, of_sentences
from .party_mentions import add_known, find_drafts, find_units, known_names
from .person_links import Someone, link_people, look_up
from .phrase_parts import LOCAL
from .roles import FORMERLY, Role, Wanted
from .settings_of_report import home_of, own_place, report_weights, scenery
from .surroundings import NONE, Surroundings

VERSION = "1"
LOOSE = frozenset(("nmod", "flat", "dep", "parataxis", "conj"))  # what a parser may call an apposition
DOUBT = 0.35  # a namesake this good is a reason not to look for a country in the setting
MANY = ("two", "both", "pair", "duo")
MANY_WORDS = frozenset(("two", "both", "these", "three", "other"))


def ground_parties(
    article: Article, reading: Reading, on: date | None, index: ActorIndex | None = None, places: Sequence[Place] = ()
) -> tuple[tuple[Party, ...], tuple[PartyMention, ...]]:
    """Every distinct party of the report, and every place in the text that refers to one, in reading order.

    `on` is the report's day, None where unknown: then no term of office can be checked, and the reasons say so. Several mentions may
    share a span where one phrase means several parties (`both nations`, `U.S. and British troops`). A mention whose party is None is
    a pronoun or phrase for which nobody fits. `places` are places already grounded; their countries help where the text names none.
    """
    report = Report(article, reading, on, index or ActorIndex.load(), places)
    report.find()
    report.settle()
    return report.records()


def party_on(party: Party | str, on: date, index: ActorIndex | None = None) -> Party | None:
    """The same person or body as it was on another day, for events that a report dates earlier or later.

    Gives the party itself where its role does not depend on the day, None for a bare name that nobody bears.
    """
    tables = index or ActorIndex.load()
    if isinstance(party, str):
        from .described import described_party

        return described_party(tables, party, on)
    return body_on(party, on, tables) or person_on(party, on, tables) or party


def person_on(party: Party, on: date, index: ActorIndex) -> Party | None:
    """A person of the tables in the role of that day; None for anything else."""
    if party.office is None and party.wikidata is None:
        return None
    home = party.country if len(party.country) == 3 and party.country not in ("UNO", "IGO", "EUR", "---") else ""
    named = index.roles(party.name, on, Wanted(country=home))
    roles = [role for role in named if not party.wikidata or role.person.wikidata == party.wikidata]
    if not roles:
        return None
    role = roles[0]
    reasons = (*party.made_by.reasons, f"on {on}: {role.why}")
    return msgspec.structs.replace(
        party, country=role.country, sector=role.sector, other_sectors=role.other_sectors, office=role.term.office,
        held_from=role.term.start or None, held_to=role.term.end or None, as_of=on.isoformat(),
        made_by=msgspec.structs.replace(party.made_by, score=round(min(1.0, role.score), 3), reasons=reasons),
    )  # fmt: skip


def body_on(party: Party, on: date, index: ActorIndex) -> Party | None:
    """An organisation whose status changes with the day, as it was then; None where no dated row bears the name."""
    words = party.name.split()
    for hit in index.phrases.find(words):
        rows = [
            entry
            for entry in hit.values
            if entry.kind == "organisation" and entry.name == party.name and (entry.start or entry.end)
        ]
        for row in rows:
            if row.holds(on):
                why = (
                    f"on {on}: {row.name} was {row.country}{row.sector or ''} ({row.start or '…'} to {row.end or '…'})"
                )
                made_by = msgspec.structs.replace(party.made_by, reasons=(*party.made_by.reasons, why))
                return msgspec.structs.replace(
                    party, country=row.country, sector=row.sector, as_of=on.isoformat(), made_by=made_by
                )
    return None


class Report:
    """One report while its mentions are tied together."""

    def __init__(
        self, article: Article, reading: Reading, on: date | None, index: ActorIndex, places: Sequence[Place]
    ) -> None:
        self.article, self.reading, self.on, self.index = article, reading, on, index
        self.places = places
        self.said = Ranges((*part, one) for one in reading.attributions if one.source for part in one.content)
        self.drafts: list[Draft] = []
        self.people: list[Someone] = []
        self.clusters: dict[str, Cluster] = {}
        self.below = [children(sentence) for sentence in reading.sentences]
        self.scene: list[Draft] = []
        self.surroundings = Surroundings((), ())
        self.beside: dict[int, Draft] = {}

    def find(self) -> None:
        """Mentions sentence by sentence, then who the people are."""
        sentences = self.reading.sentences
        found = [find_units(sentence, self.index, self.on) for sentence in sentences]
        names = known_names(sentences, found, self.index)
        for number, (sentence, units) in enumerate(zip(sentences, found, strict=True)):
            self.drafts.extend(find_drafts(sentence, self.below[number], number, add_known(sentence, units, names)))
        self.drafts = [draft for draft in self.drafts if not alone(draft, self.drafts, self.index)]
        elsewhere = {place.span.start: place for place in self.places if place.span is not None}
        for draft in self.drafts:
            word = sentences[draft.sentence].words[draft.head]
            first = sentences[draft.sentence].words[draft.first]
            relocate(draft, elsewhere.get(first.start) or elsewhere.get(word.start))
            succeed(draft, self.index, self.on)
        around = frozenset(draft.country for draft in self.drafts if draft.country)
        around |= {place.country for place in self.places if place.country}
        pairs = [pair for number in range(len(self.reading.sentences)) for pair in self.beside_each_other(number)]
        self.people = link_people(self.drafts, pairs, self.index, self.on, frozenset(around))
        self.learn_from_owners(pairs, frozenset(around))
        for draft in self.drafts:
            if draft.kind == "person":
                succeed(draft, self.index, self.on)
        self.beside = {id(role): person for person, role in pairs}
        scene = [*self.drafts, *scenery(self.reading, self.places, self.drafts)]
        self.scene = sorted(scene, key=lambda draft: draft.sentence)
        self.surroundings = Surroundings(sentences, self.scene)
        self.place_offices()
        self.place_strangers()

    def place_offices(self) -> None:
        """An unknown person in an office that names no country (`Tourism Minister X`) serves where the report plays; others get none."""
        for someone in self.people:
            first = someone.drafts[0]
            spoken = any(draft.told in ("role", "general role", "title") for draft in someone.drafts)
            doubtful = bool(someone.roles) and someone.roles[0].score >= DOUBT
            if someone.role is not None or doubtful or first.country or not spoken or first.sector not in LOCAL:
                continue
            for draft in someone.drafts[1:] if self.place(first) else ():
                draft.country, draft.score = first.country, min(draft.score, first.score)
                draft.reasons.append(first.reasons[-1])

    def place_strangers(self) -> None:
        """A person of whom neither the report nor the tables tell anything is at home in the country that the report is about, if it is about one;
        and is coded as a civilian, as people without an office are."""
        country, share = home_of(self.scene, report_weights(self.scene))
        for someone in self.people if country else ():
            if someone.role is not None or any(
                draft.country or draft.told for draft in [*someone.drafts, *someone.extra]
            ):
                continue
            for draft in someone.drafts:
                draft.country, draft.sector, draft.score = country, "CVL", min(draft.score, 0.3 + 0.2 * share)
                draft.reasons.append(
                    f"nothing tells who that is; {share:.0%} of what the report names is of {country}, and no office is told"
                )
                draft.candidates.append((draft.name, "---UNK", round(1 - draft.score, 3), "if it is a stranger there"))

    def learn_from_owners(self, pairs: Sequence[tuple[Draft, Draft]], around: frozenset[str]) -> None:
        """`Ben Rhodes, Obama's adviser`: once it is known who Obama is, the adviser's country is known too."""
        for person, role in pairs:
            if role.country:
                continue
            sentence = self.reading.sentences[role.sentence]
            owners = (one for one in self.drafts if one.kind in ("person", "state") and one.country)
            owner = next((one for one in owners if owns(sentence, one, role)), None)
            someone = next((one for one in self.people if person in one.drafts), None)
            if owner is not None and someone is not None and owner not in someone.drafts:
                self.belong(role, owner, f"“{owner.name}” owns it")
                look_up(someone, self.index, self.on, around)

    def beside_each_other(self, number: int) -> list[tuple[Draft, Draft]]:
        """Pairs of a person and a role phrase that says what he or she is, by apposition or `is`."""
        sentence = self.reading.sentences[number]
        here = of_sentences(self.drafts, number, number)
        people = [draft for draft in here if draft.kind == "person"]
        roles = [draft for draft in here if draft.kind == "role" and draft.number == 1]
        return [
            (person, role)
            for role in roles
            for person in people
            if same_one(sentence, self.below[number], person, role)
        ]

    def settle(self) -> None:
        """Each mention in reading order gets its party; pronouns and definite phrases look back at those before."""
        self.drafts.sort(key=lambda draft: (draft.sentence, draft.last, -draft.first))
        for at, draft in enumerate(self.drafts):
            before = self.drafts[:at]
            if draft.kind == "pronoun" and draft.gender in ("we", "i"):
                self.join_speaker(draft)
            elif draft.kind in ("pronoun", "anaphor"):
                self.look_back(draft, before)
            elif draft.kind == "role":
                self.settle_role(draft, before)
            elif draft.kind == "people" and not draft.country:
                self.find_country(draft, before)
                self.join(draft, self.key_of(draft))
            else:
                self.join(draft, self.key_of(draft))
        for draft in self.drafts:
            if draft.kind == "pronoun" and draft.gender in ("we", "i") and draft.cluster is None:
                self.join_speaker(draft)

    def join(self, draft: Draft, key: str) -> None:
        """Puts the mention into the cluster of that key."""
        cluster = self.clusters.setdefault(key, Cluster(key))
        cluster.drafts.append(draft)
        draft.cluster = cluster

    def key_of(self, draft: Draft) -> str:
        """What makes a mention the same party as another."""
        if draft.kind == "person":
            number = next((at for at, someone in enumerate(self.people) if draft in someone.drafts), None)
            return f"person:{number}" if number is not None else f"name:{draft.name}"
        if draft.kind in ("state", "adjective") and draft.entry is not None:
            return (
                state_key(draft.entry.group, draft.sector)
                if draft.sector in ("GOV", "PRE", None)
                else f"seat:{draft.name}"
            )
        if draft.kind == "organisation":
            return f"organisation:{draft.name.lower()}"
        if draft.kind == "role":
            return role_key(draft)
        return f"{draft.kind}:{draft.name}:{draft.code}"

    def join_speaker(self, draft: Draft) -> None:
        """`I` and `we` are the one who speaks."""
        speaker = speaker_of(draft, self.reading, self.said, self.drafts)
        if speaker is not None and speaker.cluster is not None:
            self.follow(draft, [speaker], f"said by {speaker.name or speaker.lemma}")

    def look_back(self, draft: Draft, before: Sequence[Draft]) -> None:
        """Ties a pronoun or a phrase that refers back to earlier mentions."""
        if (draft.kind == "anaphor" and draft.number == 2) or draft.lemma in MANY:
            pair = several(draft, before)
            self.follow(draft, pair, "the last two of that kind")
            return
        ranked = resolve(draft, before, self.reading)
        if draft.lemma in ("they", "their", "them") and (not ranked or weak_plural(ranked[0][1], draft)):
            pair = several(draft, of_sentences(before, draft.sentence - 1, draft.sentence))
            if (
                len(pair) == 2
                and pair[0].sentence == pair[1].sentence
                and joint(pair, self.reading.sentences[pair[0].sentence])
            ):
                self.follow(draft, pair, "the two who act together just before")
                return
        if ranked and ranked[0][0] >= GOOD_ENOUGH:
            draft.score = min(0.9, max(0.3, ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.2) + 0.5))
            for score, other in ranked[1:3]:
                chance = round(max(0.0, min(1.0, score)), 3)
                draft.candidates.append((label(other), other.code, chance, "an earlier mention that fits less well"))
            self.follow(
                draft, [ranked[0][1]], "the best earlier mention by agreement, nearness and place in the sentence"
            )

    def follow(self, draft: Draft, others: Sequence[Draft], why: str) -> None:
        """Makes the draft mean what the others mean."""
        draft.antecedents = list(others)
        if not others:
            return
        if len(others) == 1 and len(others[0].antecedents) > 1:
            draft.antecedents = list(others[0].antecedents)
            draft.reasons.append(f"“{draft.lemma}” means the same as “{others[0].lemma}”: {why}")
            return
        first = others[0]
        draft.country, draft.sector, draft.others = first.country, first.sector, first.others
        draft.gender = draft.gender if draft.gender in ("m", "f") else first.gender
        draft.reasons.append(f"“{draft.lemma}” means {' and '.join(label(other) for other in others)}: {why}")
        if len(others) == 1:
            assert isinstance(first.cluster, Cluster)
            first.cluster.drafts.append(draft)
            draft.cluster = first.cluster
            if draft.gender in ("m", "f") and first.kind in ("person", "role") and not first.gender:
                spread_gender(first.cluster, draft.gender)

    def settle_role(self, draft: Draft, before: Sequence[Draft]) -> None:
        """Country and party of a role phrase: the person beside it, an owner, an earlier phrase, the setting."""
        person = self.beside.get(id(draft))
        if person is not None:
            self.follow(draft, [person], "stands beside the name") if person.cluster is not None else self.adopt(
                draft, person
            )
            return
        if not draft.country and draft.definite and draft.lemma in anaphors() and self.refers_back(draft, before):
            return
        holder = self.holder_before(draft, before) if draft.number == 1 else None
        if holder is not None:
            self.follow(draft, [holder], "the report has named who holds this office")
            return
        if not draft.country:
            self.find_country(draft, before)
        self.join(draft, self.key_of(draft))

    def refers_back(self, draft: Draft, before: Sequence[Draft]) -> bool:
        """Tries a definite role phrase without a country as a phrase that refers back: `the group`, `the two leaders`."""
        kind, number = anaphors()[draft.lemma]
        if (draft.effect or not MANY_WORDS & set(self.words_of(draft))) if number == 2 else draft.number != 1:
            return False
        entry, draft.told, draft.kind = draft.entry, kind, "anaphor"
        draft.number = number
        self.look_back(draft, before)
        if draft.antecedents or number == 2:
            return True
        draft.kind, draft.told, draft.entry = "role", "", entry
        return False

    def words_of(self, draft: Draft) -> list[str]:
        """The words of the mention in small letters."""
        return [
            word.text.lower() for word in self.reading.sentences[draft.sentence].words[draft.first : draft.last + 1]
        ]

    def adopt(self, draft: Draft, person: Draft) -> None:
        """A role phrase that stands before the name of its bearer."""
        draft.country, draft.sector, draft.others, draft.role = (
            person.country,
            person.sector,
            person.others,
            person.role,
        )
        self.join(draft, self.key_of(person))

    def find_country(self, draft: Draft, before: Sequence[Draft]) -> None:
        """Where a role phrase without a country belongs, if that can be told."""
        sentence, below = self.reading.sentences[draft.sentence], self.below[draft.sentence]
        owners = [one for one in of_sentences(before, draft.sentence, draft.sentence) if owns(sentence, one, draft)]
        owner = next((one for one in owners if one.country), None)
        if owner is not None:
            self.belong(draft, owner, f"“{owner.lemma or owner.name}” owns it: {label(owner)}")
            return
        if draft.entry is not None and draft.entry.group == "source" and not draft.local:
            return
        place = own_place(sentence, below, draft, self.scene)
        if place is not None:
            draft.country = place.country
            draft.reasons.append(f"stands with “{place.name}”")
            return
        same = next((one for one in reversed(before) if same_office(one, draft)), None) if draft.definite else None
        if same is not None:
            draft.country = same.country
            draft.reasons.append(f"as in “{label(same)}” before")
            return
        if draft.lemma in placing().abroad or owners:
            return
        if not draft.local and any(word in placing().elsewhere for word in self.words_of(draft)):
            return
        if draft.local and draft.definite and draft.lemma in placing().governing_bodies and self.speakers_own(draft):
            return
        self.place(draft)

    def place(self, draft: Draft) -> bool:
        """Gives a mention without a country the one that what is named around it makes likeliest; not where none is likelier still."""
        chances = self.surroundings.chances(draft)
        ranked = sorted(chances, key=lambda country: (-chances[country], country))
        country, chance = ranked[0], chances[ranked[0]]
        if country == NONE:
            return False
        second = ranked[1]
        draft.country, draft.score = country, min(draft.score, chance)
        draft.reasons.append(
            f"the words name no country; what is named around them tells {country} ({chance:.0%}; next {second}, {chances[second]:.0%})"
        )
        draft.candidates.append(
            (draft.lemma, NONE + (draft.sector or ""), round(chances[NONE], 3), "if the setting does not tell")
        )
        return True

    def speakers_own(self, draft: Draft) -> bool:
        """`The government`, said by someone in office, is his or her own."""
        speaker = speaker_of(draft, self.reading, self.said, self.drafts)
        if speaker is None or not speaker.country or speaker.sector not in ("GOV", "LEG", "MIL", "OPP"):
            return False
        draft.country = speaker.country
        draft.reasons.append(f"said by {label(speaker)}, whose own it is")
        return True

    def belong(self, draft: Draft, owner: Draft, why: str) -> None:
        """Gives a role phrase the country, and from a body the sector, of its owner."""
        draft.country = owner.country
        general = draft.entry is not None and draft.entry.group in ("generic", "unknown")
        if (general and owner.kind == "organisation") or (general and owner.sector in ("REB", "PTY", "PRM")):
            draft.sector = owner.sector
        if owner.sector == "PRE" and draft.sector == "GOV":
            draft.sector = "PRE"
        if draft.country in ("UNO", "IGO", "EUR", "NGO", "IMG") and draft.sector == "GOV":
            draft.sector = None
        draft.reasons.append(why)

    def holder_before(self, draft: Draft, before: Sequence[Draft]) -> Draft | None:
        """The person named earlier who holds the office that a definite phrase names: `the president`, `the secretary-general`."""
        entry = draft.entry
        if entry is None or entry.group not in ("office", "generic") or not draft.definite or draft.effect:
            return None
        for other in reversed(before):
            if other.kind != "person" or not isinstance(other.cluster, Cluster):
                continue
            same_country = not draft.country or other.country == draft.country
            if (
                same_country
                and holds(other, other.cluster, draft)
                and (draft.sector == other.sector or not draft.country)
            ):
                return other
        return None

    def records(self) -> tuple[tuple[Party, ...], tuple[PartyMention, ...]]:
        """The parties in order of first mention, and the mentions."""
        self.drafts.sort(key=lambda draft: draft.where)
        order: dict[int, int] = {}
        ranked: list[Cluster] = []
        for draft in self.drafts:
            for cluster in clusters_of(draft):
                if id(cluster) not in order:
                    order[id(cluster)] = len(ranked)
                    ranked.append(cluster)
        parties = tuple(self.party(cluster) for cluster in ranked)
        mentions = tuple(mention for draft in self.drafts for mention in self.mentions(draft, order))
        return parties, mentions

    def mentions(self, draft: Draft, order: dict[int, int]) -> list[PartyMention]:
        """The record of one draft, one per party it means."""
        words = self.reading.sentences[draft.sentence].words
        span = span_of(self.article.text, words[draft.first].start, words[draft.last].end)
        numbers: list[int | None] = [order[id(cluster)] for cluster in clusters_of(draft)]
        made_by = maker_of(draft)
        return [
            PartyMention(
                sentence=draft.sentence, first=draft.first, last=draft.last, head=draft.head, span=span, party=number,
                as_place=draft.place, made_by=made_by,
            )
            for number in numbers or [None]
        ]  # fmt: skip

    def party(self, cluster: Cluster) -> Party:
        """The record of a cluster, from the mention that tells most."""
        best = max(cluster.drafts, key=telling)
        drafts = sorted(cluster.drafts, key=lambda draft: draft.where)
        words = self.reading.sentences
        spans = tuple(
            dict.fromkeys(
                span_of(
                    self.article.text,
                    words[draft.sentence].words[draft.first].start,
                    words[draft.sentence].words[draft.last].end,
                )
                for draft in drafts
            )
        )
        text = next(span.quote for span in spans if span.start == words[best.sentence].words[best.first].start)
        role = best.role if best.kind == "person" else None
        return Party(
            text=text,
            name=best.name or bare(text),
            country=best.country or "---",
            sector=best.sector,
            other_sectors=best.others,
            wikidata=(role.person.wikidata or None) if role else None,
            office=office_of(best, role),
            held_from=(role.term.start or None) if role else None,
            held_to=(role.term.end or None) if role else None,
            as_of=self.on.isoformat() if self.on else None,
            unnamed=all(draft.unnamed or draft.kind in ("pronoun", "anaphor") for draft in drafts),
            bloc=best.bloc,
            spans=spans,
            candidates=self.candidates(best),
            made_by=maker_of(best),
        )

    def candidates(self, best: Draft) -> tuple[Candidate, ...]:
        """What else the mention might be; for an office without a name, who held it that day."""
        found = [Candidate(name=name, code=code, score=score, why=why) for name, code, score, why in best.candidates]
        if best.kind == "role" and best.number == 1 and best.office_class and best.country and not best.effect:
            for role in self.index.holders(best.country, best.office_class, self.on)[:2]:
                found.append(
                    Candidate(name=role.person.name, code=role.code, score=round(min(0.9, role.score), 3), why=role.why)
                )
        return tuple(found)


def holds(other: Draft, cluster: Cluster, draft: Draft) -> bool:
    """Whether a person named before was called by the same word, or holds or was given an office of the same class."""
    assert draft.entry is not None
    if draft.entry.group == "generic":
        return any(mention.lemma == draft.lemma for mention in cluster.drafts)
    held = {mention.office_class for mention in cluster.drafts}
    if other.role is not None and other.role.standing != FORMERLY:
        held.add(other.role.term.office_class)
    return draft.office_class in held


def office_of(best: Draft, role: Role | None) -> str | None:
    """The office as the tables name it where the term counts on that day, else in the words of the report."""
    if role is not None and (role.standing != FORMERLY or not best.office):
        return role.term.office or best.office or None
    return best.office or None


def clusters_of(draft: Draft) -> list[Cluster]:
    """The clusters that a mention stands for: its own, or those of all it refers to."""
    if len(draft.antecedents) > 1:
        found = [other.cluster for other in draft.antecedents if isinstance(other.cluster, Cluster)]
        return list({id(cluster): cluster for cluster in found}.values())
    return [draft.cluster] if isinstance(draft.cluster, Cluster) else []


def maker_of(draft: Draft) -> Maker:
    """Stage, rule, score and reasons of a mention, with what came second."""
    own = draft.code
    second = next((one for one in draft.candidates if one[1] != own or one[0] != draft.name), None)
    return Maker(
        stage="grounding",
        rule=draft.kind,
        version=VERSION,
        score=round(max(0.0, min(1.0, draft.score)), 3),
        runner_up=f"{second[0]} ({second[1]})" if second else None,
        runner_up_score=second[2] if second else None,
        reasons=tuple(dict.fromkeys([*draft.reasons, *([draft.place_why] if draft.place_why else [])])),
    )


def telling(draft: Draft) -> tuple[bool, bool, bool, int, int]:
    """Which mention of a party tells most: a name before a role before a pronoun, with a code, the longer, the earlier."""
    order = {"person": 5, "organisation": 4, "state": 4, "role": 3, "people": 3, "place": 2, "adjective": 1}
    return (
        draft.kind not in ("pronoun", "anaphor"), order.get(draft.kind, 0) >= 3, bool(draft.country),
        order.get(draft.kind, 0) * 1000 + len(draft.reasons) * 10 + (draft.last - draft.first), -draft.sentence,
    )  # fmt: skip


def label(draft: Draft) -> str:
    """A mention in a few words."""
    return draft.name or (f"{draft.lemma} ({draft.code})" if draft.lemma else draft.code)


def bare(text: str) -> str:
    """The words without a leading article."""
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an") else text


def state_key(code: str, sector: str | None) -> str:
    """The key of a state as one that acts."""
    return f"state:{code}:{sector}"


def role_key(draft: Draft) -> str:
    """Governments join their state; other role phrases of one country and word are one party."""
    if draft.sector in ("GOV", "PRE") and draft.country and draft.lemma in placing().governing_bodies:
        return state_key(draft.country, draft.sector)
    country = draft.country or "---"
    if draft.number == 1 and draft.office_class and draft.country:
        return f"office:{country}:{draft.sector}:{draft.office_class}:{draft.effect}"
    return f"role:{country}:{draft.sector}:{draft.lemma}:{draft.effect}"


def relocate(draft: Draft, place: Place | None) -> None:
    """A name that the gazetteer, with the whole report before it, puts into another country: the Georgia of the United States, Paris in Texas."""
    if place is None or place.country is None or draft.entry is None or place.country == draft.country:
        return
    kinds = ("admin1",) if draft.entry.kind == "state" else ("admin1", "city", "facility")
    namesake = place.kind in kinds and draft.entry.kind in ("state", "capital", "region")
    if not namesake or not draft.country or draft.subject:
        return
    draft.reasons.append(f"here it is {place.name} in {place.country}, not {draft.name} ({draft.country})")
    draft.candidates.append((draft.name, draft.code, 0.3, "the better known bearer of the name"))
    draft.kind, draft.name, draft.country, draft.sector, draft.place = "place", place.name, place.country, None, True


def alone(draft: Draft, drafts: Sequence[Draft], index: ActorIndex) -> bool:
    """Whether `the South` stands for a state although the report never names that state or its counterpart."""
    if draft.entry is None or draft.entry.kind != "beside":
        return False
    last = draft.entry.name.split()[-1]
    family = {state.country for state in index.states.values() if state.beside and state.name.split()[-1] == last}
    return not any(one.country in family and one.entry is not None and one.entry.kind != "beside" for one in drafts)


def succeed(draft: Draft, index: ActorIndex, on: date | None) -> None:
    """A state that had ended by the report's day, or by now where no day is known, is coded as the one that followed it, the old code a candidate."""
    state = index.states.get(draft.country)
    if state is None or not state.successor or not state.end or (on is not None and on.isoformat() <= state.end):
        return
    draft.candidates.append(
        (state.name, state.code + (draft.sector or ""), 0.45, f"the state that ended on {state.end}")
    )
    draft.reasons.append(f"{state.name} ended on {state.end}; events since then belong to {state.successor}")
    draft.country = state.successor


def same_office(one: Draft, draft: Draft) -> bool:
    """Whether an earlier role phrase has the word and the sector of this one, and a country."""
    return one.kind == "role" and one.lemma == draft.lemma and bool(one.country) and one.sector == draft.sector


def same_one(sentence: Sentence, below: Sequence[Sequence[int]], person: Draft, role: Draft) -> bool:
    """Whether a role phrase says what a person is: by apposition, or as `X is the president of Y`."""
    words = sentence.words
    if person.first <= role.head <= person.last or (role.country and person.country and role.country != person.country):
        return False
    under = person.first <= words[role.head].head <= person.last
    behind_comma = role.first > person.last and words[role.first - 1].text in (",", "(", "–", "—")
    if under and (deprel(words[role.head]) == "appos" or (behind_comma and deprel(words[role.head]) in LOOSE)):
        return True
    if deprel(words[person.head]) == "appos" and role.first <= words[person.head].head <= role.last:
        return True
    copula = any(
        deprel(words[child]) == "cop" and words[child].text.lower() in ("is", "was") for child in below[role.head]
    )
    if copula and words[person.head].head == role.head and deprel(words[person.head]) == "nsubj":
        return True
    loose = deprel(words[role.head]) in ("appos", "parataxis", "dep") and role.first - person.last == 2
    return loose and words[person.last + 1].text == ","


def owns(sentence: Sentence, owner: Draft, draft: Draft) -> bool:
    """Whether an earlier mention in the sentence is the possessor of the phrase: `its army`, `Iran's ... minister`."""
    if owner.sentence != draft.sentence or not draft.first <= owner.head <= draft.head or owner is draft:
        return False
    word = sentence.words[owner.head]
    if owner.kind == "person" and deprel(word) == "compound":
        return draft.first <= word.head <= draft.head
    return deprel(word) in ("nmod:poss", "det") and word.head == draft.head


def weak_plural(other: Draft, draft: Draft) -> bool:
    """Whether the best single antecedent of `they` is no real plural near by."""
    return other.number == 1 or draft.sentence - other.sentence > 1


def joint(pair: Sequence[Draft], sentence: Sentence) -> bool:
    """Whether two mentions act together: joined by `and`, or subject and object of one verb, both of one kind."""
    first, second = (sentence.words[draft.head] for draft in pair)
    together = second.head == pair[0].head or first.head == second.head
    acting = pair[0].subject or pair[1].subject
    return together and acting and pair[0].kind == pair[1].kind


def spread_gender(cluster: Cluster, gender: str) -> None:
    """A pronoun tells the gender of the person it means; later pronouns must agree."""
    for draft in cluster.drafts:
        if not draft.gender:
            draft.gender = gender
