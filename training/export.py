"""From a checkpoint to the weights that the package ships: int8 ONNX graph, role matrices, vocabulary, digests.

    python training/export.py --checkpoint training/work/final.pt --vocab vocab.txt --out src/dragoman/reading/weights

One sentence goes through the graph at a time, so that no sentence's numbers depend on its neighbours. Inputs: `ids` [1, S],
`firsts` [1, W], `shapes` [1, W] (int64). Outputs, one row a word: `upos`, `arcs` [W, W+1] (column 0 is the root), `label_left` [W, 65],
`label_right` [W+1, 65], `names`, `news_names`, `cues`, `speech_left`, `speech_right` [W, 65], `factuality` [W], `triggers`, `modes`,
`certainty`, `auxiliary`, `contexts`, `sides_left`, `sides_right` [W, 65]. The score of label l for a pair is left @ U[l] @ right, with U
in pairs.npz under `labels`, `speech`, `sides`.
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

import data
import model as models

OUTPUTS = ["upos", "arcs", "label_left", "label_right", "names", "news_names", "cues", "speech_left", "speech_right", "factuality",
           "triggers", "modes", "certainty", "auxiliary", "contexts", "sides_left", "sides_right"]


class Rows(nn.Module):
    """Word vectors as int8 rows with a scale each."""

    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", (weight / scale).round().clamp(-127, 127).to(torch.int8))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.rows[ids].to(torch.float32) * self.scale[ids]


class Graph(nn.Module):
    """All heads for one sentence, in the order of OUTPUTS."""

    def __init__(self, net: models.Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids, firsts, shapes):
        net = self.net
        reps = net.words(ids, firsts, shapes, None)
        x, y, z = reps["syntax"], reps["names"], reps["meaning"]
        full = net.with_root(x)
        left, right = net.arcs.features(x, full)
        arcs = left[0] @ net.arcs.weight[0] @ right[0].t()
        label_left, label_right = net.labels.features(x, full)
        speech_left, speech_right = net.speech.features(z, z)
        sides_left, sides_right = net.sides.features(z, z)
        name, event = net.name_head(y), net.event_head(z)
        return (net.upos(x)[0], arcs, label_left[0], label_right[0], net.names(name)[0], net.news_names(name)[0],
                net.cues(net.cue_head(z))[0], speech_left[0], speech_right[0], net.factuality(net.fact_head(z))[0, :, 0],
                net.triggers(event)[0], net.modes(event)[0], net.certainty(event)[0], net.auxiliary(event)[0],
                net.contexts(event)[0], sides_left[0], sides_right[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fp32", action="store_true", help="leave the numbers as trained, to measure what int8 costs")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    state = torch.load(args.checkpoint, weights_only=False, map_location="cpu")
    net = models.Reader(state["deprels"])
    net.load_state_dict(state["net"])
    net.eval()
    pairs = {name: getattr(net, name).weight.detach().numpy() for name in ("labels", "speech", "sides")}
    if not args.fp32:
        net.encoder.words = Rows(net.encoder.words.weight.detach())
    example = (torch.tensor([[101, 2023, 2003, 1037, 3231, 102]]), torch.tensor([[1, 2, 3, 4]]), torch.tensor([[1, 0, 0, 0]]))
    axes = {"ids": {1: "pieces"}, "firsts": {1: "words"}, "shapes": {1: "words"}, **{name: {0: "words"} for name in OUTPUTS}}
    axes["arcs"] = {0: "words", 1: "heads"}
    axes["label_right"] = {0: "heads"}
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(Graph(net), example, str(plain), input_names=["ids", "firsts", "shapes"], output_names=OUTPUTS,
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
              "contexts": data.CONTEXTS, "roles": data.ROLES, "sides": data.SIDES, "outputs": OUTPUTS}
    files = {name: hashlib.sha256((args.out / name).read_bytes()).hexdigest() for name in ("reader.onnx", "pairs.npz", "vocab.txt")}
    version = hashlib.sha256("".join(files.values()).encode()).hexdigest()[:12]
    (args.out / "manifest.json").write_text(json.dumps({"version": version, "files": files, **tables}, indent=1) + "\n", encoding="utf-8")
    print(version, {p.name: p.stat().st_size for p in sorted(args.out.iterdir())})


if __name__ == "__main__":
    main()
