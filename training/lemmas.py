"""Makes knowledge/language/lemmas.csv: endings and whole words with their lemma, from UD English treebanks.

    python training/lemmas.py TRAIN.conllu[.gz]... --news NEWS.jsonl... --out src/dragoman/knowledge/language/lemmas.csv

For each part of speech the table holds the shortest endings that decide the lemma, and whole words (`^word`) where no ending
does. An ending is kept where it covers at least TYPES different words, AGREE of them alike, and says something else than the
next shorter ending. News
without labels adds verbs that no treebank sentence holds: of the verbs that a form in -ed or -ing may come from, the one that
the news writes most, where it is not the one that spelling suggests. Reading
the table is `longest ending wins` (see dragoman.reading.lemmas).
"""

import argparse
import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from dragoman.reading.lemmas import spelled

Change = tuple[int, str]  # letters to cut from the end, letters to add

TYPES = 3  # of 2, 3, 4: best on a tenth of the train documents
AGREE = 0.75  # of 0.6, 0.75, 0.9: same
ENDING = 6
ATTESTED = 3  # times a form and its verb must stand in the news
CLEAR = 4  # times as often as the next candidate
ENDED = ("NOUN", "VERB", "ADJ", "ADV")
NO_CHANGE: Change = (0, "")
PARTS = ("NOUN", "VERB", "AUX", "ADJ", "ADV", "PROPN", "PRON", "DET", "PART", "ADP", "SCONJ", "CCONJ", "NUM", "INTJ", "SYM", "PUNCT", "X")


def change(word: str, lemma: str) -> Change:
    """What turns the word into the lemma."""
    same = 0
    while same < min(len(word), len(lemma)) and word[same] == lemma[same]:
        same += 1
    return len(word) - same, lemma[same:]


def lexemes(paths: list[Path]) -> Iterator[tuple[str, str, str]]:
    """(part of speech, lower-case word, lower-case lemma) of every token; typing errors and foreign words left out."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if len(cells) != 10 or not cells[0].isdigit() or cells[2] == "_":
                    continue
                if "Typo=Yes" not in cells[5] or cells[3] in ("AUX", "PART"):  # `dont` is cut into do and nt
                    yield cells[3], cells[1].lower().replace("’", "'"), cells[2].lower()


def best_changes(paths: list[Path]) -> dict[str, dict[str, tuple[Change, int]]]:
    """Part of speech to word to its most frequent change and how often the word was seen."""
    seen: dict[str, dict[str, Counter[Change]]] = defaultdict(lambda: defaultdict(Counter))
    for upos, word, lemma in lexemes(paths):
        seen[upos][word][change(word, lemma)] += 1
    return {
        upos: {word: (min(c, key=lambda k: (-c[k], k)), sum(c.values())) for word, c in words.items()}
        for upos, words in seen.items()
    }


def endings(words: dict[str, tuple[Change, int]]) -> dict[str, Change]:
    """The endings that decide, shortest first: none repeats what a shorter one says."""
    votes: dict[str, Counter[Change]] = defaultdict(Counter)
    for word, (made, _) in words.items():
        for length in range(1, min(ENDING, len(word) - 1) + 1):
            votes[word[-length:]][made] += 1
    kept: dict[str, Change] = {}
    for ending in sorted(votes, key=lambda e: (len(e), e)):
        made, count = min(votes[ending].items(), key=lambda item: (-item[1], item[0]))
        total = sum(votes[ending].values())
        if total >= TYPES and count >= AGREE * total and made[0] <= len(ending) + 1 and made != decided(ending, kept):
            kept[ending] = made
    return kept


def decided(word: str, kept: dict[str, Change]) -> Change:
    """What the longest known ending of the word says."""
    for length in range(min(ENDING, len(word) - 1), 0, -1):
        if word[-length:] in kept:
            return kept[word[-length:]]
    return NO_CHANGE


def attested(paths: list[Path], known: dict[str, tuple[Change, int]]) -> dict[str, tuple[Change, int]]:
    """Forms in -ed and -ing that no treebank sentence holds, with the change to the verb that the news writes most."""
    counts: Counter[str] = Counter()
    for path in paths:
        for line in path.open(encoding="utf-8"):
            counts.update(re.findall(r"\b[a-z]+\b", str(json.loads(line)["text"])))
    found: dict[str, tuple[Change, int]] = {}
    for form, seen in sorted(counts.items()):
        ended = re.fullmatch(r"(.{3,}?)(ed|ing)", form)
        if ended is None or form in known or seen < ATTESTED:
            continue
        stem = ended.group(1)
        verbs = {stem, stem + "e"} | ({stem[:-1]} if stem[-1] == stem[-2] else set()) | ({stem[:-1] + "y"} if stem[-1] == "i" else set())
        first, *rest = sorted(verbs, key=lambda verb: (-counts[verb], verb))
        if counts[first] >= ATTESTED and all(counts[first] > CLEAR * counts[other] for other in rest):
            found[form] = (change(form, first), seen)
    return found


def rows(paths: list[Path], news: list[Path]) -> Iterator[tuple[str, str, int, str, int]]:
    """(part of speech, ending or ^word, cut, add, times seen), in a fixed order."""
    changes = best_changes(paths)
    for upos in PARTS:
        words = changes.get(upos, {})
        kept = endings(words) if upos in ENDED else {}
        if upos == "VERB":
            words = {**words, **attested(news, words)}
        for ending, made in sorted(kept.items()):
            yield upos, ending, *made, sum(n for word, (_, n) in words.items() if word.endswith(ending))
        for word, (made, count) in sorted(words.items()):
            by_rule = change(word, spelled(word, upos)) if upos in ENDED and decided(word, kept) == NO_CHANGE else decided(word, kept)
            if made != by_rule and (count > 1 or upos not in ("PROPN", "NUM", "SYM", "PUNCT", "X", "INTJ")):
                yield upos, "^" + word, *made, count


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", nargs="+", type=Path)
    parser.add_argument("--news", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["upos", "ending", "cut", "add", "seen"])
        table.writerows(rows(args.treebanks, args.news))


if __name__ == "__main__":
    main()
