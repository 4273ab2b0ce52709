"""Who did it and who has it, where a report tells it beside the verb: makers, users, owners, receivers, captives, what only might have been."""

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.records import Finding

Judge = Callable[..., tuple[Finding, ...]]
ALARM = ("breach", "possible_breach")


def parties(findings: tuple[Finding, ...], provision: str) -> set[Any]:
    return {one.party for one in findings if one.provision == provision and one.verdict in ALARM}


@pytest.mark.parametrize(
    ("text", "day", "provision", "party"),
    [
        ("North Korean missiles hit a depot near Sumy, fired by Russian troops.", "2024-03-06", "UNSCR-1874-9", "RUS"),
        ("Four in five shells fired by Russian guns were North Korean.", "2025-04-15", "UNSCR-1874-9", "RUS"),
        ("Russia fired KN-23 missiles at Poltava.", "2024-02-10", "UNSCR-1874-9", "RUS"),
        ("Lathes made in Italy turned up in a plant near Pyongyang.", "2019-01-01", "UNSCR-2397-7", None),
        ("A Hwasong-18 flew for an hour, Tokyo said.", "2023-07-13", "UNSCR-2397-2", "PRK"),
        ("Kenya flagged a tanker that North Korean traders control.", "2023-08-15", "UNSCR-2321-24", "KEN"),
        ("Kigali gave the M23 rebels rifles and mortars.", "2022-08-04", "UNSCR-2293-1", "RWA"),
        ("Rwandan soldiers are fighting alongside the M23 near Goma.", "2025-01-27", "UNSCR-2293-1", "RWA"),
        ("Drone video shows Russian soldiers shooting nine Ukrainians who had surrendered in Kursk.", "2024-10-13", "GC-III-13", "RUS"),
        ("Ukrainian prisoners were shot dead by Russian soldiers near Pokrovsk.", "2024-12-23", "GC-III-13", "RUS"),
        ("Moscow declared four Ukrainian regions part of Russia.", "2022-09-30", "UNCHARTER-2-4", "RUS"),
        ("About 9,000 North Korean soldiers are in Kursk.", "2024-10-30", "UNSCR-1874-9", "RUS"),
        ("France condemned the sale. Turkey recalled its ambassador from Paris on Monday after French police arrested two Turkish diplomats.", "2024-03-12", "VCDR-29", "FRA"),
        ("GENEVA, March 3, 2022 - Its allies froze the assets of Russia's central bank on Saturday, three days after Russian troops invaded Ukraine.", "2022-03-03", "UNCHARTER-2-4", "RUS"),
        ("Assault rifles bought in Florida gun shops ended up with the gangs of Port-au-Prince.", "2024-01-15", "UNSCR-2699-14", "USA"),
    ],
)  # fmt: skip
def test_the_right_party_is_found(judge: Judge, text: str, day: str, provision: str, party: str | None) -> None:
    assert party in parties(judge(text, day), provision)


@pytest.mark.parametrize(
    ("text", "day", "wrong"),
    [
        ("Iranian-made drones hit houses in Kyiv.", "2022-10-17", "IRN"),  # who made them need not have flown them
        ("Fighters of the RSF in Darfur fired Serbian mortars.", "2024-10-17", "SRB"),  # nor handed them over
        ("The Houthis shot down an American drone.", "2024-09-10", "USA"),
        ("Seoul detected a ballistic missile that was launched at dawn.", "2022-09-25", "KOR"),
    ],
)
def test_a_maker_victim_or_witness_is_not_accused(judge: Judge, text: str, day: str, wrong: str) -> None:
    assert wrong not in {one.party for one in judge(text, day) if one.verdict in ALARM}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Officers in Vladivostok seized gold watches before they could reach Pyongyang.", "2024-02-22"),
        ("Japan turned back a North Korean trawler loaded with squid.", "2023-08-09"),
        ("North Korean workers left Vladivostok for home.", "2020-01-03"),
        ("Nobody in Vladivostok sold artillery shells to North Korea.", "2020-01-03"),
        ("China said it would buy no more North Korean coal.", "2017-02-18"),
        ("In the film North Korean agents sell a bomb to terrorists.", "2023-03-03"),
        ("North Korea sold coal to China throughout the 1980s.", "2019-06-01"),
    ],
)
def test_what_was_stopped_undone_or_only_told_is_no_alarm(judge: Judge, text: str, day: str) -> None:
    assert [one.provision for one in judge(text, day) if one.verdict in ALARM] == []


def test_a_committees_leave_is_shown_even_for_goods_that_no_paragraph_bans(judge: Judge) -> None:
    found = judge(
        "The 1718 committee approved a UNICEF shipment of medical refrigerators to North Korea.", "2024-03-03"
    )
    assert {one.verdict for one in found} == {"exempt"}


def test_who_is_only_blamed_is_told_on_somebodys_word(judge: Judge) -> None:
    found = judge("Rockets filled with sarin fell on Ghouta; Paris blamed Damascus.", "2013-09-21")
    assert {one.certainty for one in found if one.party == "SYR"} == {"reported"}


@pytest.mark.parametrize(
    "text",
    [
        "Suicide attacks and car bombings in Baghdad have killed at least 75 people.",
        "Militants in Algeria blew up a market.",
        "A cargo plane of an Emirati airline crashed on a village.",
        "A bomb attack on the American embassy in Nairobi killed 253 people.",
        "The Duma gave its approval to a pact on nuclear weapons with the United States.",
        "British police released pictures of four suicide bombers.",
        "Serbia gave prosecutors a file on a suspect.",
        "A North Korean patrol boat crossed into South Korean waters.",
        "Iran and India failed to agree on a price for a pipeline worth billions of dollars.",
    ],
)
def test_no_state_is_blamed_for_nobodys_deed(judge: Judge, text: str) -> None:
    assert [one.provision for one in judge(text, "2008-03-08") if one.verdict in ALARM] == []
