"""Acts made by hand against the register: direction, dates, parties, objects through parents, defeaters, headlines."""

from datetime import date

import pytest

from dragoman.judging.acts import HANDED_OVER, Act, Thing
from dragoman.judging.findings import judge_acts
from dragoman.judging.provisions import Register
from dragoman.judging.sides import Side
from dragoman.judging.sureness import Sure
from dragoman.records import Article, Finding, Sentence, span_of


def side(state: str | None, *groups: str, sector: str | None = "GOV", body: bool = False) -> Side:
    return Side(state=state, groups=groups, sector=sector, name=state or groups[0], span=span_of("x", 0, 1), body=body)


def judged(
    register: Register,
    kinds: tuple[str, ...],
    objects: tuple[str, ...],
    giver: Side | None,
    taker: Side | None,
    day: str,
    *,
    text: str = "It happened.",
    label: str = "asserted",
    place: Side | None = None,
    denials: tuple[tuple[int, str], ...] = (),
    **sure: bool,
) -> tuple[Finding, ...]:
    thing = Thing(objects=objects, name=objects[0], span=None, kinds=kinds)
    whole = span_of(text, 0, len(text))
    act = Act(
        frame="by hand", things=(thing,), givers=(giver,) if giver else (), takers=(taker,) if taker else (), hosts=(),
        origins=(giver,) if giver else (), place=(place,) if place else (), symmetric=False, sure=Sure(label=label, **sure),
        first=date.fromisoformat(day), last=date.fromisoformat(day), dated_by="report", trigger=whole, passage=whole, sentence=0,
        event=None,
    )  # fmt: skip
    sentence = Sentence(start=0, end=len(text), words=())
    spans = tuple((number, span_of(text, text.index(word), text.index(word) + len(word))) for number, word in denials)
    return judge_acts(Article(id="a", text=text, published=day), (sentence,), (act,), spans, register)


def found(findings: tuple[Finding, ...]) -> dict[str, str]:
    return {one.provision: one.verdict for one in findings}


def test_the_buyer_of_embargoed_goods_is_in_breach(register: Register) -> None:
    (one,) = judged(register, HANDED_OVER, ("coal",), side("PRK"), side("CHN"), "2019-03-08")
    assert (one.provision, one.party, one.target, one.direction, one.verdict) == (
        "UNSCR-2371-8",
        "CHN",
        "PRK",
        "from",
        "breach",
    )
    assert one.vote == "for"


def test_direction_is_who_ends_up_with_it(register: Register) -> None:
    assert judged(register, HANDED_OVER, ("coal",), side("CHN"), side("PRK"), "2019-03-08") == ()


def test_the_seller_itself_where_nobody_is_told_to_buy(register: Register) -> None:
    (one,) = judged(register, HANDED_OVER, ("seafood",), side("PRK"), None, "2019-03-08")
    assert (one.provision, one.party) == ("UNSCR-2371-9", "PRK")


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        ("2016-01-01", set()),
        ("2016-06-01", {"UNSCR-2270-29"}),
        ("2017-08-04", {"UNSCR-2321-26"}),
        ("2017-08-05", {"UNSCR-2371-8"}),
    ],
)
def test_the_provision_in_force_on_the_day(register: Register, day: str, ids: set[str]) -> None:
    assert set(found(judged(register, HANDED_OVER, ("coal",), side("PRK"), side("CHN"), day))) == ids


def test_a_period_may_come_back(register: Register) -> None:
    def jets(day: str) -> dict[str, str]:
        return found(judged(register, HANDED_OVER, ("combat_aircraft",), side("RUS"), side("IRN"), day))

    assert "UNSCR-1929-8" in jets("2012-01-01")
    assert "UNSCR-2231-B5" in jets("2018-01-01")
    assert jets("2022-01-01") == {}
    assert "UNSCR-1929-8" in jets("2025-10-10")


def test_parents_cover_children_and_classes_have_edges(register: Register) -> None:
    tanks = found(judged(register, HANDED_OVER, ("tanks",), side("UKR"), side("PRK"), "2017-01-01"))
    assert "UNSCR-1874-10" in tanks
    air_defence = found(judged(register, HANDED_OVER, ("air_defence",), side("RUS"), side("IRN"), "2012-01-01"))
    assert air_defence == {}  # outside the UN Register class, so outside the ban on Iran
    assert "UNSCR-1874-10" in found(
        judged(register, HANDED_OVER, ("air_defence",), side("RUS"), side("PRK"), "2012-01-01")
    )


def test_an_earlier_paragraph_is_kept_as_root(register: Register) -> None:
    findings = judged(
        register, HANDED_OVER, ("coal",), side("PRK"), side("CHN"), "2017-02-01", text="Coal secretly exceeded the cap."
    )
    (one,) = findings
    assert one.provision == "UNSCR-2321-26"
    assert one.root == "UNSCR-2270-29"


@pytest.mark.parametrize(("state", "bound"), [("ESP", True), ("USA", False), ("RUS", False), ("UKR", False)])
def test_only_parties_to_a_treaty_are_bound(register: Register, state: str, bound: bool) -> None:
    findings = judged(register, ("use_weapon",), ("cluster_munition",), side(state), None, "2023-01-01")
    assert ("CCM-1-1" in found(findings)) is bound


def test_the_state_itself_is_outside_an_embargo_on_armed_groups(register: Register) -> None:
    army = judged(register, HANDED_OVER, ("small_arms",), side("ZAF"), side("COD", sector="MIL"), "2023-09-09")
    rebels = judged(
        register,
        HANDED_OVER,
        ("small_arms",),
        side("ZAF"),
        side("COD", "armed groups in COD", sector="REB"),
        "2023-09-09",
    )
    assert found(army) == {"UNSCR-2293-1": "exempt"}
    assert [one.name for one in army[0].defeaters if one.held] == ["wrong party"]
    assert found(rebels) == {"UNSCR-2293-1": "breach"}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Excavators went north under a waiver.", "exempt"),
        ("Excavators went north without a waiver.", "breach"),
        ("Excavators went north; it is unclear if they were exempt.", "breach"),
        ("Excavators went north.", "breach"),
    ],
)
def test_an_exemption_counts_unless_it_is_denied(register: Register, text: str, verdict: str) -> None:
    findings = judged(register, HANDED_OVER, ("machinery",), side("CHN"), side("PRK"), "2019-01-01", text=text)
    assert found(findings) == {"UNSCR-2397-7": verdict}


def test_one_delivery_under_a_ceiling_is_exempt_unless_hidden(register: Register) -> None:
    def oil(text: str) -> dict[str, str]:
        return found(
            judged(register, HANDED_OVER, ("refined_petroleum",), side("RUS"), side("PRK"), "2021-05-05", text=text)
        )

    assert oil("Diesel went to the North.") == {"UNSCR-2397-5": "exempt"}
    assert oil("Diesel secretly went to the North.") == {"UNSCR-2397-5": "breach"}
    assert oil("Diesel above the annual limit went to the North.") == {"UNSCR-2397-5": "breach"}


def test_a_grace_period_ends(register: Register) -> None:
    def squid(day: str) -> dict[str, str]:
        text = "Squid came under an existing contract."
        return found(judged(register, HANDED_OVER, ("seafood",), side("PRK"), side("CHN"), day, text=text))

    assert squid("2017-08-20") == {"UNSCR-2371-9": "exempt"}
    assert squid("2017-10-20") == {"UNSCR-2371-9": "breach"}


def test_self_defence_is_contested_not_exempt(register: Register) -> None:
    findings = judged(
        register,
        ("use_force",),
        ("territory",),
        side("IRN"),
        side("ISR"),
        "2024-04-14",
        text="It struck in self-defence.",
    )
    assert found(findings) == {"UNCHARTER-2-4": "possible_breach"}


@pytest.mark.parametrize(
    ("sure", "verdict"),
    [
        ({"label": "asserted"}, "breach"),
        ({"label": "reported"}, "breach"),
        ({"label": "reported", "rumour": True}, "possible_breach"),
        ({"label": "possible"}, "possible_breach"),
        ({"label": "future"}, "possible_breach"),
        ({"label": "asserted", "threat": True}, "possible_breach"),
    ],
)
def test_the_verdict_follows_the_certainty(register: Register, sure: dict[str, object], verdict: str) -> None:
    findings = judged(register, HANDED_OVER, ("coal",), side("PRK"), side("CHN"), "2019-01-01", **sure)  # type: ignore[arg-type]
    assert found(findings) == {"UNSCR-2371-8": verdict}


def test_a_denial_in_the_report_makes_it_possible_and_is_shown(register: Register) -> None:
    text = "China bought coal; Beijing denied it."
    (one,) = judged(
        register, HANDED_OVER, ("coal",), side("PRK"), side("CHN"), "2019-01-01", text=text, denials=((0, "denied"),)
    )
    assert one.verdict == "possible_breach"
    assert [span.quote for span in one.evidence_against] == ["denied"]


def test_a_contested_reading_gives_no_more_than_a_possible_breach(register: Register) -> None:
    drones = judged(register, HANDED_OVER, ("drones",), side("IRN"), side("RUS"), "2022-10-20")
    assert found(drones) == {"UNSCR-2231-B4": "possible_breach"}
    assert any(reason.startswith("contested") for reason in drones[0].reasons)


def test_what_only_asks_is_never_breached(register: Register) -> None:
    assert judged(register, ("launch",), ("ballistic_missile",), side("IRN"), None, "2017-02-01") == ()
    assert judged(register, ("test_nuclear",), ("nuclear_weapon",), side("PAK"), None, "1998-05-28") == ()


def test_the_target_itself_breaks_a_demand_addressed_to_it(register: Register) -> None:
    findings = judged(register, ("launch",), ("ballistic_missile",), side("PRK"), None, "2022-03-24")
    assert set(found(findings)) == {"UNSCR-2397-2"}
    assert findings[0].vote == "not_member"


def test_an_armed_group_is_no_state(register: Register) -> None:
    rebels = side("YEM", "Houthis", sector="REB")
    findings = judged(register, ("use_force",), ("territory",), rebels, side("SAU"), "2022-01-17")
    assert set(found(findings)) == {"UNSCR-2216-1"}  # the demand addressed to the group, not the Charter


def test_a_relief_body_is_not_bound_but_its_exemption_shows(register: Register) -> None:
    cross = side(None, "relief", body=True)
    text = "The Red Cross sent bulldozers with the waiver of the committee."
    assert found(judged(register, HANDED_OVER, ("vehicles",), cross, side("PRK"), "2019-01-01", text=text)) == {
        "UNSCR-2397-7": "exempt"
    }
    assert judged(register, HANDED_OVER, ("vehicles",), cross, side("PRK"), "2019-01-01") == ()


def test_a_new_resolution_changes_only_what_it_touches(register: Register, tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "new.toml"
    path.write_text(
        'id = "NEW"\nname = "New (2030)"\ntitle = "t"\nregime = "NEW"\nlegal_basis = "treaty"\nsource = "s"\n[[provision]]\nid = "NEW-1"\n'
        'paragraph = "1"\nsummary = "No rice."\nkind = "prohibition"\nforce = "binding"\nbound = ["*"]\ntarget = ["PRK"]\ndirection = "to"\n'
        'actor_role = "supplier"\nacts = ["supply"]\nobjects = ["humanitarian_goods"]\nperiods = [{ from = 2000-01-01 }]\nverified = "source"\n',
        encoding="utf-8",
    )
    more = register.with_user_file(path)
    rice = (HANDED_OVER, ("humanitarian_goods",), side("CHN"), side("PRK"), "2019-01-01")
    coal = (HANDED_OVER, ("coal",), side("PRK"), side("CHN"), "2019-01-01")
    assert judged(register, *rice) == ()
    assert set(found(judged(more, *rice))) == {"NEW-1"}
    assert judged(register, *coal) == judged(more, *coal)


def test_reasons_say_when_a_number_is_from_memory(register: Register) -> None:
    findings = judged(register, HANDED_OVER, ("seafood",), side("PRK"), side("CHN"), "2019-01-01")
    assert "memory" in findings[0].title
    assert any("memory" in reason for reason in findings[0].reasons)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("It shipped 40,000 barrels.", "exempt"),
        ("It shipped more than a million barrels.", "breach"),
        ("It shipped 1.2 million barrels.", "breach"),
        ("It shipped 499,999 barrels.", "exempt"),
    ],
)
def test_an_amount_above_the_whole_ceiling_breaks_it_alone(register: Register, text: str, verdict: str) -> None:
    findings = judged(register, HANDED_OVER, ("refined_petroleum",), side("RUS"), side("PRK"), "2024-11-27", text=text)
    assert found(findings)["UNSCR-2397-5"] == verdict
