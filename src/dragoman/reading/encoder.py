"""The model as shipped: weights checked by hash, one ONNX session, one sentence at a time.

A sentence goes through the graph alone. int8 scales are taken over what goes through together, so a batch would make the numbers of
one sentence depend on its neighbours; alone, the same sentence gives the same bytes in any article and any order.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError

Numbers = NDArray[np.float32]
CLS, SEP, UNKNOWN = 101, 102, 100
OUTPUTS = ["arcs", "relations", "scores", "pairs"]  # of the graph; see training/export.py
LONGEST_WORD = 12  # word pieces read of one word; what follows tells nothing new
LONGEST = 500  # word pieces read of one sentence; the encoder has 512 places
REMEMBERED = 1 << 15  # words whose pieces are kept: the first so many, which is nearly all that come again


def shape_of(word: str) -> int:
    """The case class of a word, 0..7: lower, Title, UPPER, mixed, digits, punctuation, digits and letters, one capital.

    The encoder is uncased; the heads get the case from here, in training as in reading. training/model.py names the classes.
    """
    if word.isalpha():
        if word.islower():
            return 0
        if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
            return 1 if len(word) > 1 else 7
        return 2 if word.isupper() else 3
    if any(letter.isdigit() for letter in word):
        return 6 if any(letter.isalpha() for letter in word) else 4
    if any(letter.isalpha() for letter in word):
        return _shape_with_marks(word)
    return 5


def _shape_with_marks(word: str) -> int:
    if word[0].isupper() and word[1:].lower() == word[1:]:
        return 1
    if word.upper() == word:
        return 2
    return 0 if word.lower() == word else 3


class Weights:
    """What a folder of weights holds: the graph's path, role matrices, label tables, vocabulary; every file checked by hash."""

    def __init__(self, folder: Path) -> None:
        manifest = folder / "manifest.json"
        if not manifest.is_file():
            raise ModelError(
                f"no model weights at {folder}", hint="reinstall dragoman; from a checkout, see docs/model.md"
            )
        self.tables: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
        self.version: str = self.tables["version"]
        for name, digest in self.tables["files"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                raise ModelError(
                    f"{folder / name} is not the file this version was released with", hint="reinstall dragoman"
                )
        self.graph = folder / "reader.onnx"
        self.vocabulary = folder / "vocab.txt"
        with np.load(folder / "pairs.npz") as pairs:
            self.pairs = {name: pairs[name].astype(np.float32) for name in pairs.files}


class Encoder:
    """The session, shared by all who read. Heavy to make (about half a second), cheap to use."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer

        self.weights = Weights(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.add_session_config_entry("optimization.enable_gelu_approximation", "1")  # 3 % faster, no score changes
        self._session = onnxruntime.InferenceSession(
            str(self.weights.graph), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = BertWordPieceTokenizer(str(self.weights.vocabulary), lowercase=True)
        self._known: dict[str, tuple[list[int], int]] = {}
        self._blocks: dict[str, tuple[int, int]] = self.weights.tables["blocks"]
        self._features: list[str] = self.weights.tables["pairs"]

    def pieces_of(self, word: str) -> tuple[list[int], int]:
        """The word-piece numbers of one word, at most LONGEST_WORD of them, never none; and its case class."""
        found = self._known.get(word)
        if found is None:
            pieces = self._pieces.encode(word[:100], add_special_tokens=False).ids or [UNKNOWN]
            found = pieces[:LONGEST_WORD], shape_of(word)
            if len(self._known) < REMEMBERED:
                self._known[word] = found
        return found

    def fits(self, words: Sequence[str]) -> int:
        """How many of the words, from the first, fit into one pass."""
        if len(words) * LONGEST_WORD + 2 <= LONGEST:
            return len(words)
        total = 2
        for count, word in enumerate(words):
            total += len(self.pieces_of(word)[0])
            if total > LONGEST:
                return count
        return len(words)

    def run(self, words: Sequence[str]) -> dict[str, Numbers]:
        """What every head says of the words of one sentence; the rows of each array are the words. Needs `fits(words) == len(words)`."""
        ids: list[int] = [CLS]
        firsts: list[int] = []
        shapes: list[int] = []
        for word in words:
            pieces, shape = self._known.get(word) or self.pieces_of(word)
            firsts.append(len(ids))
            shapes.append(shape)
            ids += pieces
        ids.append(SEP)
        given = {
            "ids": np.array([ids], dtype=np.int64),
            "firsts": np.array([firsts], dtype=np.int64),
            "shapes": np.array([shapes], dtype=np.int64),
        }
        arcs, relations, scores, pairs = self._session.run(OUTPUTS, given)
        numbers = {name: scores[:, start:end] for name, (start, end) in self._blocks.items()}
        return (
            numbers
            | {name: pairs[:, at] for at, name in enumerate(self._features)}
            | {"arcs": arcs, "relations": relations}
        )


@cache
def shared_encoder(threads: int = 1) -> Encoder:
    """The one encoder of this process, on the shipped weights. Raises ModelError where they are missing or altered."""
    with resources.as_file(resources.files("dragoman.reading") / "weights") as folder:
        return Encoder(folder, threads)
