"""Training sentences from the labelled sets: one `Example` a sentence, with whatever that set labels.

Every set is read from a folder laid out like the one that docs/model.md describes. Raw texts are cut with dragoman's own word rules, so
that the model trains on what it will see.
"""

import csv
import gzip
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from news_passages import AGAIN, gmb_path, jsonl, passages, words_told

from dragoman.reading.words import split

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
TYPES = ("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
         "COERCE ASSAULT").split()
TRIGGER_TAGS = ["O"] + [f"{edge}-{name}" for name in TYPES for edge in "BI"]
MODES = ("NONE visit third-party multilateral phone withdraw release disarm ceasefire access resign assist change yield meet "
         "disapprove investigate allege restrict arrest relations expel territory violence demo riot strike hunger boycott "
         "obstruct vandalize convict discontinue troops weapons police militia seize censor curfew martial-law deport withhold "
         "misinformation cyber abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial "
         "drone heavy-weapons crowd-control unconventional").split()
CERTAINTY = ["asserted", "likely", "possible", "denied"]
AUXILIARY = ["NONE", "historical", "future", "hypothetical", "negation"]
CONTEXTS = ("military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic "
            "legal reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality "
            "diplomatic territory peacekeeping health asylum migration disasters natural_resource environment technology "
            "terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking").split()
NAME_TAGS = ["O"] + [f"{edge}-{name}" for name in ("PER", "LOC", "ORG", "MISC") for edge in "BI"]
NEWS_NAME_TAGS = ["O"] + [f"{edge}-{name}" for name in ("per", "geo", "org", "gpe", "tim", "art", "eve", "nat") for edge in "BI"]
CUE_TAGS = ["O", "B", "I"]
ROLES = ["none", "source", "content"]
SIDES = ["none", "actor", "recipient"]
UNTOLD = -100  # no label, as the losses know it


@dataclass
class Example:
    """A sentence: its words and the labels that its set gives; what is absent is not learned from."""

    words: list[str]
    upos: list[int] | None = None
    heads: list[int] | None = None
    deprels: list[str] | None = None
    factuality: list[tuple[int, float]] = field(default_factory=list)
    news: bool | None = False  # labelled on the scale of the news set; None where the set fits neither
    names: list[int] | None = None
    news_names: list[int] | None = None
    cues: list[int] | None = None
    speech: list[tuple[int, list[int]]] = field(default_factory=list)
    triggers: list[int] | None = None
    events: list[dict] = field(default_factory=list)
    weak_type: int | None = None
    held: bool = False


def held_out(key: str, share: int = 12) -> bool:
    """True for one in `share` keys, always the same ones."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % share == 0


def read_conllu(path: Path) -> list[tuple[str, list[list[str]]]]:
    """(document id, rows) of each sentence; multiword and empty rows left out."""
    opener = gzip.open if path.suffix == ".gz" else open
    out, rows, doc = [], [], ""
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                doc = line.split("=", 1)[-1].strip()
            elif not line and rows:
                out.append((doc, rows))
                rows = []
            elif line and not line.startswith("#"):
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append(cells)
    return out


def treebank(path: Path) -> list[tuple[str, Example]]:
    """Sentences of a UD treebank with their document ids."""
    return [(doc, Example(
        words=[row[1] for row in rows], upos=[UPOS.index(row[3]) if row[3] in UPOS else 16 for row in rows],
        heads=[int(row[6]) for row in rows], deprels=[row[7] for row in rows])) for doc, rows in read_conllu(path)]


ENTITY_KINDS = {"person": "PER", "place": "LOC", "organization": "ORG"}


def entities(rows: list[list[str]]) -> list[tuple[int, int, str, list[int], bool]]:
    """Entity mentions of one GUM sentence: (first, last, kind, words that bear the name, has a Wikipedia link), longest first."""
    out, open_ones = [], defaultdict(list)
    for at, row in enumerate(rows):
        marks = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for begins, body, ends in re.findall(r"(\()?([^()]+)(\))?", marks):
            fields = body.split("-")
            if begins:
                open_ones[fields[0]].append((at, fields))
            if ends and open_ones[fields[0]]:
                first, told = open_ones[fields[0]].pop()
                core = [first + int(n) - 1 for n in told[5].split(",") if n.isdigit()] if len(told) > 6 else []
                if core and max(core) <= at:
                    out.append((first, at, told[1], core, len(told) > 7))
    return sorted(out, key=lambda one: (one[0] - one[1], one[0]))


def web_names(path: Path) -> list[Example]:
    """Names as GUM's entity layer implies them: a mention headed by a proper noun. Where the layer leaves open whether a word is part of a
    name (proper nouns and capitalised adjectives outside of all mentions, unlinked mentions of other kinds), nothing is learned from it."""
    out = []
    for _, rows in read_conllu(path):
        proper = [row[3] == "PROPN" for row in rows]
        tags = [-100 if proper[i] or (row[3] == "ADJ" and row[1][:1].isupper()) else 0 for i, row in enumerate(rows)]
        taken: set[int] = set()
        for _, _, kind, core, linked in entities(rows):
            inside = range(core[0], core[-1] + 1)
            head = [i for i in core if int(rows[i][6]) - 1 not in inside]
            if not any(proper[i] for i in head) or taken & set(inside):
                continue
            taken |= set(inside)
            label, many = ENTITY_KINDS.get(kind, "MISC"), any(rows[i][4] == "NNPS" or rows[i][3] == "CCONJ" for i in inside)
            for i in inside:
                unsure = (label == "MISC" and not linked) or (label == "PER" and many)
                tags[i] = -100 if unsure else NAME_TAGS.index(("B-" if i == core[0] else "I-") + label)
        if len(tags) > 2:
            out.append(Example([row[1] for row in rows], names=tags))
    return out


def attach_factuality(sentences: list[tuple[str, Example]], path: Path) -> int:
    """Puts the UDS values on the words of the treebank sentences that they were asked about."""
    by_doc = defaultdict(list)
    for doc, example in sentences:
        by_doc[doc].append(example)
    placed = 0
    for row in jsonl(path):
        values = {event["start"]: event["value"] for event in row["events"]}
        cursor = 0
        for example in by_doc.get(row["id"].split(":", 1)[1], []):
            for index, word in enumerate(example.words):
                at = row["text"].find(word, cursor, cursor + 60 + len(word))
                if at < 0:
                    continue
                cursor = at + len(word)
                if at in values:
                    example.factuality.append((index, values[at]))
                    placed += 1
    return placed


def sentences_of(text: str):
    """(offsets, words) of each sentence of a raw text."""
    for offsets in split(text):
        yield offsets, [text[start:end] for start, end in offsets]


def covered(offsets, start: int, end: int) -> list[int]:
    return [i for i, (s, e) in enumerate(offsets) if s < end and e > start]


def news_factuality(path: Path) -> list[Example]:
    out = []
    for row in jsonl(path):
        for offsets, words in sentences_of(row["text"]):
            values = []
            for event in row["events"]:
                inside = covered(offsets, event["start"], event["end"])
                if inside:
                    values.append((inside[-1], event["value"]))
            if values:
                out.append(Example(words, factuality=values, news=True, held=held_out(row["id"])))
    return out


DOERS = ["someone", "she", "he", "officials", "the minister", "the company", "a spokesman", "the two sides"]
THINGS = ["a particular thing", "the attack", "the talks", "an agreement", "the strike", "the sale"]
COMPLEMENTS = {  # frame of the set: the words before its verb, the verbs, what may follow them
    "that X happened": ("that {}", ["happened", "failed", "ended", "began", "continued"], [""]),
    "for X to happen": ("for {} to", ["happen", "fail", "end", "begin", "continue"], [""]),
    "to do X": ("to", ["do", "attack", "sign", "leave", "sell", "help"], ["it", "them"]),
    "NP to do X": ("them to", ["do", "attack", "sign", "leave", "sell", "help"], ["it", "them"]),
    "to have X": ("to", ["have"], ["a particular thing", "the money", "weapons", "an answer"]),
    "NP to have X": ("them to", ["have"], ["a particular thing", "the money", "weapons", "an answer"]),
}


def verb_factuality(path: Path, seed: int = 7) -> list[Example]:
    """What a verb commits to of its complement (MegaVeridicality), asked in sentences of our own around each of its frames."""
    choose, out = random.Random(seed), []
    with open(path, encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            before, verbs, after = COMPLEMENTS[row["frame"]]
            doer, negated = choose.choice(DOERS), row["matrix"] == "negated"
            helper = {"active": "did", "passive": "were" if doer in ("officials", "the two sides") else "was"}[row["voice"]]
            main = [helper] * (negated or row["voice"] == "passive") + ["not"] * negated + [row["verb_form"]]
            start = [*doer.capitalize().split(), *main, *before.format(choose.choice(THINGS)).split()]
            if row["verb_form"]:
                out.append(Example([*start, choose.choice(verbs), *choose.choice(after).split(), "."],
                                   factuality=[(len(start), max(-3.0, min(3.0, float(row["value"]))))], news=None))
    return out


def tags_of(spans: list[tuple[int, int, str]], length: int, names: list[str]) -> list[int]:
    tags = [0] * length
    for first, last, label in spans:
        for i in range(first, last + 1):
            edge = "B" if i == first else "I"
            tags[i] = names.index(f"{edge}-{label}" if label else edge)
    return tags


def bio(labels: list[str], names: list[str]) -> list[int]:
    """Tag numbers; an I that opens a span becomes a B."""
    out, before = [], "O"
    for label in labels:
        if label.startswith("I-") and before[2:] != label[2:]:
            label = "B-" + label[2:]
        out.append(names.index(label) if label in names else 0)
        before = label
    return out


def gmb(path: Path, limit: int | None = None) -> list[Example]:
    told = islice(words_told(path), limit)
    return [Example([word for word, _ in words], news_names=bio([tag for _, tag in words], NEWS_NAME_TAGS)) for _, words in told]


def conll(path: Path) -> list[Example]:
    out, words, labels = [], [], []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if line.startswith("-DOCSTART-"):
            continue
        if not line.strip():
            if words:
                out.append(Example(words, names=bio(labels, NAME_TAGS), held=held_out(" ".join(words), 5)))
            words, labels = [], []
        else:
            cells = line.split()
            words.append(cells[0])
            labels.append(cells[-1])
    return out


def redocred(path: Path) -> list[Example]:
    out = []
    for doc in json.loads(path.read_text(encoding="utf-8")):
        spans = defaultdict(list)
        for vertex in doc["vertexSet"]:
            for mention in vertex:
                if mention["type"] in ("PER", "LOC", "ORG", "MISC"):
                    spans[mention["sent_id"]].append((*mention["pos"], mention["type"]))
        for number, words in enumerate(doc["sents"]):
            labels = ["O"] * len(words)
            for first, last, kind in spans[number]:
                labels[first:last] = ["B-" + kind] + ["I-" + kind] * (last - first - 1)
            out.append(Example(list(words), names=bio(labels, NAME_TAGS)))
    return out


def add_speech(example: Example, offsets, attributions) -> None:
    """Cue tags and, for each cue of the sentence, the role of every word."""
    spans, frames = [], []
    for one in attributions:
        cue = sorted({i for s in one["cue"] for i in covered(offsets, s[0], s[1])})
        if not cue:
            continue
        runs, start = [], cue[0]
        for a, b in zip(cue, cue[1:] + [10**6]):
            if b != a + 1:
                runs.append((start, a, ""))
                start = b
        spans += runs
        roles = [0] * len(offsets)
        for label, part in ((2, "content"), (1, "source")):
            for s in one[part]:
                for i in covered(offsets, s[0], s[1]):
                    roles[i] = label
        for i in cue:
            if roles[i] == 2:
                roles[i] = 0
        frames.append((cue[0], roles))
    example.cues = bio_runs(spans, len(offsets))
    example.speech = frames


def bio_runs(spans, length: int) -> list[int]:
    tags = [0] * length
    for first, last, _ in spans:
        tags[first] = 1
        for i in range(first + 1, last + 1):
            tags[i] = 2
    return tags


def nearest(text_words: list[str], phrase: str, trigger: int) -> list[int]:
    """Word indices of the occurrence of `phrase` nearest to the trigger, [] where the sentence has none."""
    wanted = [text for _, ws in sentences_of(phrase) for text in ws]
    size = len(wanted)
    places = [i for i in range(len(text_words) - size + 1) if size and text_words[i:i + size] == wanted]
    if not places:
        return []
    best = min(places, key=lambda i: abs(i - trigger))
    return list(range(best, best + size))


def add_events(example: Example, offsets, events) -> None:
    spans = []
    for event in events:
        inside = covered(offsets, event["trigger"][0], event["trigger"][1])
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        sides = [0] * len(offsets)
        for label, part in ((1, "actor_text"), (2, "recipient_text")):
            for phrase in event[part] or []:
                for i in nearest(example.words, phrase, first):
                    sides[i] = label
        spans.append((first, last, event["type"]))
        example.events.append({
            "first": first, "sides": sides,
            "mode": MODES.index(event["mode"]) if event["mode"] in MODES else 0,
            "certainty": CERTAINTY.index(event["certainty"]) if event.get("certainty") in CERTAINTY else -1,
            "auxiliary": AUXILIARY.index(event["auxiliary"] or "NONE") if "auxiliary" in event else -1,
            "contexts": [CONTEXTS.index(c) for c in event.get("contexts") or [] if c in CONTEXTS] if "contexts" in event else None,
        })
    example.triggers = tags_of(spans, len(offsets), TRIGGER_TAGS)


def labelled(shared: Path, own: bool = True) -> Iterator[dict]:
    """Each text labelled in full with its events: whole reports, single sentences, and, where `own`, the passages that this folder has the labels of."""
    for folder in ("dossier", "sentences"):
        for path in sorted((shared / "train" / folder).glob("part*.jsonl")):
            yield from jsonl(path)
    if own:
        yield from passages(shared)


def told_again(row: dict) -> list[tuple[int, int]]:
    """Where a text tells again what is labelled elsewhere in it."""
    return [(start, end) for start, end, *note in row.get("not_events") or () if AGAIN in note]


def reports(shared: Path) -> list[Example]:
    """Their sentences with the events and, where they have them, attributions. Another mention of what is labelled elsewhere is not learned from."""
    out = []
    for row in labelled(shared):
        for offsets, words in sentences_of(row["text"]):
            example = Example(words, held=held_out(row["id"]))
            add_events(example, offsets, row["events"])
            for start, end in told_again(row):
                for at in covered(offsets, start, end):
                    example.triggers[at] = example.triggers[at] or UNTOLD
            if row.get("attributions") is not None:
                add_speech(example, offsets, row["attributions"])
            out.append(example)
    return out


def polnear(path: Path) -> list[Example]:
    out = []
    for row in jsonl(path):
        for offsets, words in sentences_of(row["text"]):
            example = Example(words, held=held_out(row["id"]))
            add_speech(example, offsets, row["attributions"])
            out.append(example)
    return out


def pair_events(folder: Path) -> list[Example]:
    """Sentences with one known type and its two parties, the trigger unmarked (PLV), or marked by a word (WikiEvents)."""
    out = []
    for row in jsonl(folder / "plv.train.jsonl"):
        parts = list(sentences_of(row["text"]))
        if len(parts) != 1:
            continue
        offsets, words = parts[0]
        event = row["events"][0]
        example = Example(words, weak_type=TYPES.index(event["type"]))
        sides = [0] * len(words)
        for label, part in ((1, "actor_text"), (2, "recipient_text")):
            for phrase in event[part] or []:
                for i in nearest(words, phrase, 0):
                    sides[i] = label
        example.events = [{"first": -1, "sides": sides}]
        out.append(example)
    return out


def wikievents(folder: Path) -> list[Example]:
    out = []
    for row in jsonl(folder / "wikievents.train.jsonl"):
        for offsets, words in sentences_of(row["text"]):
            example, rows, seen = Example(words), [], set()
            for event in row["events"]:
                at = row["text"].find(event["trigger"] or "\0", offsets[0][0], offsets[-1][1])
                if at >= 0 and at not in seen:
                    seen.add(at)
                    rows.append({**event, "trigger": [at, at + len(event["trigger"])], "certainty": None,
                                 "actor_text": event["actor_text"], "recipient_text": event["recipient_text"]})
            if rows:
                for one in rows:
                    one.pop("context", None)
                add_events(example, offsets, rows)
                out.append(example)
    return out


def load(shared: Path, with_polnear: bool = True) -> dict[str, list[Example]]:
    """All training tasks by name."""
    train = shared / "train"
    ewt = treebank(train / "ud_ewt" / "en_ewt-ud-train.conllu.gz")
    placed = attach_factuality(ewt, train / "factuality" / "uds.train.jsonl")
    print(f"{placed} UDS values placed on treebank words", flush=True)
    gum = treebank(train / "ud_gum" / "en_gum_open-ud-train.conllu.gz")
    tasks = {
        "syntax": [example for _, example in ewt + gum],
        "news_names": gmb(gmb_path(shared)),
        "names": conll(train / "ner_wikigold" / "wikigold.train.conll") + redocred(train / "ner_redocred" / "dev_revised.json")
        + web_names(train / "ud_gum" / "en_gum_open-ud-train.conllu.gz"),
        "events": reports(shared) + wikievents(train / "events"),
        "pairs": pair_events(train / "events"),
        "factuality": news_factuality(train / "factuality" / "uw.train.jsonl"),
        "verbs": verb_factuality(train / "factuality" / "megaveridicality2.tsv"),
    }
    if with_polnear:
        tasks["speech"] = polnear(train / "attribution" / "polnear.train.jsonl")
    return tasks
