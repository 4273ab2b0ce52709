"""A store to export from."""

import msgspec
import pytest
from dossiers import article, claim, day, event, listing, meeting, party, place, plain

from dragoman.exports.chosen import Chosen, Wanted
from dragoman.records import Certainty, Dossier
from dragoman.store import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, ListingFilter, Store

EVIL = (
    "=cmd|' /C calc'!A0 said Norland & <Sudonia>\nfought “Östland” on 9 May 2024 near Port & Lilly 😀.\n"
    "Norland denied it had struck Sudonia."
)


def hostile() -> Dossier:
    """A report that tries every format: formulas, markup, an emoji, a quotation over a line end, a denied act, two-sided fighting."""
    of = article(
        EVIL,
        "https://news.example/a b?{x}",
        title="=HYPERLINK(1) {50%} & <b>_#~^\\",
        publisher="@home",
        published="2024-05",
        author="+A. Writer and\x07 Sons",
    )
    norland = party(EVIL, "Norland", "Nor\u202eland & <Co>", "NOR", "MIL", wikidata="Q42")
    sudonia = party(EVIL, "Sudonia", "Sudonia", "---", "UNK")
    port = place(EVIL, "Port & Lilly", "Port & Lilly", "NOR", -61.123456789, -7.25)
    words = "<Sudonia>\nfought “Östland” on 9 May 2024 near Port & Lilly 😀"
    fought = event(
        of,
        "ASSAULT",
        "fought",
        words,
        (norland, sudonia),
        mode="heavy-weapons",
        quad=4,
        intensity=-9.5,
        contexts=("military", "territory"),
        when=day(EVIL, "9 May 2024", "2024-05-09"),
        where=port,
    )
    denied = event(
        of,
        "ASSAULT",
        "struck",
        "Norland denied it had struck Sudonia",
        (norland,),
        (sudonia,),
        quad=4,
        certainty=Certainty(value=-3.0, label="denied", source="Norland"),
    )
    said = claim(of, norland, "Norland denied".removesuffix(" denied"), "denied", "it had struck Sudonia")
    return msgspec.structs.replace(
        meeting(),
        article=of,
        parties=(norland, sudonia),
        places=(port,),
        times=(),
        items=(),
        claims=(said,),
        events=(fought, denied),
        findings=(),
        listings=(listing(of, "Sudonia"),),
        skipped=(),
    )


@pytest.fixture
def store(tmp_path):
    """The meeting, two short reports, and the hostile one."""
    with Store.open(tmp_path / "reports.db", create=True, clock=lambda: "2024-06-01T12:00:00Z") as opened:
        for dossier in (meeting(), plain(3, "2024-03"), plain(2), hostile()):
            opened.add(dossier)
        yield opened


@pytest.fixture
def everything(store):
    """All records of the store."""
    return Chosen(store, Wanted(ArticleFilter(), EventFilter(), ClaimFilter(), FindingFilter(), ListingFilter()))
