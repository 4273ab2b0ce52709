"""A party that the words name and that nothing known explains: kept as written, never guessed."""

from dragoman.records import Maker, Party, Span


def unknown_party(span: Span, why: str, sector: str | None = None) -> Party:
    """The party of some words, country untold, with the reason why nobody is known for it."""
    maker = Maker(stage="grounding", rule="no party known", reasons=(why,))
    return Party(
        text=span.quote, name=span.quote, country="---", sector=sector, unnamed=True, spans=(span,), made_by=maker
    )
