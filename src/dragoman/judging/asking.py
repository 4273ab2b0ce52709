"""Queries out of what people and tables give: a name with properties as FollowTheMoney names them, or columns of a CSV file."""

from collections.abc import Iterable, Mapping

from .comparing import Query
from .list_countries import countries_named, countries_of, date_of

KINDS = {
    "person": "person",
    "individual": "person",
    "organisation": "organisation",
    "organization": "organisation",
    "company": "organisation",
    "publicbody": "organisation",
    "entity": "organisation",
    "vessel": "vessel",
    "ship": "vessel",
}
GENDERS = {"m": "m", "male": "m", "f": "f", "female": "f"}
BIRTHS = ("birthdate", "birth_date", "dob", "born")
COUNTRIES = ("country", "countries", "nationality", "citizenship", "flag")
CONTEXTS = ("role", "context", "office", "position", "title")
NUMBERS = {
    "imo": "imo",
    "imonumber": "imo",
    "passport": "passport",
    "passportnumber": "passport",
    "idnumber": "national",
    "registrationnumber": "registration",
}

Values = Mapping[str, str | Iterable[str]]


def query_of(name: str, known: Values, kind: str | None = None) -> Query:
    """A query out of a name and properties, whatever their spelling (birthDate, dob; country, nationality); unknown ones are not read.

    Whoever has a birth date or a gender is a person. Words of the context that name a country or people tell the country: `Iranian general`.
    """
    plain = {key.lower().replace("-", "_"): value for key, value in known.items()}
    context = "; ".join(values(plain, CONTEXTS))
    countries = countries_of([*values(plain, COUNTRIES)]) or countries_named(context)
    births = tuple(date for born in values(plain, BIRTHS) if (date := date_of(born)))
    gender = GENDERS.get(next(iter(values(plain, ("gender", "sex"))), "").lower())
    stated = KINDS.get(next(iter(values(plain, ("kind", "schema", "type"))), "").lower())
    return Query(
        name=name,
        kind=kind or stated or ("person" if births or gender else None),
        births=births,
        countries=countries,
        gender=gender,
        context=context,
        ids=tuple(
            (kind_of_number, number) for key, kind_of_number in NUMBERS.items() for number in values(plain, (key,))
        ),
    )


def values(known: Values, names: Iterable[str]) -> list[str]:
    """The values under any of the names; a text may hold several, parted by ;."""
    found: list[str] = []
    for name in names:
        value = known.get(name) or ()
        parts = value.split(";") if isinstance(value, str) else value
        found.extend(part.strip() for part in parts if part and part.strip())
    return found
