"""One report for people: what it is, then events, claims, findings, places, names, and what was left out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.records import Dossier, Place
from dragoman.telling import wording
from dragoman.telling.plain import clean

from .entries import claim_entry, event_entry, finding_entry, party_row
from .output import console, heading, plural, print_entries

if TYPE_CHECKING:
    from rich.console import Console

PUBLISHED_FROM = {"markup": "from the page", "dateline": "from the date line", "given": "as given"}


def print_dossier(dossier: Dossier) -> None:
    """The whole dossier on standard output."""
    screen = console()
    print_header(screen, dossier)
    _section(screen, "event", len(dossier.events))
    print_entries(dossier.events, event_entry, screen)
    _section(screen, "claim", len(dossier.claims))
    print_entries(dossier.claims, claim_entry, screen)
    _section(screen, "finding", len(dossier.findings))
    print_entries(dossier.findings, finding_entry, screen)
    print_names(screen, dossier)
    print_listings(screen, dossier)
    print_reach(screen, dossier)


def _section(screen: "Console", noun: str, count: int) -> None:
    heading(screen, plural(count, noun) if count else f"No {noun}s")


def print_header(screen: "Console", dossier: Dossier) -> None:
    """Title, who published it when, how that is known, and the report's id."""
    from rich.text import Text

    article = dossier.article
    screen.print(Text(clean(article.title or "(no title)"), style="bold"))
    how = PUBLISHED_FROM.get(article.published_from or "", article.published_from or "")
    published = (
        f"published {article.published}" + (f" ({how})" if how else "")
        if article.published
        else "date of publication unknown"
    )
    parts = [
        published,
        article.publisher,
        article.author,
        article.url,
        article.language,
        plural(len(article.text.split()), "word"),
        article.id,
    ]
    screen.print(Text(clean(" · ".join(part for part in parts if part)), style="dim"))
    screen.print()


def print_names(screen: "Console", dossier: Dossier) -> None:
    """Places with their points, and the names that the report gives, each with its words."""
    if dossier.places:
        groups = same_places(dossier.places)
        heading(screen, plural(len(groups), "place"))
        _grid(screen, [place_row(some) for some in groups])
    if dossier.parties:
        heading(screen, plural(len(dossier.parties), "name"))
        _grid(screen, [party_row(one) for one in dossier.parties])


def same_places(places: Sequence[Place]) -> list[list[Place]]:
    """The mentions of each place together, in order of the first."""
    groups: dict[tuple[str, str | None, float, float], list[Place]] = {}
    for one in places:
        groups.setdefault((one.name, one.country, one.latitude, one.longitude), []).append(one)
    return list(groups.values())


def place_row(some: Sequence[Place]) -> tuple[str, str, str, str]:
    """A place by its mentions: country, name, point with how far it may be off, and the words. A country needs no point."""
    place = some[0]
    north, east = ("N" if place.latitude >= 0 else "S"), ("E" if place.longitude >= 0 else "W")
    point = f"{abs(place.latitude):.2f} {north} {abs(place.longitude):.2f} {east}"
    precision = f" ± {place.precision_km:.0f} km" if place.precision_km is not None else ""
    claimed = f", claimed by {' and '.join(place.claimants)}" if place.claimants else ""
    facts = f"{place.kind}{claimed}" if place.kind == "country" else f"{place.kind}, {point}{precision}{claimed}"
    return place.country or "", place.name, facts, "; ".join(dict.fromkeys(one.text for one in some))


def _grid(screen: "Console", rows: list[tuple[str, str, str, str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(4):
        grid.add_column(overflow="fold")
    for code, name, facts, words in rows:
        shown = f"“{clean(words)}”" if words else ""
        grid.add_row(
            Text(clean(code), style="cyan"),
            Text(clean(name), style="bold"),
            Text(clean(facts)),
            Text(shown, style="italic"),
        )
    screen.print(grid)
    screen.print()


def print_listings(screen: "Console", dossier: Dossier) -> None:
    """Names that stand on a sanctions list, if any do."""
    if not dossier.listings:
        return
    heading(screen, f"{plural(len(dossier.listings), 'name')} on sanctions lists")
    rows = [
        (
            f"{one.score:.2f}",
            one.name,
            f"{one.entry_name}, entry {one.entry} of {one.list_name} ({one.list_date or 'date unknown'})",
            "",
        )
        for one in dossier.listings
    ]
    _grid(screen, rows)


def print_reach(screen: "Console", dossier: Dossier) -> None:
    """What was left out and why, and how far each table of the knowledge reaches."""
    from rich.text import Text

    for one in dossier.skipped:
        screen.print(Text(clean(wording.left_out(one)), style="yellow"))
    reach = ", ".join(f"{name} known to {day}" for name, day in dossier.knowledge)
    if reach:
        screen.print(Text(clean(reach), style="dim"))
