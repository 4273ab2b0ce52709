"""Narrows the inner layers of a trained encoder, or of the base encoder, so that reading costs less; train on from the result (train.py --start).

    python training/prune.py --shared ../shared --start training/work/final.pt --vocab vocab.txt --middle 1024 --out training/work/narrow.pt

Of each layer's inner units the one goes whose absence the others make up for best, again and again, measured by the change of the layer's
output over training sentences (optimal brain surgeon, Hassibi & Stork 1993, per layer as in Frantar & Alistarh 2022); what is left is
refitted in closed form at each step, the bias included.
"""

import argparse
import random
from pathlib import Path

import torch
from tokenizers import BertWordPieceTokenizer
from torch import Tensor

import data
import model as models
import train

SENTENCES = {"syntax": 700, "events": 500, "speech": 300, "names": 300, "news_names": 200, "factuality": 150, "verbs": 50, "pairs": 50}
DAMPING = 1e-4  # of the mean of the diagonal


@torch.no_grad()
def inner_moments(net: models.Reader, rows: list) -> list[Tensor]:
    """For each layer the second moments [middle + 1, middle + 1] of its inner units and a constant one, over all subwords of the rows."""
    size = net.encoder.layers[0].up.out_features + 1
    sums, real = [torch.zeros(size, size, dtype=torch.float64) for _ in net.encoder.layers], torch.zeros(0)
    seen = 0

    def watch(total: Tensor):
        def keep(_, inputs):
            units = inputs[0].reshape(-1, size - 1)[real]
            units = torch.cat([units, torch.ones(len(units), 1)], 1)
            total.add_((units.T @ units).double())

        return keep

    hooks = [layer.down.register_forward_pre_hook(watch(total)) for layer, total in zip(net.encoder.layers, sums, strict=True)]
    rows = sorted(rows, key=lambda row: len(row[1]))
    for start in range(0, len(rows), 24):
        ids, _, _, mask, _ = train.tensors(rows[start : start + 24])
        real = (mask > -1).reshape(-1)
        seen += int(real.sum())
        net.encoder(ids, mask)
    for hook in hooks:
        hook.remove()
    return [total / seen for total in sums]


def narrowed(weight: Tensor, bias: Tensor, moments: Tensor, middle: int) -> tuple[Tensor, Tensor, Tensor]:
    """Which inner units stay [middle], and the refitted weight [width, middle] and bias [width] of the layer behind them."""
    outer = torch.cat([weight, bias[:, None]], 1).double()
    inverse = torch.linalg.inv(moments + torch.eye(len(moments)).double() * DAMPING * moments.diagonal().mean())
    alive = torch.ones(len(moments) - 1, dtype=torch.bool)
    while alive.sum() > middle:
        cost = (outer[:, :-1] ** 2).sum(0) / inverse.diagonal()[:-1]
        gone = int(cost.masked_fill(~alive, torch.inf).argmin())
        row = inverse[gone] / inverse[gone, gone]
        outer -= torch.outer(outer[:, gone], row)
        inverse -= torch.outer(inverse[:, gone], row)
        alive[gone] = False
        inverse[gone, gone] = 1.0  # never looked at again
    stay = alive.nonzero().squeeze(1)
    return stay, outer[:, stay].float(), outer[:, -1].float()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    begin = parser.add_mutually_exclusive_group(required=True)
    begin.add_argument("--base", type=Path, help="the base encoder, model.safetensors")
    begin.add_argument("--start", type=Path, help="trained weights, final.pt")
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--middle", type=int, default=1024)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--without-polnear", action="store_true", help="leave out the set that states no licence")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    tokenizer, choose = BertWordPieceTokenizer(str(args.vocab), lowercase=True), random.Random(args.seed)
    tasks = data.load(args.shared, not args.without_polnear)
    if args.start:
        net = models.reader_of(torch.load(args.start, weights_only=False)).eval()
    else:
        net = models.Reader(sorted({r for e in tasks["syntax"] for r in e.deprels})).eval()
        net.encoder.load_base(args.base)
    rows = [row for name, part in tasks.items() for row in train.prepare(tokenizer, choose.sample([e for e in part if not e.held], SENTENCES[name]))]
    state = dict(net.state_dict())
    for index, (layer, moments) in enumerate(zip(net.encoder.layers, inner_moments(net, rows), strict=True)):
        stay, weight, bias = narrowed(layer.down.weight, layer.down.bias, moments, args.middle)
        place = f"encoder.layers.{index}"
        state |= {f"{place}.up.weight": layer.up.weight[stay], f"{place}.up.bias": layer.up.bias[stay],
                  f"{place}.down.weight": weight, f"{place}.down.bias": bias}
        print(f"layer {index}: {len(stay)} of {layer.up.out_features} units stay", flush=True)
    torch.save({"net": state, "deprels": net.deprels, "log": []}, args.out)


if __name__ == "__main__":
    with torch.no_grad():
        main()
