"""Which reports print the same text: an index over the signatures of all that are grouped, so that a reprint is known however old its original is.

A signature (`relating.reprints`) is cut into bands of five numbers; two reports meet where a band of theirs is the same (Leskovec et al. 2020,
ch. 3). A row of the index is a band, as a number, and the place of a report in `story_reports`: some 400 bytes for a report.
"""

import hashlib
from collections.abc import Iterator, Sequence

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, insert, select

from .schema import METADATA
from .story_schema import story_reports

BANDS, ROWS = 16, 5  # reports with a likeness of 0.8 meet with a chance of 0.998, those with 0.3 of 0.04
BAND_BYTES = ROWS * 4
MOST_MET = 200  # reports that are looked at closely; of a text that hundreds print any one is original enough
AT_ONCE = 1000  # reports whose bands are written at a time where an older store is brought forward

printed_bands = Table(
    "printed_bands",
    METADATA,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)


def bands_of(signature: bytes) -> tuple[int, ...]:
    """The bands of a signature of BANDS * BAND_BYTES bytes, each as a number of 64 bits that tells the band's place too."""
    parts = (signature[at : at + BAND_BYTES] for at in range(0, len(signature), BAND_BYTES))
    digests = (hashlib.blake2b(bytes([at]) + part, digest_size=8).digest() for at, part in enumerate(parts))
    return tuple(int.from_bytes(digest, "big", signed=True) for digest in digests)


def write_bands(connection: Connection, listed: Sequence[tuple[int, str]]) -> None:
    """Takes reports into the index: the place and the signature, in hexadecimal digits, of each; none of a report without a signature."""
    rows = [
        {"band": band, "place": place}
        for place, signature in listed
        for band in dict.fromkeys(bands_of(bytes.fromhex(signature)))
    ]
    if rows:
        connection.execute(insert(printed_bands), rows)


def met(connection: Connection, signature: bytes) -> Iterator[tuple[str, bytes]]:
    """The reports that share a band with a signature, the first grouped first, each with its own signature."""
    here = printed_bands.c
    places = select(here.place).where(here.band.in_(bands_of(signature))).distinct()
    reports = story_reports.c
    chosen = select(reports.article, reports.signature).where(reports.place.in_(places)).order_by(reports.place)
    for row in connection.execute(chosen.limit(MOST_MET)):
        yield row.article, bytes.fromhex(row.signature)


def create_index(connection: Connection) -> None:
    """Makes the table where there is none, and takes in what was grouped before."""
    printed_bands.create(connection, checkfirst=True)
    here, last = story_reports.c, 0
    if connection.execute(select(printed_bands.c.place).limit(1)).first():
        return
    while True:
        chosen = select(here.place, here.signature).where(here.place > last).order_by(here.place).limit(AT_ONCE)
        rows = [(row.place, row.signature) for row in connection.execute(chosen)]
        if not rows:
            return
        write_bands(connection, rows)
        last = rows[-1][0]
