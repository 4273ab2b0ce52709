"""From a checkpoint to the weights that the package ships: int8 ONNX graph, role matrices, vocabulary, digests.

    python training/export.py --checkpoint training/work/final.pt --vocab vocab.txt --out src/dragoman/reading/weights

One sentence goes through the graph at a time, so that no sentence's numbers depend on its neighbours. Inputs: `ids` [1, S],
`firsts` [1, W], `shapes` [1, W] (int64). Outputs, one row a word: `arcs` [W, W+1] (column 0 is the root), `relations` [W, labels * 65]
(each word as a dependent, times the matrix of each relation), `scores` [W, …] with the heads of BLOCKS side by side, `pairs` [W, 5, 65] with
the features of PAIRS. The score of role l for a pair is left @ U[l] @ right, with U in pairs.npz under `speech` and `sides`.

The graph computes what the trained net does with fewer, larger multiplications: query, key and value of a layer in one, all heads that read
the same mix of layers in one, and layers mixed for the first piece of each word only.
"""

import argparse
import hashlib
import itertools
import json
import math
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

import data
import model as models

BLOCKS = ["upos", "names", "news_names", "cues", "factuality", "news", "triggers", "modes", "certainty", "auxiliary", "contexts"]
PAIRS = ["label_right", "speech_left", "speech_right", "sides_left", "sides_right"]
GELU_GIVES_ONE = 1.1446303  # by the tanh form, which the runtime computes
OUTPUTS = ["arcs", "relations", "scores", "pairs"]


class Rows(nn.Module):
    """Word vectors as int8 rows with a scale each."""

    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", (weight / scale).round().clamp(-127, 127).to(torch.int8))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.rows[ids].to(torch.float32) * self.scale[ids]


def joined(layers: list[nn.Linear]) -> nn.Linear:
    """One layer whose outputs are those of the given ones side by side."""
    out = nn.Linear(layers[0].in_features, sum(layer.out_features for layer in layers))
    out.weight = nn.Parameter(torch.cat([layer.weight for layer in layers]))
    out.bias = nn.Parameter(torch.cat([layer.bias for layer in layers]))
    return out


def with_one(layer: nn.Linear) -> nn.Linear:
    """The layer with one more output, which the activation after it turns into 1, whatever the input."""
    out = nn.Linear(layer.in_features, layer.out_features + 1)
    out.weight = nn.Parameter(F.pad(layer.weight, (0, 0, 0, 1)))
    out.bias = nn.Parameter(F.pad(layer.bias, (0, 1), value=GELU_GIVES_ONE))
    return out


class Graph(nn.Module):
    """Encoder and all heads for one sentence; see the head of this file for the outputs."""

    def __init__(self, net: models.Reader, int8: bool) -> None:
        super().__init__()
        self.encoder, self.shapes, self.upos = net.encoder, net.shapes, net.upos
        self.words = Rows(net.encoder.words.weight.detach()) if int8 else net.encoder.words
        self.places = nn.Parameter(net.encoder.places.weight + net.encoder.kind)
        self.attention = nn.ModuleList(joined([layer.query, layer.key, layer.value]) for layer in net.encoder.layers)
        for part in self.attention:
            for values in (part.weight, part.bias):
                values.data[: models.WIDTH] /= math.sqrt(models.WIDTH // models.HEADS)
        self.mix = nn.Parameter(torch.stack([net.mixes[name].weights.softmax(0) for name in ("syntax", "names", "meaning")]))
        self.syntax = joined([with_one(part.linear) for part in (net.arcs.left, net.arcs.right, net.labels.left, net.labels.right)])
        self.named = net.name_head.linear
        self.name_tags = joined([net.names, net.news_names])
        sides = [with_one(part.linear) for part in (net.speech.left, net.speech.right, net.sides.left, net.sides.right)]
        self.meaning = joined([net.cue_head.linear, net.fact_head.linear, net.event_head.linear, *sides])
        self.cues, self.scales, self.scale = net.cues, net.fact_scales, net.fact_scale
        self.events = joined([net.triggers, net.modes, net.certainty, net.auxiliary, net.contexts])
        self.arcs = nn.Parameter(net.arcs.weight[0].detach())
        labels = net.labels.weight.detach()
        self.relations = nn.Parameter(labels.transpose(0, 1).reshape(labels.shape[1], -1))
        root = net.root[None, None]
        self.root = nn.Parameter(net.arcs.features(root, root)[1][0].detach())

    def layers(self, ids: torch.Tensor) -> list[torch.Tensor]:
        """The embeddings [S, WIDTH] and what each layer makes of them."""
        out = [self.encoder.norm(self.words(ids[0]) + self.places[: ids.shape[1]])]
        for layer, attention in zip(self.encoder.layers, self.attention, strict=True):
            x = out[-1]
            query, key, value = attention(x).view(-1, 3, models.HEADS, models.WIDTH // models.HEADS).permute(1, 2, 0, 3).split(1)
            mixed = ((query @ key.transpose(2, 3)).softmax(-1) @ value).transpose(1, 2).reshape(-1, models.WIDTH)
            x = layer.norm(x + layer.out(mixed))
            out.append(layer.norm2(x + layer.down(F.gelu(layer.up(x)))))
        return out

    def forward(self, ids, firsts, shapes):
        picked = torch.stack([layer[firsts[0]] for layer in self.layers(ids)])
        mixed = (self.mix @ picked.reshape(picked.shape[0], -1)).reshape(3, -1, models.WIDTH)
        case = self.shapes(shapes[0])
        x, y, z = (torch.cat([one, case], -1) for one in mixed.unbind(0))
        left, right, label_left, label_right = F.gelu(self.syntax(x)).split([257, 257, 65, 65], -1)
        arcs = left @ self.arcs @ torch.cat([self.root, right]).t()
        relations = label_left @ self.relations

        cue, fact, event, roles = F.gelu(self.meaning(z)).split([128, 128, 256, 4 * 65], -1)
        news = self.scale(z.mean(0, keepdim=True)).sigmoid().expand(z.shape[0], 1)
        scores = torch.cat([self.upos(x), self.name_tags(F.gelu(self.named(y))), self.cues(cue), self.scales(fact), news, self.events(event)], -1)
        pairs = torch.cat([label_right, roles], -1).view(-1, len(PAIRS), 65)
        return arcs, relations, scores, pairs


def blocks(net: models.Reader) -> dict[str, list[int]]:
    """Where the scores of each head begin and end."""
    widths = [net.upos, net.names, net.news_names, net.cues, net.fact_scales, net.fact_scale, net.triggers, net.modes, net.certainty, net.auxiliary, net.contexts]
    ends = list(itertools.accumulate(w.out_features for w in widths))
    return {name: [start, end] for name, start, end in zip(BLOCKS, [0, *ends], ends, strict=False)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fp32", action="store_true", help="leave the numbers as trained, to measure what int8 costs")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    state = torch.load(args.checkpoint, weights_only=False, map_location="cpu")
    net = models.reader_of(state).eval()
    pairs = {name: getattr(net, name).weight.detach().numpy() for name in ("speech", "sides")}
    example = (torch.tensor([[101, 2023, 2003, 1037, 3231, 102]]), torch.tensor([[1, 2, 3, 4]]), torch.tensor([[1, 0, 0, 0]]))
    axes = {"ids": {1: "pieces"}, "firsts": {1: "words"}, "shapes": {1: "words"}, "arcs": {0: "words", 1: "heads"}, "relations": {0: "words"}, "scores": {0: "words"},
            "pairs": {0: "words"}}
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(Graph(net, not args.fp32), example, str(plain), input_names=["ids", "firsts", "shapes"], output_names=OUTPUTS,
                          dynamic_axes=axes, opset_version=17, dynamo=False)
        target = args.out / "reader.onnx"
        if args.fp32:
            target.write_bytes(plain.read_bytes())
        else:
            quantize_dynamic(plain, target, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True,
                             weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True})
    onnx.checker.check_model(str(target))
    np.savez_compressed(args.out / "pairs.npz", **{name: value.astype(np.float16) for name, value in pairs.items()})
    (args.out / "vocab.txt").write_bytes(args.vocab.read_bytes())
    tables = {"upos": data.UPOS, "deprels": state["deprels"], "names": data.NAME_TAGS, "news_names": data.NEWS_NAME_TAGS,
              "triggers": data.TRIGGER_TAGS, "modes": data.MODES, "certainty": data.CERTAINTY, "auxiliary": data.AUXILIARY,
              "contexts": data.CONTEXTS, "roles": data.ROLES, "sides": data.SIDES, "blocks": blocks(net), "pairs": PAIRS}
    files = {name: hashlib.sha256((args.out / name).read_bytes()).hexdigest() for name in ("reader.onnx", "pairs.npz", "vocab.txt")}
    version = hashlib.sha256("".join(files.values()).encode()).hexdigest()[:12]
    (args.out / "manifest.json").write_text(json.dumps({"version": version, "files": files, **tables}, indent=1) + "\n", encoding="utf-8")
    print(version, {p.name: p.stat().st_size for p in sorted(args.out.iterdir())})


if __name__ == "__main__":
    main()
