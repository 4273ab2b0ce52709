"""What other reports of a story say of the same: other tellings of an event with where they differ, and claims that stand against each other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from dragoman.records import Claim, Event
from dragoman.relating.opposing import opposed
from dragoman.store import Store
from dragoman.store.companions import claims_in, events_in, reports_beside, with_denials
from dragoman.telling import wording

from .answers import Against, ReportHead

MOST = 40
ATTACK = 4  # the quad class in which it matters who did it


def same_happening(store: Store, event: Event) -> list[tuple[Event, ReportHead]]:
    """Events of the other reports of its story that tell of the same type of act between the same countries; the reports' heads with them.

    Of an attack also those that lay it at another's door.
    """
    from .pages.lists import heads

    beside = reports_beside(store, [event.article]).keys() - {event.article}
    found = [one for one in events_in(store, beside, event.type) if alike(event, one)][:MOST]
    named = heads(store, [one.article for one in found])
    return [(one, named[one.article]) for one in found]


def alike(one: Event, other: Event) -> bool:
    """Whether two tellings of one type may be of one act: each side shares a country; where a side is untold, any side does."""
    actors, recipients = _countries(one.actors), _countries(one.recipients)
    other_actors, other_recipients = _countries(other.actors), _countries(other.recipients)
    if recipients and other_recipients:
        same_doer = bool(actors & other_actors) or not (actors and other_actors) or one.quad == ATTACK
        return bool(recipients & other_recipients) and same_doer
    return bool((actors | recipients) & (other_actors | other_recipients))


def _countries(some: Iterable[object]) -> frozenset[str]:
    return frozenset(getattr(one, "country", "") for one in some) - {wording.UNTOLD_COUNTRY}


def differences(one: Event, other: Event) -> tuple[str, ...]:
    """Where another telling contradicts: who did it, how sure, when, where. What one of them leaves untold is no contradiction."""
    found: list[str] = []
    doers = _countries(one.actors), _countries(other.actors)
    if one.quad == ATTACK and all(doers) and not doers[0] & doers[1]:
        found.append(f"done by {' and '.join(sorted(doers[1]))} there, by {' and '.join(sorted(doers[0]))} here")
    if one.certainty.label != other.certainty.label:
        found.append(f"{other.certainty.label} there, {one.certainty.label} here")
    if (
        one.when.start
        and other.when.start
        and (one.when.start > (other.when.end or "") or other.when.start > (one.when.end or ""))
    ):
        found.append(f"{wording.when(other.when)} there, {wording.when(one.when)} here")
    if one.where and other.where and one.where.country != other.where.country:
        found.append(f"{wording.where(other.where)} there, {wording.where(one.where)} here")
    if one.auxiliary != other.auxiliary:
        told = [wording.AUXILIARY.get(each.auxiliary or "", "told as done") for each in (other, one)]
        found.append(f"{told[0]} there, {told[1]} here")
    return tuple(found)


def standing_against(store: Store, claims: Sequence[Claim]) -> dict[str, tuple[Against, ...]]:
    """Of each claim the ones that deny it or that it denies, in the same report and in the others of its story; nothing for most claims."""
    stories: defaultdict[str, list[str]] = defaultdict(list)
    for article, story in reports_beside(store, [one.article for one in claims]).items():
        stories[story].append(article)
    denying = with_denials(store, [one for some in stories.values() for one in some]) if stories else set()
    wanted, found = {one.id for one in claims}, defaultdict[str, list[Against]](list)
    for articles in stories.values():
        if not denying.isdisjoint(articles):
            by_id = {one.id: one for one in claims_in(store, articles)}
            for pair in opposed(by_id.values(), events_in(store, articles, told=True)):
                denial, claim = by_id[pair.denial], by_id[pair.claim]
                if claim.id in wanted:
                    found[claim.id].append(Against(claim=denial, denies=True, why=pair.why))
                if denial.id in wanted:
                    found[denial.id].append(Against(claim=claim, denies=False, why=pair.why))
    return {one: tuple(some) for one, some in found.items()}
