"""Learns when two spellings are one name: weights of `likeness.nearness`, from Wikidata's forms of names; writes [part] of weights.toml.

    python training/name_parts.py WHEEL_FOLDER

Positives are Latin and Cyrillic forms of one name; negatives are forms of two names that no class joins, taken among near neighbours. Forms
that `like` already joins by table or sound are left out: only what is decided by letters is learned.
"""

import random
import sys
from pathlib import Path

import numpy as np
from name_tables import frames, usable
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sklearn.linear_model import LogisticRegression

from dragoman.judging.likeness import EDITS, nearness
from dragoman.judging.names import Part, person_part, unglued
from dragoman.judging.romanising import romanise, script_of

SEED = 7
CLASSES = 60_000


def part(form: str) -> Part:
    word = unglued(romanise(form))
    return person_part(word, "latin", word)


def main() -> None:
    """Prints the weights and how well they part a tenth that was kept out."""
    draw = random.Random(SEED)
    core = next(Path(sys.argv[1]).rglob("_core*.so")).read_bytes()
    lines = next(frame for frame in frames(core) if b" => Q" in frame[:2000]).decode().splitlines()
    draw.shuffle(lines)
    groups: dict[str, set[int]] = {}
    positives, pool = [], []
    for number, line in enumerate(lines):
        listed = line.rpartition(" => ")[0].split(", ")
        if any(script_of(form) == "han" and len(form) == 1 for form in listed if form):
            continue
        forms = sorted({unglued(romanise(form)) for form in listed if usable(form) and script_of(form) in ("latin", "other")})
        forms = [form for form in forms if len(form) > 2]
        for form in forms:
            groups.setdefault(form, set()).add(number)
        if len(forms) > 1 and number < CLASSES:
            one, two = draw.sample(forms, 2)
            positives.append((one, two))
        pool.extend(forms[:1])
    sample = draw.sample(pool, 12_000)
    negatives = []
    for one in draw.sample(sample, 4000):
        for two, _, _ in process.extract(one, sample, scorer=OSA.normalized_similarity, limit=8, score_cutoff=0.5):
            if two != one and not groups[one] & groups[two]:
                negatives.append((one, two))
    rows, truth = [], []
    for truth_value, pairs in ((1, positives), (0, negatives)):
        for one, two in pairs:
            first, second = part(one), part(two)
            if first.sound != second.sound and OSA.distance(one, two) <= max(1, int(max(len(one), len(two)) * EDITS)):
                rows.append(nearness(first, second))
                truth.append(truth_value)
    x, y = np.array(rows), np.array(truth)
    order = np.random.default_rng(SEED).permutation(len(y))
    cut = len(y) // 10
    model = LogisticRegression(C=1.0, max_iter=2000, fit_intercept=False, class_weight="balanced").fit(x[order[cut:]], y[order[cut:]])
    print(len(y), y.mean(), "kept out:", model.score(x[order[:cut]], y[order[:cut]]))
    print("weights = [" + ", ".join(f"{value:.3f}" for value in model.coef_[0]) + "]")


if __name__ == "__main__":
    main()
