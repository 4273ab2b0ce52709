"""The encoder: case classes, packing, and numbers that do not depend on what is read beside a sentence."""

import json
import random
import shutil
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from dragoman.errors import ModelError
from dragoman.reading.encoder import BATCH, LONGEST, SQUARES, Encoder, pack, shape_of, shared_encoder
from dragoman.reading.model_files import Weights

SENTENCES = [
    text.split()
    for text in (
        "Seoul expelled the envoy .",
        "The minister said on Monday that talks with Kiev had failed , blaming \" outside forces \" for the delay .",
        "No .",
        "PUTIN MEETS KIM AT SPACE CENTRE",
        "The U.S. , Japan and South Korea condemned the launch , which they called a breach of Security Council resolutions .",
        "x",
        "Troops crossed the river at dawn 😀 !",
    )
]


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("talks", 0), ("Seoul", 1), ("NATO", 2), ("McCain", 3), ("2024", 4), (",", 5), ("F-16", 6), ("I", 7),
        ("U.S.", 2), ("e.g.", 0), ("Al-jazeera", 1), ("al-Assad", 3), ("日本", 3),
    ],
)  # fmt: skip
def test_case_classes(word: str, shape: int) -> None:
    assert shape_of(word) == shape


def test_sentences_are_packed_end_to_end_and_padded_for_attention_only() -> None:
    given = pack([[([7], 1), ([8, 9], 0)], [([5], 4)]])
    assert given["ids"].tolist() == [101, 7, 8, 9, 102, 101, 5, 102]
    assert given["places"].tolist() == [0, 1, 2, 3, 4, 0, 1, 2]
    assert given["firsts"].tolist() == [1, 2, 6]
    assert given["shapes"].tolist() == [1, 0, 4]
    assert given["rows"][:, :5].tolist() == [[0, 1, 2, 3, 4], [5, 6, 7, 0, 0]]
    assert given["back"].tolist() == [0, 1, 2, 3, 4, 8, 9, 10]
    assert (given["mask"][1, 0, 0] == 0).tolist() == [True] * 3 + [False] * 5


def test_a_sentence_gives_the_same_bytes_in_any_company() -> None:
    encoder = shared_encoder()
    alone = [encoder.run([words]) for words in SENTENCES]
    for seed in range(3):
        order = random.Random(seed).sample(range(len(SENTENCES)), len(SENTENCES))
        together, start = encoder.run([SENTENCES[at] for at in order]), 0
        for at in order:
            end = start + len(SENTENCES[at])
            for name, rows in together.items():
                assert rows[start:end].tobytes() == alone[at][name].tobytes(), (name, SENTENCES[at])
            start = end


def test_every_sentence_is_in_one_batch_and_batches_are_bounded() -> None:
    encoder = shared_encoder()
    sentences = [["word"] * (1 + number % 120) for number in range(200)]
    batches = list(encoder.batches(sentences))
    assert sorted(at for batch in batches for at in batch) == list(range(200))
    for batch in batches:
        sizes = [encoder.size(sentences[at]) for at in batch]
        assert len(batch) == 1 or (sum(sizes) <= BATCH and len(batch) * max(sizes) ** 2 <= SQUARES)


def test_a_word_of_ten_thousand_letters_takes_few_places() -> None:
    assert shared_encoder().size(["k" * 10_000]) < 20


def test_only_so_many_words_fit() -> None:
    words = ["Nizhnevartovskneftegaz"] * 300
    count = shared_encoder().fits(words)
    assert 0 < count < 300
    assert shared_encoder().size(words[:count]) <= LONGEST < shared_encoder().size(words[: count + 1])


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    with resources.as_file(resources.files("dragoman.reading") / "weights") as folder:
        shutil.copytree(folder, tmp_path / "weights")
    return tmp_path / "weights"


def test_an_altered_file_is_refused(copied: Path) -> None:
    with (copied / "vocab.txt").open("a") as opened:
        opened.write("x\n")
    with pytest.raises(ModelError, match="vocab.txt is not the file"):
        Weights(copied)


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "pairs.npz").unlink()
    with pytest.raises(ModelError, match="pairs.npz is missing"):
        Weights(copied)


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model weights") as raised:
        Encoder(tmp_path)
    assert "docs/model.md" in str(raised.value)


def test_the_weights_are_small_enough_for_the_package() -> None:
    with resources.as_file(resources.files("dragoman.reading") / "weights") as folder:
        assert sum(path.stat().st_size for path in folder.iterdir()) < 40 * 2**20
        manifest = json.loads((folder / "manifest.json").read_text())
    assert {"reader.onnx", "pairs.npz", "vocab.txt"} == set(manifest["files"])


def test_role_matrices_are_numbers_of_32_bits() -> None:
    assert all(value.dtype == np.float32 for value in shared_encoder().weights.pairs.values())
