"""The API is what its description says: OpenAPI 3.1 with examples, and nothing that is sent makes it fail."""

import msgspec
import pytest
from dossiers import meeting

from dragoman.records import Dossier
from dragoman.web.app import examples

BINARY = ("application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@pytest.fixture(scope="module")
def described(one_for_all):
    return one_for_all.get("/api/v1/openapi.json").json()


def test_the_description_is_openapi_3_1_and_complete(described):
    assert described["openapi"] == "3.1.0"
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation["operationId"], path
            assert operation["summary"], path
            assert any(status.startswith("2") for status in operation["responses"]), path
            assert (method == "get") == ("security" not in operation), path
            for parameter in operation.get("parameters", ()):
                assert parameter["description"], (path, parameter["name"])


def test_every_reference_of_the_description_is_there(described):
    text = msgspec.json.encode(described).decode()
    wanted = {part.split('"')[0] for part in text.split('"$ref":"#/components/schemas/')[1:]}
    assert wanted <= set(described["components"]["schemas"])


def test_every_answer_has_an_example_that_is_one(described, one_for_all):
    import jsonschema_rs

    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
            ((media_type, content),) = good["content"].items()
            if media_type in BINARY:
                continue
            assert "example" in content, f"{method} {path}: run python docs/examples.py"
            if "schema" in content:
                schema = {**content["schema"], "components": described["components"]}
                assert jsonschema_rs.is_valid(schema, content["example"]), f"{method} {path}"


def test_the_examples_are_those_of_the_description(described):
    known = {f"{method} {path}" for path, operations in described["paths"].items() for method in operations}
    assert set(examples()) <= known


def test_a_dossier_read_from_the_api_is_the_one_stored(one_for_all):
    assert Dossier.from_json(one_for_all.get(f"/api/v1/articles/{meeting().article.id}").content) == meeting()


def test_nothing_that_is_sent_makes_it_fail(one_for_all):
    """Schemathesis: made-up requests, none of them answered 5xx or otherwise than described."""
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    import hypothesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", one_for_all.app)
    checks = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
    ids = {"record": [meeting().events[0].id, meeting().article.id, meeting().claims[0].id, meeting().findings[0].id]}
    for found in schema.get_all_operations():
        operation = found.ok()

        @hypothesis.settings(
            max_examples=12,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(
            case=operation.as_strategy(), known=hypothesis.strategies.sampled_from([None, *ids["record"]])
        )
        def probe(case, known):
            if known and "record" in case.path_parameters:
                case.path_parameters["record"] = known
            answer = case.call()
            case.validate_response(answer, checks=checks)

        probe()
