"""Rows of event data as acts: one function for each layout, a row in, acts out."""

from collections.abc import Callable, Iterator
from itertools import product

from dragoman.records import PairEvent

from .files import Row
from .reading import (
    UNKNOWN,
    Side,
    Unusable,
    Words,
    act_named,
    act_of_source,
    act_of_table,
    both_named,
    day_of,
    day_of_parts,
    event,
    filled,
    number_of,
    sector_of,
    side_of_name,
    start_of,
)

Reader = Callable[[Row, Words], Iterator[PairEvent]]

STATE_SIDES = ("GOV", "REB")  # UCDP: in state-based violence a government fights a government or rebels
CIVILIANS, GROUP = "CVL", "UAF"


def polecat(row: Row, words: Words) -> Iterator[PairEvent]:
    """POLECAT: PLOVER already; several countries on a side, joined by `;`, are an act for each two."""
    bare = act_named(row["event_type"].strip().upper(), (filled(row["event_mode"]) or "").lower())
    act = bare._replace(intensity=number_of(row["intensity"], "intensity"))
    days = (day_of(row["event_date"]), _published(row["publication_date"], row["event_date"]))
    pairs = list(product(_polecat_sides(row, "actor", words), _polecat_sides(row, "recipient", words)))
    for number, (actor, recipient) in enumerate(pairs, 1):
        both_named(actor, recipient)
        key = row["event_id"] if len(pairs) == 1 else f"{row['event_id']}.{number}"
        yield event("polecat", key, days, act, actor, recipient, source=row["event_id"], country=_place(row, words))


def _published(told: str, otherwise: str) -> str:
    return day_of(told if filled(told) else otherwise)


def _polecat_sides(row: Row, side: str, words: Words) -> list[Side]:
    sector = sector_of(row.get(f"primary_{side}_sector", "").split(";")[0])
    name = filled(row[f"{side}_name"])
    codes = [code for code in row[f"{side}_country"].split(";") if filled(code)]
    found = dict.fromkeys(words.country("iso3", code) for code in codes) or {UNKNOWN: None}
    return [Side(country, name, sector) for country in found]


def _place(row: Row, words: Words) -> str | None:
    """Where it happened, from a column `country`; None where that is empty or unknown."""
    told = row.get("country", "").strip()
    country = words.country("iso3" if len(told) == 3 else "name", told)
    return country if country != UNKNOWN else None


def icews(row: Row, words: Words) -> Iterator[PairEvent]:
    """ICEWS: CAMEO and names of countries; a story may tell several events of one id, so the sentence is part of the key."""
    code = row["cameo_code"].strip()
    act = act_of_source(code, str(_quad_of_root(code)), row["intensity"])
    actor, recipient = (_icews_side(row, side, words) for side in ("source", "target"))
    both_named(actor, recipient)
    day = day_of(row["event_date"])
    story = filled(row.get("story_id"))
    key = ".".join(part for part in (row["event_id"].strip(), story, filled(row.get("sentence_number"))) if part)
    yield event("icews", key, (day,), act, actor, recipient, country=_place(row, words), story=story)


def _icews_side(row: Row, side: str, words: Words) -> Side:
    country = words.country("name", row[f"{side}_country"])
    return Side(country, filled(row[f"{side}_name"]), side_of_name("icews", row.get(f"{side}_sectors"), words).sector)


ROOTS = {1: range(1, 6), 2: range(6, 9), 3: range(9, 14), 4: range(14, 21)}  # quad class of CAMEO roots, as in GDELT


def _quad_of_root(code: str) -> int:
    root = int(code[:2]) if code[:2].isdigit() else 0
    return next((quad for quad, roots in ROOTS.items() if root in roots), 0)


def gdelt(row: Row, words: Words) -> Iterator[PairEvent]:
    """GDELT 2: CAMEO; known from the day on which it was added."""
    act = act_of_source(row["eventcode"], row["quadclass"], row["goldsteinscale"])
    actor, recipient = (_gdelt_side(row, side, words) for side in ("actor1", "actor2"))
    both_named(actor, recipient)
    where = words.country("fips", row.get("actiongeo_countrycode", ""))
    days = (day_of(row["sqldate"]), day_of(row["dateadded"]))
    yield event("gdelt", row["globaleventid"], days, act, actor, recipient, country=where if where != UNKNOWN else None)


def _gdelt_side(row: Row, side: str, words: Words) -> Side:
    country = words.country("cameo", row[f"{side}countrycode"])
    return Side(country, filled(row[f"{side}name"]), sector_of(row.get(f"{side}type1code")))


def cline(row: Row, words: Words) -> Iterator[PairEvent]:
    """Historical Phoenix: CAMEO acts and countries."""
    act = act_of_source(row["code"], row["quad_class"], row["goldstein"])
    actor, recipient = (
        Side(words.country("cameo", row[f"{side}_root"]), filled(row[side]), sector_of(row.get(f"{side}_agent")))
        for side in ("source", "target")
    )
    both_named(actor, recipient)
    day = day_of_parts(row["year"], row["month"], row["day"])[0]
    where = row.get("countryname", "")
    place = words.country("iso3" if len(where.strip()) == 3 else "name", where)
    yield event(
        "phoenix",
        row["eid"],
        (day,),
        act,
        actor,
        recipient,
        source=filled(row.get("aid")) or row["eid"],
        country=place if place != UNKNOWN else None,
    )


def phoenix(row: Row, words: Words) -> Iterator[PairEvent]:
    """Phoenix as the pipeline writes it daily."""
    act = act_of_source(row["eventcode"], row["pentaclass"], row["goldsteinscore"])
    actor, recipient = (
        Side(
            words.country("cameo", row[f"{side}actorentity"]),
            filled(row[f"{side}actorfull"]),
            sector_of(row.get(f"{side}actorrole")),
        )
        for side in ("source", "target")
    )
    both_named(actor, recipient)
    yield event("phoenix", row["eventid"], (day_of(row["date"]),), act, actor, recipient)


def acled(row: Row, words: Words) -> Iterator[PairEvent]:
    """ACLED: actors by name; what a state does at home is kept, an act without a second actor is left out."""
    act = act_of_table("acled", row["sub_event_type"].strip())
    if act is None:
        raise Unusable(
            f"is a {row['sub_event_type'].strip() or 'sub-event without type'}, which is no act of one party on another"
        )
    if not filled(row["actor2"]):
        raise Unusable("names one side only")
    where = words.country("name", row["country"])
    actor, recipient = (side_of_name("acled", row[name], words) for name in ("actor1", "actor2"))
    if UNKNOWN == where == actor.country == recipient.country:
        raise Unusable("has no country that a table knows")
    deaths = number_of(row["fatalities"], "fatalities") if filled(row["fatalities"]) else None
    day = day_of(row["event_date"])
    place = where if where != UNKNOWN else None
    yield event("acled", row["event_id_cnty"], (day,), act, actor, recipient, country=place, deaths=deaths)


def ged(row: Row, words: Words) -> Iterator[PairEvent]:
    """UCDP GED: `actor` is side A. Sectors tell the kinds of violence apart: against civilians `CVL`, between groups `UAF`, else state-based."""
    kind = row["type_of_violence"].strip()
    act = act_of_table("ged", kind)
    if act is None:
        raise Unusable("has a type of violence that UCDP has not")
    numbers = (row["gwnoa"], row["gwnob"])
    actor, recipient = (
        _ged_side(row[side], number, words) for side, number in zip(("side_a", "side_b"), numbers, strict=True)
    )
    if kind == "2":
        actor, recipient = actor._replace(sector=GROUP), recipient._replace(sector=GROUP)
    if kind == "3":
        recipient = recipient._replace(sector=CIVILIANS)
    days = (day_of(row["date_start"]), day_of(row["date_end"]))
    where = words.country("gw", row["country_id"])
    yield event(
        "ucdp", row["id"], days, act, actor, recipient, deaths=number_of(row["best"], "best estimate"),
        country=where if where != UNKNOWN else None, day_from="told" if days[0] == days[1] else "span",
    )  # fmt: skip


def _ged_side(name: str, number: str, words: Words) -> Side:
    """A government by its Gleditsch and Ward number; anybody else is a group, rebels where it fights a state."""
    if filled(number):
        country = words.country("gw", number.split(".")[0].split(",")[0])
        return Side(country, filled(name), side_of_name("ged", name, words, country).sector or "GOV")
    return Side(UNKNOWN, filled(name), "REB")


def dyadic_disputes(row: Row, words: Words) -> Iterator[PairEvent]:
    """Dyadic MID: each side with its own highest act, on the day the dispute between the two began."""
    day, day_from = day_of_parts(row["strtyr"], row["strtmnth"], row["strtday"])
    a, b = (Side(words.country("cow", row[name]), row[name].strip(), "MIL") for name in ("statea", "stateb"))
    both_named(a, b)
    for number, (one, other, act) in enumerate(((a, b, row["highacta"]), (b, a, row["highactb"])), 1):
        done = act_of_table("mid", act.strip())
        if done:
            key = f"{row['disno']}.{row['statea']}.{row['stateb']}.{row.get('strtyr')}.{number}"
            yield event(
                "cow", key, (day,), done, one, other, source=row["disno"], story=row["disno"], day_from=day_from
            )


def iso_disputes(row: Row, words: Words) -> Iterator[PairEvent]:
    """Dyads of disputes without a direction: each acts on the other. A month without a day is taken at its first, and said to be a span."""
    day = start_of(row["start"])
    day_from = "told" if day == row["start"].strip() else "span"
    a, b = (Side(words.country("iso3", row[name]), row[name], "MIL") for name in ("a", "b"))
    both_named(a, b)
    act = act_of_table("mid", row["action"].strip())
    if act is None:
        raise Unusable("tells no act of MID")
    for number, (one, other) in enumerate(((a, b), (b, a)), 1):
        key = f"{row['dispute']}.{row['a']}.{row['b']}.{row['start']}.{number}"
        yield event("cow", key, (day,), act, one, other, source=row["dispute"], story=row["dispute"], day_from=day_from)


READERS: dict[str, Reader] = {
    "polecat": polecat,
    "icews": icews,
    "gdelt": gdelt,
    "cline": cline,
    "phoenix": phoenix,
    "acled": acled,
    "ged": ged,
    "dyadic_disputes": dyadic_disputes,
    "iso_disputes": iso_disputes,
}
