"""Acts told in passing, where the grammar names no act: goods of one state with another, and deliveries that an exemption speaks of."""

from collections.abc import Iterator, Sequence

import msgspec

from ..records import span_of
from .acts import HANDED_OVER, TOLD_AS_DONE, Act, Finder, Thing
from .matching import meetings
from .phrasing import SELF
from .provisions import Frame
from .register_files import TRANSFER
from .sides import Side
from .sureness import weakness
from .trees import Tree

FRAME = "told in passing"
ONLY_TELLING = (
    "report",
    "deny",
    "prevent",
    "demand",
    "interdicting",
)  # lists of verbs whose subject takes no part in the trade
NEEDED = 2  # states that an act between states needs


def passing_acts(finder: Finder, acts: Sequence[Act]) -> Iterator[Act]:
    """Goods of one state in the company of another, in sentences where no act of these goods was found.

    Only goods that are always traded when they are abroad (coal, seafood, rifles; not missiles, which also fly). A sentence that forbids,
    denies, imagines or only speaks gives nothing.
    """
    settled = {thing.span.start for act in acts for thing in act.things if thing.span and act.givers and act.takers}
    for number, tree in _telling(finder):
        goods = [
            (at, thing)
            for start, at, thing in _goods(finder, tree)
            if start not in settled and not _names_another(finder, tree, at)
        ]
        states = tuple(_states(finder, tree, number)) if goods else ()
        for at, thing in goods:
            owners = finder.owners_of(tree, number, at) or _predicated(finder, tree, number, at)
            others = tuple(side for side in states if side.state not in {one.state for one in owners})
            if not _traded(finder, thing, tree):
                others = tuple(side for side in others if side.groups and _at_peace(finder, tree))
            users = tuple(
                side for side in finder.users_of(tree, number, at) if owners and side.state != owners[0].state
            )
            givers, takers = (owners, users or others) if owners else _delivered(finder, tree, number, at)
            if givers and takers:
                act = _act(finder, tree, number, at, thing, givers, takers)
                if act is not None:
                    yield msgspec.structs.replace(act, from_only=bool(users))


def _names_another(finder: Finder, tree: Tree, at: int) -> bool:
    """Whether the word of a good only names another thing ("a coal mine", "ginseng tea"), not a load or a sale of it."""
    up = tree.words[at].head
    if tree.rel(at) != "compound" or up < 0 or finder.is_thing(tree, up):
        return False
    handing = any(finder.wording.frames[one].act == TRANSFER for one in finder.wording.by_noun.get(tree.lemmas[up], ()))
    return not handing and tree.words[up].upos == "NOUN"


def _delivered(finder: Finder, tree: Tree, number: int, at: int) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """Who brings and who gets goods that a clause tells beside its verb: "planes from X keep landing with rifles for Y"."""
    takers = tuple(
        side
        for kid in tree.kids[at]
        if tree.rel(kid) == "nmod" and tree.preposition(kid) in ("for", "to")
        for side in finder.sides.of(tree, number, kid)
    )
    if not takers:
        return (), ()
    for up in tree.above(at):
        heads = tree.roles(up).get("subj", ()) if tree.words[up].upos == "VERB" else ()
        found = tuple(side for head in heads for side in finder.sides.of(tree, number, head))
        if found:
            known = {side.state for side in takers}
            return tuple(side for side in found if side.state not in known), takers
    return (), ()


def _predicated(finder: Finder, tree: Tree, number: int, at: int) -> tuple[Side, ...]:
    """Whose a thing is said to be: "the shells fired by Y were North Korean"."""
    for one in (at, *tree.above(at)):
        up = tree.words[one].head
        if tree.rel(one) == "nsubj" and up >= 0 and any(tree.rel(kid) == "cop" for kid in tree.kids[up]):
            return finder.sides.at(tree, number, up) if tree.words[up].upos in ("ADJ", "PROPN") else ()
        if tree.rel(one) not in ("nmod", "compound"):
            return ()
    return ()


def lawful_acts(finder: Finder) -> Iterator[Act]:
    """Every good of a sentence with every state in it, both ways: no breach can come of it, but an exemption that the text tells may."""
    for number, tree in _telling(finder):
        goods = [one for one in _goods(finder, tree) if _is_ruled(finder, one[2])]
        sides = tuple(_states(finder, tree, number, bodies=True)) if goods else ()
        for _, at, thing in goods:
            for taker in sides:
                givers = tuple(side for side in sides if side is not taker and (side.body or side.state != taker.state))
                act = _act(finder, tree, number, at, thing, givers, (taker,)) if givers else None
                if act is not None:
                    yield msgspec.structs.replace(act, only_exempt=True)


def _goods(finder: Finder, tree: Tree) -> Iterator[tuple[int, int, Thing]]:
    """The things of a sentence with their place and word."""
    for phrase, kit, words in finder.things_of(tree):
        if words and kit.objects:
            kinds = tuple(
                dict.fromkeys(k for code in kit.objects for k in finder.vocabulary.objects[code].acts or HANDED_OVER)
            )
            span = span_of(finder.article.text, phrase.start, phrase.end)
            yield phrase.start, words[-1], Thing(objects=kit.objects, name=span.quote, span=span, kinds=kinds)


def _is_ruled(finder: Finder, thing: Thing) -> bool:
    """Whether any paragraph speaks of an act with the thing."""
    return any(meetings(thing.objects, kind, finder.register) for kind in thing.kinds)


def _traded(finder: Finder, thing: Thing, tree: Tree) -> bool:
    words = set(tree.texts)
    companies = finder.wording.companies
    for code in thing.objects:
        row = finder.vocabulary.objects[code]
        company = not row.traded_with or bool(companies[row.traded_with] & words)
        if row.traded and company and not (row.traded_without and companies[row.traded_without] & words):
            return True
    return False


def _at_peace(finder: Finder, tree: Tree) -> bool:
    """Whether nobody fights in the sentence: then a state's arms with an armed group were handed over, not used on it."""
    return finder.wording.lists["combat"].isdisjoint(tree.lemmas)


def _states(finder: Finder, tree: Tree, number: int, *, bodies: bool = False) -> Iterator[Side]:
    """The states that the sentence names, other than those that only speak, ask or forbid in it."""
    seen: set[tuple[str | None, tuple[str, ...]]] = set()
    lists = finder.wording.lists
    for at in range(len(tree.words)):
        here = finder.sides.named(number, at, bodies=bodies) or finder.sides.place(tree, number, at)
        if not here:
            continue
        whole = _whole(tree, at)
        up = tree.words[whole].head
        speaks = up >= 0 and tree.rel(whole) == "nsubj" and any(tree.lemmas[up] in lists[key] for key in ONLY_TELLING)
        if finder.speaks(tree, at) or (tree.words[at].upos == "PRON" and tree.rel(at) == "obj"):
            continue
        for side in here:
            key = (side.state, side.groups)
            if (side.state or side.body) and (bodies or not side.body) and not speaks and key not in seen:
                seen.add(key)
                yield side


def _whole(tree: Tree, at: int) -> int:
    """The head of the phrase that a name stands in: the police of "X's police"."""
    while tree.rel(at) in ("nmod", "compound", "amod", "flat") and tree.words[at].head >= 0:
        if tree.rel(at) == "nmod" and tree.words[at].deprel != "nmod:poss":
            break
        at = tree.words[at].head
    return at


def _telling(finder: Finder) -> Iterator[tuple[int, Tree]]:
    """The sentences, with their numbers, that neither deny nor forbid nor prevent."""
    prevent = finder.wording.lists["prevent"]
    for number, tree in enumerate(finder.trees):
        if any(f" {word} " in tree.low for word in ("not", "no", "never", "ban", "banned")):
            continue
        if not any(
            lemma in prevent and word.upos == "VERB" for lemma, word in zip(tree.lemmas, tree.words, strict=True)
        ):
            yield number, tree


def _act(
    finder: Finder, tree: Tree, number: int, at: int, thing: Thing, givers: tuple[Side, ...], takers: tuple[Side, ...]
) -> Act | None:
    told = next((up for up in tree.above(at) if tree.words[up].upos == "VERB"), at)
    sure = max((finder.sureness.of(tree, one, "", givers) for one in (at, told)), key=weakness)
    if sure.label not in TOLD_AS_DONE:
        return None
    first, last, dated_by = finder.day(tree, at)
    return Act(
        frame=FRAME, things=(thing,), givers=givers, takers=takers, hosts=(), origins=givers, place=(), symmetric=False, sure=sure,
        first=first, last=last, dated_by=dated_by, trigger=thing.span or span_of(finder.article.text, tree.sentence.start, tree.sentence.end),
        passage=span_of(finder.article.text, tree.sentence.start, tree.sentence.end), sentence=number, event=None,
    )  # fmt: skip


def netted_acts(finder: Finder, acts: Sequence[Act]) -> Iterator[Act]:
    """Acts told in a grammar that could not be read: the word for the act, its object and the states all stand in one sentence.

    Only acts whose direction the law fixes by itself (`netted` in wording.toml: teaching, banking, insuring, flagging, …): whichever state is
    the target, the other is the one bound. States that only speak are left out, and so is what is denied, stopped, undone or imagined, and an act
    of the same kind whose doer was read.
    """
    settled = {(act.sentence, kind) for act in acts if act.givers for thing in act.things for kind in thing.kinds}
    for number, tree in _telling(finder):
        goods = tuple(_goods(finder, tree))
        if not goods or not finder.wording.lists["undone"].isdisjoint(tree.lemmas):
            continue
        sides = tuple(_states(finder, tree, number))
        frames = tuple(_netting(finder, tree)) if len(sides) >= NEEDED else ()
        for _, at, thing in goods if frames else ():
            for act in _netted(finder, tree, number, at, thing, sides, frames):
                if (number, act.things[0].kinds[0]) not in settled or act.things[0].kinds[0] not in SELF:
                    yield act


def _netting(finder: Finder, tree: Tree) -> Iterator[Frame]:
    """The frames of a sentence's words whose direction the law fixes by itself."""
    for word in range(len(tree.words)):
        for frame in finder.frames_of(tree, word):
            if frame.act in finder.wording.lists["netted"] and frame.only:
                yield frame


def _netted(
    finder: Finder, tree: Tree, number: int, at: int, thing: Thing, sides: tuple[Side, ...], frames: Sequence[Frame]
) -> Iterator[Act]:
    seen = set()
    for frame in frames:
        codes = finder.spoken_of(frame, thing.objects) if frame.act not in seen else ()
        if codes:
            seen.add(frame.act)
            named = msgspec.structs.replace(thing, objects=codes, kinds=(frame.act,))
            act = _act(finder, tree, number, at, named, sides, sides)
            if act is not None:
                yield msgspec.structs.replace(act, hosts=sides, symmetric=True, frame="in one sentence")
