"""Writes an example of each answer of the API, from the sample report: python docs/examples.py"""

import tempfile
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
from starlette.testclient import TestClient

from dragoman.pipeline.report import Desk
from dragoman.records import Dossier
from dragoman.relating.stories import relate
from dragoman.settings import Settings
from dragoman.sources import article_from_text
from dragoman.store import Store
from dragoman.store.access import make_token
from dragoman.web.app import create_app

TARGET = Path(__file__).resolve().parents[1] / "src/dragoman/web/examples.json"
KEPT = 1  # items of each list: an example shows the shape


def cut(value: Any) -> Any:
    """The same with at most so many items in each list of records; plain values stay together."""
    if isinstance(value, dict):
        return {key: cut(one) for key, one in value.items()}
    if not isinstance(value, list):
        return value
    whole = not value or not isinstance(value[0], dict | list)
    return value if whole else [cut(one) for one in value[:KEPT]]


def example_of(answer: Any) -> Any:
    """JSON cut short, other text as it is; None of what is no text."""
    kind = answer.headers["content-type"].partition(";")[0]
    if kind.endswith("json"):
        return cut(answer.json())
    return answer.text if kind.startswith("text/") or kind.endswith(("xml", "jsonl", "bibtex")) else None


def narrow(path: str, dossier: Dossier) -> str:
    """The filter that leaves few events in an export of them."""
    if not path.startswith("/api/v1/events."):
        return ""
    counts = Counter(one.type for one in dossier.events if one.actors and one.recipients)
    return f"?type={min(counts, key=lambda kind: (counts[kind], kind))}"


def paths_of(dossier: Dossier) -> dict[str, str]:
    """For each path of the API, one to ask."""
    ids = {"articles": dossier.article.id, "events": dossier.events[0].id, "claims": dossier.claims[0].id}
    ids |= {"findings": dossier.findings[0].id, "review": dossier.events[0].id}
    country = dossier.events[0].actors[0].country
    other = next(one.country for one in dossier.parties if one.country not in (country, "---"))
    named = {f"/api/v1/{name}/{{record}}": f"/api/v1/{name}/{record}" for name, record in ids.items()}
    return named | {
        "/api/v1/actors/{who}": f"/api/v1/actors/{country}",
        "/api/v1/pairs/{a}/{b}": f"/api/v1/pairs/{country}/{other}",
    }


def main() -> None:
    """Reads the sample into a store of its own, asks every path, and writes what comes back."""
    text = (resources.files("dragoman") / "samples/orbital.txt").read_text(encoding="utf-8")
    dossier = Desk.load(Settings()).read(article_from_text(text))
    found: dict[str, Any] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder) / "sample.db", create=True, clock=lambda: "2025-03-15T08:00:00Z") as store,
    ):
        store.add(dossier)
        relate(store)
        client = TestClient(create_app(store, Settings(), hosts=("testserver",), load_desk=lambda: _Again(dossier)))
        known = paths_of(dossier) | {"/api/v1/stories/{record}": f"/api/v1/stories/{next(iter(store.stories())).id}"}
        for path, operations in client.get("/api/v1/openapi.json").json()["paths"].items():
            good = operations.get("get", {}).get("responses", {}).get("200", {})
            if good:
                answer = client.get(known.get(path, path + narrow(path, dossier))).raise_for_status()
                found |= {f"get {path}": example for example in (example_of(answer),) if example is not None}
        sent = {"Authorization": f"Bearer {make_token(store, 'examples')}"}
        review = {"record": dossier.events[0].id, "verdict": "accept", "reviewer": "ada"}
        found["post /api/v1/reviews"] = (
            client.post("/api/v1/reviews", json=review, headers=sent).raise_for_status().json()
        )
        found["post /api/v1/articles"] = cut(
            client.post("/api/v1/articles", json={"text": text}, headers=sent).raise_for_status().json()
        )
    TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(found, order="sorted"), indent=1) + b"\n")


class _Again:
    """A desk that has read the sample already."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier

    def read(self, _: Any) -> Dossier:
        """The sample's dossier."""
        return self.dossier


if __name__ == "__main__":
    main()
