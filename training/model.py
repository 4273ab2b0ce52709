"""One small encoder (MiniLM-L6) and all heads, in plain PyTorch."""

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

import data

WIDTH, LAYERS, HEADS, MIDDLE = 384, 6, 12, 1536
SHAPES = ["lower", "Title", "UPPER", "mixed", "digit", "punctuation", "digit and letters", "initial"]


class Layer(nn.Module):
    def __init__(self, middle: int = MIDDLE) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, middle), nn.Linear(middle, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, n, _ = x.shape
        q, k, v = (part(x).view(b, n, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (self.query, self.key, self.value))
        scores = q @ k.transpose(2, 3) / math.sqrt(WIDTH // HEADS)
        if mask is not None:
            scores = scores + mask
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(b, n, WIDTH)
        x = self.norm(x + self.out(mixed))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT as MiniLM-L6 has it; returns the embeddings and all layers."""

    def __init__(self, middle: int = MIDDLE, words: int = 30522) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(words, WIDTH), nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(middle) for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor | None) -> list[Tensor]:
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.kind
        out = [self.drop(self.norm(x))]
        for layer in self.layers:
            out.append(layer(out[-1], mask))
        return out

    def load_base(self, path: Path) -> None:
        """Fills the weights from a BERT model.safetensors."""
        from safetensors.torch import load_file
        base = load_file(str(path))
        base = {key.removeprefix("bert."): value for key, value in base.items()}
        own = {"words.weight": "embeddings.word_embeddings.weight", "places.weight": "embeddings.position_embeddings.weight",
               "norm.weight": "embeddings.LayerNorm.weight", "norm.bias": "embeddings.LayerNorm.bias"}
        for i in range(LAYERS):
            for mine, theirs in (("query", "attention.self.query"), ("key", "attention.self.key"), ("value", "attention.self.value"),
                                 ("out", "attention.output.dense"), ("norm", "attention.output.LayerNorm"),
                                 ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                for kind in ("weight", "bias"):
                    own[f"layers.{i}.{mine}.{kind}"] = f"encoder.layer.{i}.{theirs}.{kind}"
        state = {mine: base[theirs] for mine, theirs in own.items()}
        state["kind"] = base["embeddings.token_type_embeddings.weight"][0]
        self.load_state_dict(state)


class Mix(nn.Module):
    """A learned weighted sum of the layers."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.zeros(LAYERS + 1))

    def forward(self, layers: list[Tensor]) -> Tensor:
        share = self.weights.softmax(0)
        return sum(share[i] * layer for i, layer in enumerate(layers))


class Head(nn.Module):
    """A hidden layer for one task."""

    def __init__(self, size: int, inputs: int = WIDTH + 16, drop: float = 0.2) -> None:
        super().__init__()
        self.linear, self.drop = nn.Linear(inputs, size), nn.Dropout(drop)

    def forward(self, x: Tensor) -> Tensor:
        return self.drop(F.gelu(self.linear(x)))


class Pairs(nn.Module):
    """Scores of every word against every other for a few labels: [batch, labels, word, other]."""

    def __init__(self, size: int, labels: int, drop: float = 0.33) -> None:
        super().__init__()
        self.left, self.right = Head(size, drop=drop), Head(size, drop=drop)
        self.weight = nn.Parameter(torch.zeros(labels, size + 1, size + 1))
        nn.init.normal_(self.weight, std=0.02)

    def features(self, x: Tensor, other: Tensor) -> tuple[Tensor, Tensor]:
        one = torch.ones(*x.shape[:2], 1)
        two = torch.ones(*other.shape[:2], 1)
        return torch.cat([self.left(x), one], -1), torch.cat([self.right(other), two], -1)

    def forward(self, x: Tensor, other: Tensor) -> Tensor:
        left, right = self.features(x, other)
        return torch.einsum("bwi,lij,boj->blwo", left, self.weight, right)


class Reader(nn.Module):
    """Encoder and heads. Inputs: subword ids [B, S], first subword of each word [B, W], case class [B, W]."""

    def __init__(self, deprels: list[str], middle: int = MIDDLE) -> None:
        super().__init__()
        self.deprels = deprels
        self.encoder = Encoder(middle)
        self.mixes = nn.ModuleDict({name: Mix() for name in ("syntax", "names", "meaning")})
        self.shapes = nn.Embedding(len(SHAPES), 16)
        self.root = nn.Parameter(torch.randn(WIDTH + 16) * 0.02)
        self.upos = nn.Linear(WIDTH + 16, len(data.UPOS))
        self.arcs = Pairs(256, 1)
        self.labels = Pairs(64, len(deprels))
        self.name_head = Head(128)
        self.names, self.news_names = nn.Linear(128, len(data.NAME_TAGS)), nn.Linear(128, len(data.NEWS_NAME_TAGS))
        self.cue_head, self.cues = Head(128), nn.Linear(128, len(data.CUE_TAGS))
        self.speech = Pairs(64, len(data.ROLES), 0.2)
        self.fact_head, self.fact_scales, self.fact_scale = Head(128), nn.Linear(128, 2), nn.Linear(WIDTH + 16, 1)
        self.event_head, self.triggers = Head(256), nn.Linear(256, len(data.TRIGGER_TAGS))
        self.modes, self.certainty = nn.Linear(256, len(data.MODES)), nn.Linear(256, len(data.CERTAINTY))
        self.auxiliary, self.contexts = nn.Linear(256, len(data.AUXILIARY)), nn.Linear(256, len(data.CONTEXTS))
        self.sides = Pairs(64, len(data.SIDES), 0.2)

    def words(self, ids: Tensor, firsts: Tensor, shapes: Tensor, mask: Tensor | None) -> dict[str, Tensor]:
        layers = self.encoder(ids, mask)
        case = self.shapes(shapes)
        out = {}
        for name, mix in self.mixes.items():
            mixed = mix(layers)
            picked = mixed.gather(1, firsts.unsqueeze(-1).expand(-1, -1, WIDTH))
            out[name] = torch.cat([picked, case], -1)
        return out

    def news_scale(self, meaning: Tensor, inside: Tensor) -> Tensor:
        """How far each sentence is told as news [B]: before the sigmoid. Those who labelled news and those who labelled web text used the
        scale of factuality differently; each has an output, and the sentence itself says how to weigh the two."""
        share = inside / inside.sum(1, keepdim=True)
        return self.fact_scale((meaning * share.unsqueeze(-1)).sum(1)).squeeze(-1)

    def factuality(self, meaning: Tensor, news: Tensor) -> Tensor:
        """Factuality of each word vector [..., W]; `news` are the sigmoids of news_scale, of shape [..., 1] or [...]."""
        both = self.fact_scales(self.fact_head(meaning))
        return news * both[..., 0] + (1 - news) * both[..., 1]

    def with_root(self, x: Tensor) -> Tensor:
        return torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)


def reader_of(saved: dict) -> Reader:
    """The reader of a checkpoint {"deprels", "net"}; the width inside its layers is what its weights say."""
    net = Reader(saved["deprels"], saved["net"]["encoder.layers.0.up.weight"].shape[0])
    net.load_state_dict(saved["net"])
    return net
