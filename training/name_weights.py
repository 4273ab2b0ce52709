"""Learns when two names are one: weights of `alignment.GROUNDS` for persons and for organisations; prints [person] and [organisation] of weights.toml.

    python training/name_weights.py WHEEL_FOLDER LISTS_FOLDER

Data of our own making: aliases that OFAC gives for one entry (entries numbered over 27000, listed since 2019, and the non-SDN list), aliases
of people in office (knowledge/actors), and names put through what happens to names (another spelling, script, order, a slip, a part
less); against them names of two entries that share parts, names with one part exchanged, and names met by chance.
"""

import argparse
import collections
import csv
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from name_tables import frames, usable
from scipy.optimize import minimize
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold

from dragoman.grounding.actor_tables import leader_rows, listed, organisations, states
from dragoman.judging.alignment import GROUNDS, align, grounds
from dragoman.judging.likeness import like
from dragoman.judging.listings import ListFile
from dragoman.judging.lists import import_list
from dragoman.judging.names import Name, given_first, name_of
from dragoman.judging.romanising import romanise, script_of
from dragoman.judging.sounds import sound

SEED = 11
FIRST_ENTRY = 27_000
Pair = tuple[str, str, str, bool, str, str]  # kind, one, two, same, where from, group


def entries(folder: Path) -> dict[str, tuple[str, list[str]]]:
    """OFAC's entries: kind, names."""
    found: dict[str, tuple[str, list[str]]] = {}
    for primary, aliases in (("ofac_sdn_2021-07.csv", "ofac_alt_2021-07.csv"), ("ofac_cons_prim.csv", "ofac_cons_alt.csv")):
        kinds = {"individual": "person", "-0-": "organisation", "vessel": "vessel"}
        for row in rows(folder / primary):
            if len(row) > 2 and row[2].strip() in kinds:
                found[primary[:6] + row[0]] = (kinds[row[2].strip()], [row[1]])
        for row in rows(folder / aliases):
            if len(row) > 3 and primary[:6] + row[0] in found:
                found[primary[:6] + row[0]][1].append(row[3])
    return {
        entry: (kind, [given_first(name) if kind == "person" else name for name in names]) for entry, (kind, names) in found.items()
    }


def rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="latin-1", newline="") as lines:
        yield from csv.reader(lines)


def aliases(listed_entries: dict[str, tuple[str, list[str]]], draw: random.Random) -> Iterator[Pair]:
    """Two names of one entry. A second name in quotes (weak alias) is left out."""
    for entry, (kind, names) in listed_entries.items():
        number = int(entry[6:])
        if len(names) > 1 and kind != "vessel" and (number > FIRST_ENTRY or entry.startswith("ofac_c")):
            for other in draw.sample(names[1:], min(3, len(names) - 1)):
                told = dict(zip(GROUNDS, grounds(align(name_of(other, kind), name_of(names[0], kind)))))
                if told["cover_small"] >= LEAST_COVER or told["acronym"]:
                    yield kind, other, names[0], True, "alias", entry
    people = {(row["person"], alias) for row in leader_rows() for alias in listed(row["aliases"])}
    for person, alias in sorted(people):
        if draw.random() < 0.5 and name_of(person, "person").parts[0].script != "none":
            yield "person", alias, person, True, "office", person


def neighbours(listed_entries: dict[str, tuple[str, list[str]]], draw: random.Random) -> Iterator[Pair]:
    """Names of two entries that share a part: brothers, branches, sister ships. The most alike of those met."""
    by_part: dict[tuple[str, str], list[tuple[str, str]]] = collections.defaultdict(list)
    for entry, (kind, names) in listed_entries.items():
        for name in names[:2]:
            for part in name_of(name, kind).parts:
                by_part[kind, part.sound].append((entry, name))
    for entry, (kind, names) in listed_entries.items():
        if draw.random() < (1.0 if kind == "vessel" else 0.3):
            met = {
                other
                for part in name_of(names[0], kind).parts
                for other in draw.sample(by_part[kind, part.sound], min(80, len(by_part[kind, part.sound])))
                if other[0] != entry
            }
            own = " ".join(sound_key(names[0], kind))
            near = sorted(met, key=lambda other: (-Indel.normalized_similarity(own, " ".join(sound_key(other[1], kind))), other))
            mine = {sound_key(name, kind) for name in names}
            for other, name in near[:2]:
                if not mine & {sound_key(one, kind) for one in listed_entries[other][1]}:
                    yield kind, names[0], name, False, "neighbour", entry


def retrieved(lists: Path, draw: random.Random) -> Iterator[Pair]:
    """Names in the news that are on no list, against the names an index finds for them: what screening a report meets all day."""
    with tempfile.TemporaryDirectory() as folder:
        made = import_list(lists / "ofac_sdn_2021-07.csv", Path(folder))
        index = ListFile(Path(made.file))
        people = sorted({row["person"] for row in leader_rows()})
        bodies = sorted({name for body in organisations() for name in (body.name, *body.aliases)})
        queries = [(kind, name) for name in draw.sample(people, 900) for kind in ("person", "organisation")]
        queries += [(kind, name) for name in draw.sample(bodies, 600) for kind in ("organisation", "vessel")]
        queries += [("person", draw.choice(name.split())) for name in draw.sample(people, 300)]
        for kind, name in queries:
            asked = name_of(name, kind)
            numbers = index.near(asked).tolist()
            close = {index.entry(int(index.owners[number])).ref for number in numbers if alike(asked, index.name(number)[1])}
            for number in list(numbers[:3] + numbers[8:9]):
                entry = index.entry(int(index.owners[number]))
                other = index.name(number)[1]
                if entry.ref not in close and (other.kind == "person") == (kind == "person"):
                    yield kind, name, other.text, False, "retrieved", name


def alike(one: Name, two: Name) -> bool:
    """Whether every part of the one with fewer parts is in the other to the sound: it may well be the same party."""
    first, second = ({part.sound for part in name.parts} for name in (one, two))
    return (len(first & second) >= min(len(first), len(second)) and min(len(first), len(second)) > 1) or first == second


def sound_key(name: str, kind: str) -> tuple[str, ...]:
    return tuple(sorted(part.sound for part in name_of(name, kind).parts))


def chance(listed_entries: dict[str, tuple[str, list[str]]], draw: random.Random, count: int) -> Iterator[Pair]:
    """Names met by chance."""
    for wanted in ("person", "organisation"):
        pool = [(entry, names[0]) for entry, (kind, names) in listed_entries.items() if kind == wanted]
        for _ in range(count):
            (entry, one), (other, two) = draw.sample(pool, 2)
            if entry != other:
                yield wanted, one, two, False, "chance", entry


FOR = frozenset("cover_small cover_large exact form sound near evidence order whole whole_square all_linked acronym telling_link".split())
AGAINST = frozenset("doubt left_small left_large conflict first_differs last_differs number place legal conflict_parts unlinked telling_conflict".split())
RIDGE = 0.0001


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression whose signs are those that sense gives: what agrees can never count against a match."""
    share = weight / weight.sum()
    bounds = [(0, None) if name in FOR else (None, 0) if name in AGAINST else (None, None) for name in GROUNDS]

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        margin = x @ beta
        value = float(np.sum(share * (np.logaddexp(0, margin) - y * margin))) + RIDGE * float(beta[1:] @ beta[1:])
        slope = x.T @ (share * (1 / (1 + np.exp(-margin)) - y)) + RIDGE * 2 * np.r_[0, beta[1:]]
        return value, slope

    return minimize(loss, np.zeros(x.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 5000}).x


class Changes:
    """What happens to names."""

    def __init__(self, lines: list[str], people: list[str], bodies: list[str], draw: random.Random) -> None:
        self.draw = draw
        self.forms: dict[str, list[list[str]]] = collections.defaultdict(list)
        for line in lines:
            forms = [form for form in line.rpartition(" => ")[0].split(", ") if usable(form)]
            if len(forms) > 2 and not any(script_of(form) == "han" and len(form) == 1 for form in forms):
                for form in {romanise(form) for form in forms if script_of(form) == "latin"}:
                    self.forms[form].append(forms)
        self.parts = [name.lower().split() for name in people if len(name.split()) > 1]
        self.words = [word for name in bodies for word in name.split() if len(word) > 3]
        self.firsts = sorted({part[0] for part in self.parts if len(part[0]) > 2})
        self.lasts = sorted({part[-1] for part in self.parts if len(part[-1]) > 2})
        self.places = sorted({name for state in states() for name in (state.name, *state.demonyms) if " " not in name})

    def respell(self, words: list[str], script: str = "latin") -> list[str] | None:
        """Every known word in another form of the script; all must be known for another script."""
        found, changed = [], False
        for word in words:
            groups = self.forms.get(romanise(word.lower()), [])
            forms = [form for group in groups[:3] for form in group if script_of(form) == script and form != word.lower()]
            if not forms and script != "latin":
                return None
            found.append(self.draw.choice(forms) if forms else word)
            changed |= bool(forms)
        return found if changed else None

    def slip(self, words: list[str]) -> list[str] | None:
        """One letter doubled, dropped, exchanged or swapped in a longer word."""
        at = self.draw.randrange(len(words))
        word = words[at]
        if len(word) < 4:
            return None
        place = self.draw.randrange(1, len(word) - 1)
        way = self.draw.randrange(4)
        other = self.draw.choice("abcdefghijklmnoprstuvyz")
        changed = (
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1 :],
            word[:place] + other + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        )[way]
        return [*words[:at], changed, *words[at + 1 :]]

    def fewer(self, words: list[str]) -> list[str] | None:
        """A part less; first and last stay more often."""
        if len(words) < 3:
            return None
        at = self.draw.choice([*range(1, len(words) - 1)] * 3 + [0, len(words) - 1])
        return [*words[:at], *words[at + 1 :]]

    def initial(self, words: list[str]) -> list[str] | None:
        if len(words) < 2:
            return None
        at = self.draw.randrange(len(words) - 1)
        return [*words[:at], words[at][0] + self.draw.choice(["", "."]), *words[at + 1 :]]

    def turned(self, words: list[str]) -> list[str] | None:
        return [words[-1], *words[:-1]] if len(words) > 1 else None

    def glued(self, words: list[str]) -> list[str] | None:
        at = self.draw.randrange(len(words))
        if at + 1 < len(words):
            return [*words[:at], words[at] + self.draw.choice(["", "-"]) + words[at + 1].lower(), *words[at + 2 :]]
        return None

    def other_part(self, words: list[str]) -> list[str] | None:
        """Another person's given or family name in the place of one's own: someone else."""
        if len(words) < 2:
            return None
        other = self.draw.choice(self.parts)
        at = self.draw.randrange(len(words))
        new = other[-1] if at == len(words) - 1 else other[0]
        known = self.forms.get(romanise(words[at].lower()), [])
        if sound(romanise(new)) == sound(romanise(words[at].lower())) or any(new in group for group in known):
            return None
        return [*words[:at], new, *words[at + 1 :]]

    def near_part(self, words: list[str]) -> list[str] | None:
        """A given or family name that looks or sounds like one's own but is none of its forms: someone else all the same."""
        if len(words) < 2:
            return None
        at = self.draw.randrange(len(words))
        pool = self.lasts if at == len(words) - 1 else self.firsts
        own = romanise(words[at].lower())
        near = process.extract(own, self.draw.sample(pool, 800), scorer=OSA.normalized_similarity, limit=4, score_cutoff=0.4)
        known = self.forms.get(own, [])
        fit = [
            form
            for form, share, _ in near
            if share < 0.8 and like(name_of(form, "person").parts[0], name_of(own, "person").parts[0]).how in ("near", "none")
            if not any(form in group for group in known)
        ]
        return [*words[:at], self.draw.choice(fit), *words[at + 1 :]] if fit else None

    def near_word(self, words: list[str]) -> list[str] | None:
        """A word like one's own, another country or another number: another organisation."""
        if len(words) < 2:
            return None
        at = self.draw.randrange(len(words))
        way = self.draw.randrange(4)
        if way == 0:
            return [*words, str(self.draw.randrange(1, 9))] if not words[-1].isdigit() else [*words[:-1], str(int(words[-1]) + 1)]
        if way == 1:
            marked = [place for place, word in enumerate(words) if word.title() in self.places]
            at = marked[0] if marked else 0
            return [*words[:at], self.draw.choice(self.places), *words[at + (1 if marked else 0) :]] if marked else None
        own = words[at].lower()
        near = process.extract(own, self.draw.sample(self.words, 800), scorer=OSA.normalized_similarity, limit=4, score_cutoff=0.4)
        fit = [form for form, share, _ in near if share < 0.8 and sound(romanise(form.lower())) != sound(romanise(own))]
        return [*words[:at], self.draw.choice(fit), *words[at + 1 :]] if fit else None

    def other_word(self, words: list[str]) -> list[str] | None:
        if len(words) < 2:
            return None
        at, new = self.draw.randrange(len(words)), self.draw.choice(self.words)
        return None if new.lower() == words[at].lower() else [*words[:at], new, *words[at + 1 :]]


def changed(names: list[tuple[str, str]], changes: Changes, draw: random.Random) -> Iterator[Pair]:
    """Names put through one or two changes."""
    same: dict[str, list[Callable[[list[str]], list[str] | None]]] = {
        "person": [
            changes.respell,
            changes.respell,
            lambda words: changes.respell(words, "arabic"),
            lambda words: changes.respell(words, "han"),
            lambda words: changes.respell(words, "other"),
            lambda words: changes.respell(words, "hangul"),
            changes.slip,
            changes.slip,
            changes.fewer,
            changes.fewer,
            changes.initial,
            changes.turned,
            changes.glued,
        ],
        "organisation": [changes.slip, changes.slip, changes.fewer, changes.turned, changes.glued],
    }
    same["vessel"] = [changes.slip, changes.glued, lambda words: [draw.choice(["MV", "M/V", "MT"]), *words], changes.turned]
    other = {"person": changes.other_part, "organisation": changes.other_word, "vessel": changes.other_word}
    close = {"person": changes.near_part, "organisation": changes.near_word, "vessel": changes.near_word}
    for kind, name in names:
        words = name.split()
        way = draw.choice(same[kind])
        new = way(words)
        if new and draw.random() < 0.3:
            new = draw.choice(same[kind][-4:])(new) or new
        if new and new != words:
            yield kind, " ".join(new), name, True, "changed", name
        new = close[kind](words)
        if new and new != words:
            yield kind, " ".join(new), name, False, "near", name
        new = other[kind](words)
        if new and draw.random() < 0.4:
            new = changes.slip(new) or new
        if new and new != words:
            yield kind, " ".join(new), name, False, "exchanged", name


def pairs(wheel: Path, lists: Path) -> list[Pair]:
    draw = random.Random(SEED)
    core = next(wheel.rglob("_core*.so")).read_bytes()
    lines = next(frame for frame in frames(core) if b" => Q" in frame[:2000]).decode().splitlines()
    listed_entries = entries(lists)
    people = sorted({row["person"] for row in leader_rows()} | {names[0] for kind, names in listed_entries.values() if kind == "person"})
    bodies = sorted(names[0] for kind, names in listed_entries.values() if kind == "organisation")
    changes = Changes(lines, people, bodies, draw)
    chosen = [("person", name) for name in draw.sample(people, 3500)]
    chosen += [("organisation", name) for name in draw.sample(bodies, 1800)]
    chosen += [("vessel", names[0]) for kind, names in listed_entries.values() if kind == "vessel"]
    found = [*aliases(listed_entries, draw), *neighbours(listed_entries, draw), *chance(listed_entries, draw, 1000), *retrieved(lists, draw)]
    return found + list(changed(chosen, changes, draw))


def main() -> None:
    """Prints the weights, and by five-fold trial how they fare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", type=Path)
    parser.add_argument("lists", type=Path)
    args = parser.parse_args()
    made = pairs(args.wheel, args.lists)
    print(collections.Counter((kind, where, same) for kind, _, _, same, where, _ in made))
    for kind, kinds in (("person", ("person",)), ("organisation", ("organisation",)), ("vessel", ("vessel", "organisation"))):
        rows_of_kind = [pair for pair in made if pair[0] in kinds]
        x = np.array([grounds(align(name_of(one, of), name_of(two, of))) for of, one, two, *_ in rows_of_kind])
        y = np.array([pair[3] for pair in rows_of_kind])
        groups = np.array([hash(pair[5]) % 1000 for pair in rows_of_kind])
        where = collections.Counter((pair[3], pair[4]) for pair in rows_of_kind)
        share = SHARES[kind]
        weight = np.array([share[pair[4]] * (OTHER_KIND if pair[0] != kind else 1.0) / where[pair[3], pair[4]] for pair in rows_of_kind]) * len(y)
        out = np.zeros(len(y))
        for train, test in GroupKFold(5).split(x, y, groups):
            out[test] = 1 / (1 + np.exp(-(x[test] @ fit(x[train], y[train], weight[train]))))
        print(kind, "AP", round(average_precision_score(y, out, sample_weight=weight), 4), "right", round(float(np.average((out > 0.5) == y, weights=weight)), 4))
        for key in sorted(where):
            mask = np.array([(pair[3], pair[4]) == key for pair in rows_of_kind])
            print("   ", key, where[key], "called one:", round(float((out[mask] > 0.5).mean()), 3))
        final = fit(x, y, weight)
        print(f"[{kind}]")
        for name, value in zip(GROUNDS, final, strict=True):
            print(f"{name} = {value:.3f}")


SHARES = {
    "person": {"alias": 0.25, "office": 0.1, "changed": 0.2, "neighbour": 0.15, "exchanged": 0.1, "near": 0.1, "chance": 0.05, "retrieved": 0.05},
    "organisation": {"alias": 0.38, "changed": 0.15, "neighbour": 0.17, "exchanged": 0.1, "near": 0.1, "chance": 0.05, "retrieved": 0.05},
    "vessel": {"alias": 0.1, "changed": 0.4, "neighbour": 0.18, "exchanged": 0.1, "near": 0.13, "chance": 0.04, "retrieved": 0.05},
}
LEAST_COVER = 0.25  # an alias that shares less with the name than this is another name: no spelling leads from one to the other
OTHER_KIND = 0.2  # ships are few: organisations' names help to weigh theirs

if __name__ == "__main__":
    main()
