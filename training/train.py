"""Trains encoder and heads together, for as many minutes as are given; resumable; the learning rate lands at zero at the end.

    python training/train.py --shared ../shared --base model.safetensors --vocab vocab.txt --out training/work --minutes 75

A second round begins with `--start` at the weights of an earlier one, as trained or narrowed by prune.py.
"""

import argparse
import hashlib
import json
import random
import time
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from tokenizers import BertWordPieceTokenizer

import data
import model as models

from dragoman.reading.encoder import shape_of

BATCH_WORDS = 900
HEAD_RATE = 1e-3
USUAL = {"syntax": 0.42, "speech": 0.10, "news_names": 0.10, "names": 0.11, "events": 0.17, "pairs": 0.02, "factuality": 0.06, "verbs": 0.02}
LATE = {"syntax": 0.33, "speech": 0.08, "news_names": 0.09, "names": 0.09, "events": 0.31, "pairs": 0.02, "factuality": 0.06, "verbs": 0.02}
AGAIN = {"syntax": 0.30, "speech": 0.12, "news_names": 0.08, "names": 0.08, "events": 0.33, "pairs": 0.02, "factuality": 0.05, "verbs": 0.02}
EARLY = {"syntax": 0.66, "speech": 0.05, "news_names": 0.11, "names": 0.11, "events": 0.05, "pairs": 0.0, "factuality": 0.01, "verbs": 0.01}


class Plan(NamedTuple):
    """The encoder's highest learning rate, and until which share of the time how often each task comes. The small sets of events, which rest on
    the rest, come most often at the end."""

    rate: float
    stages: tuple[tuple[float, dict[str, float]], ...]


TOGETHER = Plan(2e-4, ((0.7, USUAL), (1.0, LATE)))
SECOND_ROUND = Plan(2e-4, ((1.0, AGAIN),))
TREES_FIRST = Plan(1.5e-4, ((0.25, EARLY), (0.7, USUAL), (1.0, LATE)))
LONGEST = 160  # subwords; longer training sentences are left out


KNOWN: dict[str, list[int]] = {}


def encode(tokenizer, example) -> tuple[list[int], list[int]]:
    """Subword ids with [CLS] and [SEP], and the place of each word's first subword."""
    ids, firsts = [101], []
    for word in example.words:
        if word not in KNOWN:
            KNOWN[word] = (tokenizer.encode(word, add_special_tokens=False).ids or [100])[:12]
        firsts.append(len(ids))
        ids += KNOWN[word]
    return [*ids, 102], firsts


def prepare(tokenizer, examples):
    out = []
    for example in examples:
        ids, firsts = encode(tokenizer, example)
        if len(ids) <= LONGEST:
            out.append((example, ids, firsts, [shape_of(w) for w in example.words]))
    return out


def batches(rows, generator: random.Random):
    """Endless batches of about BATCH_WORDS words, each of sentences of like length."""
    while True:
        order = sorted(rows, key=lambda row: len(row[1]) + generator.random() * 8)
        groups, group, longest = [], [], 0
        for row in order:
            longest = max(longest, len(row[1]))
            if group and longest * (len(group) + 1) > BATCH_WORDS * 1.35:
                groups.append(group)
                group, longest = [], len(row[1])
            group.append(row)
        groups.append(group)
        generator.shuffle(groups)
        yield from groups


def tensors(rows):
    size, words = max(len(r[1]) for r in rows), max(len(r[2]) for r in rows)
    ids = torch.zeros(len(rows), size, dtype=torch.long)
    firsts, shapes = (torch.zeros(len(rows), words, dtype=torch.long) for _ in range(2))
    real, inside = torch.zeros(len(rows), size, dtype=torch.bool), torch.zeros(len(rows), words, dtype=torch.bool)
    for i, (_, pieces, places, cases) in enumerate(rows):
        ids[i, : len(pieces)] = torch.tensor(pieces)
        real[i, : len(pieces)] = True
        firsts[i, : len(places)] = torch.tensor(places)
        shapes[i, : len(cases)] = torch.tensor(cases)
        inside[i, : len(places)] = True
    mask = torch.zeros(real.shape).masked_fill(~real, -1e9)[:, None, None, :]
    return ids, firsts, shapes, mask, inside


def padded(rows, pick, fill=-100):
    size = max(len(r[2]) for r in rows)
    out = torch.full((len(rows), size), fill, dtype=torch.long)
    for i, row in enumerate(rows):
        values = pick(row[0])
        if values is not None:
            out[i, : len(values)] = torch.tensor(values)
    return out


def tag_loss(logits, gold):
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), gold.reshape(-1), ignore_index=-100)


def syntax_loss(net, rows, reps, inside):
    x = reps["syntax"]
    full = net.with_root(x)
    upos, heads = padded(rows, lambda e: e.upos), padded(rows, lambda e: e.heads)
    rels = padded(rows, lambda e: [net.deprels.index(r) for r in e.deprels])
    arcs = net.arcs(x, full)[:, 0]
    hidden = torch.cat([torch.zeros(len(rows), 1, dtype=torch.bool), ~inside], 1)
    arcs = arcs.masked_fill(hidden[:, None, :], -1e9)
    loss = tag_loss(net.upos(x), upos) + tag_loss(arcs, heads)
    left, right = net.labels.features(x, full)
    chosen = right.gather(1, heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, right.shape[-1]))
    keep = heads.reshape(-1) >= 0
    left, chosen = left.reshape(-1, left.shape[-1])[keep], chosen.reshape(-1, chosen.shape[-1])[keep]
    labels = torch.einsum("ni,lij,nj->nl", left, net.labels.weight, chosen)
    return loss + F.cross_entropy(labels, rels.reshape(-1)[keep])


def factuality_loss(net, rows, reps, inside, scale_share=0.2):
    at = [(i, w, v) for i, r in enumerate(rows) for w, v in r[0].factuality]
    if not at:
        return 0.0
    places, words, values = (list(part) for part in zip(*at))
    scale = net.news_scale(reps["meaning"], inside)
    said = net.factuality(reps["meaning"][places, words], scale.sigmoid()[places])
    loss = F.l1_loss(said.float(), torch.tensor(values))
    told = [i for i, r in enumerate(rows) if r[0].factuality and r[0].news is not None]
    if not told:
        return loss
    news = torch.tensor([float(rows[i][0].news) for i in told])
    return loss + scale_share * F.binary_cross_entropy_with_logits(scale[told].float(), news)


def pair_loss(pairs, x, at, weights):
    """Cross entropy of the roles of all words against the anchor words `at` = [(row, word, roles)]."""
    left, right = pairs.features(x, x)
    rows = [row for row, _, _ in at]
    anchors = right[rows, [word for _, word, _ in at]]
    logits = torch.einsum("nwi,lij,nj->nwl", left[rows], pairs.weight, anchors)
    gold = torch.full(logits.shape[:2], -100, dtype=torch.long)
    for i, (_, _, roles) in enumerate(at):
        gold[i, : len(roles)] = torch.tensor(roles)
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), gold.reshape(-1), ignore_index=-100, weight=torch.tensor(weights))


def speech_loss(net, rows, reps):
    rows_with = [i for i, r in enumerate(rows) if r[0].cues is not None]
    if not rows_with:
        return 0.0
    x = reps["meaning"]
    loss = tag_loss(net.cues(net.cue_head(x)), padded(rows, lambda e: e.cues))
    at = [(i, first, roles) for i, r in enumerate(rows) for first, roles in r[0].speech]
    return loss + (pair_loss(net.speech, x, at, [1.0, 2.0, 1.0]) if at else 0.0)


def event_loss(net, rows, reps):
    x = reps["meaning"]
    hidden = net.event_head(x)
    loss = tag_loss(net.triggers(hidden), padded(rows, lambda e: e.triggers))
    at = [(i, event) for i, r in enumerate(rows) for event in r[0].events]
    if not at:
        return loss
    picked = hidden[[i for i, _ in at], [e["first"] for _, e in at]]
    loss = loss + 0.5 * F.cross_entropy(net.modes(picked), torch.tensor([e["mode"] for _, e in at]))
    for layer, name in ((net.certainty, "certainty"), (net.auxiliary, "auxiliary")):
        gold = torch.tensor([e[name] for _, e in at])
        if (gold >= 0).any():
            loss = loss + 0.4 * F.cross_entropy(layer(picked), gold, ignore_index=-1)
    told = [k for k, (_, e) in enumerate(at) if e["contexts"] is not None]
    if told:
        gold = torch.zeros(len(told), len(data.CONTEXTS))
        for k, n in enumerate(told):
            gold[k, at[n][1]["contexts"]] = 1.0
        loss = loss + F.binary_cross_entropy_with_logits(net.contexts(picked[told]), gold)
    return loss + pair_loss(net.sides, x, [(i, e["first"], e["sides"]) for i, e in at], [1.0, 3.0, 3.0])


def weak_loss(net, rows, reps, inside):
    """Sentences of which the type is known but not the word: the best word must carry it, and its sides are the marked parties."""
    x = reps["meaning"]
    scores = net.triggers(net.event_head(x)).log_softmax(-1)
    kinds = torch.tensor([r[0].weak_type for r in rows])
    begin = 1 + 2 * kinds
    wanted = scores.gather(2, begin[:, None, None].expand(-1, scores.shape[1], 1)).squeeze(-1).masked_fill(~inside, -1e9)
    best, where = wanted.max(1)
    at = [(i, int(where[i]), r[0].events[0]["sides"]) for i, r in enumerate(rows)]
    return -best.clamp(max=-0.1).mean() + 0.5 * pair_loss(net.sides, x, at, [1.0, 3.0, 3.0])


def loss_of(net, task, rows):
    ids, firsts, shapes, mask, inside = tensors(rows)
    reps = {name: vectors.float() for name, vectors in net.words(ids, firsts, shapes, mask).items()}
    with torch.autocast("cpu", enabled=False):  # heads are cheap, and what they say is lost in bfloat16
        return loss_of_heads(net, task, rows, reps, inside)


def loss_of_heads(net, task, rows, reps, inside):
    if task == "syntax":
        return syntax_loss(net, rows, reps, inside) + factuality_loss(net, rows, reps, inside)
    if task in ("names", "news_names"):
        layer = net.names if task == "names" else net.news_names
        return tag_loss(layer(net.name_head(reps["names"])), padded(rows, lambda e: getattr(e, task)))
    if task == "speech":
        return speech_loss(net, rows, reps)
    if task == "events":
        return event_loss(net, rows, reps) + 0.5 * speech_loss(net, rows, reps)
    if task == "pairs":
        return weak_loss(net, rows, reps, inside)
    return 1.5 * factuality_loss(net, rows, reps, inside)


@torch.no_grad()
def check(net, held, dev_syntax):
    """Quick scores on held-out training rows and some of the treebank's dev part (fp32)."""
    net.eval()
    out, right, arcs, labels, total = {}, 0, 0, 0, 0
    for rows in dev_syntax:
        ids, firsts, shapes, mask, inside = tensors(rows)
        x = net.words(ids, firsts, shapes, mask)["syntax"]
        full = net.with_root(x)
        scores = net.arcs(x, full)[:, 0].masked_fill(torch.cat([torch.zeros(len(rows), 1, dtype=torch.bool), ~inside], 1)[:, None], -1e9)
        heads, gold = scores.argmax(-1), padded(rows, lambda e: e.heads)
        left, right_side = net.labels.features(x, full)
        chosen = right_side.gather(1, heads.unsqueeze(-1).expand(-1, -1, right_side.shape[-1]))
        rels = torch.einsum("bwi,lij,bwj->bwl", left, net.labels.weight, chosen).argmax(-1)
        gold_rels = padded(rows, lambda e: [net.deprels.index(r) if r in net.deprels else 0 for r in e.deprels])
        right += (net.upos(x).argmax(-1) == padded(rows, lambda e: e.upos))[inside].sum().item()
        arcs += (heads == gold)[inside].sum().item()
        labels += ((heads == gold) & (rels == gold_rels))[inside].sum().item()
        total += inside.sum().item()
    out["upos"], out["uas"], out["las"] = (round(100 * n / total, 2) for n in (right, arcs, labels))
    for task, layer, head, pick, mix in (("events", net.triggers, net.event_head, "triggers", "meaning"),
                                         ("speech", net.cues, net.cue_head, "cues", "meaning"),
                                         ("names", net.names, net.name_head, "names", "names")):
        hit = said = true = 0
        for rows in held.get(task, []):
            ids, firsts, shapes, mask, inside = tensors(rows)
            tags = layer(head(net.words(ids, firsts, shapes, mask)[mix])).argmax(-1)
            gold = padded(rows, lambda e: getattr(e, pick), 0)
            begin = (gold % 2 == 1) & inside
            hit += ((tags == gold) & begin).sum().item()
            said += ((tags % 2 == 1) & inside).sum().item()
            true += begin.sum().item()
        out[f"{task} B-tag F1"] = round(200 * hit / (said + true), 2) if said + true else None
    errors = []
    for rows in held.get("factuality", []):
        *given, inside = tensors(rows)
        errors.append(float(factuality_loss(net, rows, net.words(*given), inside, scale_share=0.0)))
    out["factuality MAE"] = round(sum(errors) / len(errors), 3) if errors else None
    net.train()
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    begin = parser.add_mutually_exclusive_group(required=True)
    begin.add_argument("--base", type=Path, help="the base encoder, model.safetensors")
    begin.add_argument("--start", type=Path, help="weights of an earlier round, final.pt")
    parser.add_argument("--trees-first", action="store_true", help="mostly trees and names in the first quarter, a lower rate (docs/decisions/order-of-training.md)")
    parser.add_argument("--pace", type=float, default=1.0, help="share of the usual learning rates; less suits a second round")
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bfloat16", action="store_true", help="multiply in bfloat16: faster on processors that have it (AVX-512 BF16, AMX)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--without-polnear", action="store_true", help="leave out the set that states no licence")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    generator = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)

    tokenizer = BertWordPieceTokenizer(str(args.vocab), lowercase=True)
    tasks = data.load(args.shared, not args.without_polnear)
    deprels = sorted({r for e in tasks["syntax"] for r in e.deprels})
    rows = {name: prepare(tokenizer, examples) for name, examples in tasks.items()}
    held = {name: [[r] for r in part if r[0].held] for name, part in rows.items()}
    held = {name: [sum(part[i:i + 16], []) for i in range(0, min(len(part), 500), 16)] for name, part in held.items()}
    streams = {name: batches([r for r in part if not r[0].held], generator) for name, part in rows.items()}
    dev = prepare(tokenizer, [e for _, e in data.treebank(args.shared / "train" / "ud_ewt" / "en_ewt-ud-dev.conllu")][:600])
    dev = [sorted(dev, key=lambda r: len(r[1]))[i:i + 16] for i in range(0, len(dev), 16)]

    if args.start:
        net = models.reader_of(torch.load(args.start, weights_only=False))
        deprels = net.deprels
    else:
        net = models.Reader(deprels)
        net.encoder.load_base(args.base)
    plan = TREES_FIRST if args.trees_first else SECOND_ROUND if args.start else TOGETHER
    slow = [p for p in net.encoder.parameters() if p.requires_grad]
    fast = [p for name, p in net.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": slow, "peak": plan.rate * args.pace}, {"params": fast, "peak": HEAD_RATE * args.pace}], lr=0.0, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    spent, step, log = 0.0, 0, []
    saved = args.out / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=False)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        spent, step, log = state["spent"], state["step"], state["log"]
    names = list(streams)
    budget, begun, before, words, sums = args.minutes * 60, time.time(), spent, 0, {}
    last_check, last_save = spent, spent
    net.train()
    while spent < budget:
        share = spent / budget
        factor = min(1.0, step / 200) * max(0.0, 1.0 - share)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        shares = next(of_task for until, of_task in plan.stages if share < until)
        task = generator.choices(names, [shares[name] for name in names])[0]
        batch = next(streams[task])
        with torch.autocast("cpu", torch.bfloat16, enabled=args.bfloat16):
            loss = loss_of(net, task, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        step += 1
        words += sum(len(r[2]) for r in batch)
        sums.setdefault(task, []).append(loss.item())
        spent = before + time.time() - begun
        if step % 50 == 0:
            print(f"{spent / 60:6.1f} min  step {step}  {words / (spent - before):.0f} words/s  "
                  + "  ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in sorted(sums.items())), flush=True)
            sums = {}
        if spent - last_save > 300 or spent >= budget:
            torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "spent": spent, "step": step, "log": log,
                        "deprels": deprels}, args.out / "checkpoint.tmp")
            (args.out / "checkpoint.tmp").replace(saved)
            last_save = spent
        if spent - last_check > 900 or spent >= budget:
            scores = check(net, held, dev)
            log.append({"minutes": round(spent / 60, 1), "step": step, **scores})
            print(json.dumps(log[-1]), flush=True)
            last_check = spent
    torch.save({"net": net.state_dict(), "deprels": deprels, "log": log}, args.out / "final.pt")
    digests = {str(p.relative_to(args.shared)): hashlib.sha256(p.read_bytes()).hexdigest()[:16]
               for p in sorted((args.shared / "train").rglob("*")) if p.is_file()}
    (args.out / "run.json").write_text(json.dumps({
        "minutes": args.minutes, "start": args.start and hashlib.sha256(args.start.read_bytes()).hexdigest()[:16], "pace": args.pace, "steps": step, "seed": args.seed, "threads": args.threads, "rates": [plan.rate, HEAD_RATE], "stages": plan.stages, "batch_words": BATCH_WORDS,
        "bfloat16": args.bfloat16, "without_polnear": args.without_polnear, "torch": torch.__version__, "sentences": {k: len(v) for k, v in rows.items()},
        "data": digests, "scores": log}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
