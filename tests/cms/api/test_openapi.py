"""The OpenAPI document says what the answers are, and the answers are what it says."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from cms.api import views
from cms.api.checks import check_shapes
from cms.api.lists import lists
from cms.api.openapi import VERSION
from cms.api.rows import page_models
from cms.drafts.links import token_of
from sites.public.visitors import Limiter
from tests.cms.api.conftest import PREFIX, Ask
from tests.sites.tenancy.planted import PlantedWorld

HOST = {"Host": "aubord.localhost"}
EXAMPLES = 12


def schema_of(document: Mapping[str, Any], path: str, status: str = "200") -> Any:
    answer = document["paths"][path]["get"]["responses"][status]
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    (content,) = answer["content"].values()
    return {**content["schema"], "components": document["components"]}


def answers(ask: Ask, document: Mapping[str, Any], token: str) -> Iterator[tuple[str, Any]]:
    """Everything that stands somewhere: each list, each of its lines, and a draft."""
    for path, operation in document["paths"].items():
        if "{token}" in path:
            yield path, ask(path.format(token=token)).data
        elif "{number}" not in path:
            yield path, ask(path).data
        names = {it["name"] for it in operation["get"]["parameters"]}
        if "detail" in names:
            yield path, ask(f"{path}?detail=true&per_page=100").data
        if "{number}" in path:
            for line in ask(path.replace("/{number}", "?per_page=100")).data["results"]:
                yield path, ask(path.format(number=line["id"])).data


def test_every_answer_is_of_the_shape_that_the_document_says(full: PlantedWorld, ask: Ask) -> None:
    document = ask("/openapi.json").data
    jsonschema.Draft202012Validator.check_schema({"components": document["components"]})
    told = list(answers(ask, document, token_of(full.aubord.draft_link)))
    for path, data in told:
        validator = jsonschema.Draft202012Validator(
            schema_of(document, path), format_checker=jsonschema.FormatChecker(["date"])
        )
        assert [f"{path}: {error.json_path} {error.message}" for error in validator.iter_errors(data)] == []
    assert {path for path, _data in told} >= set(document["paths"]) - {
        "/modules/equipe_municipale/elus/{number}",  # no page of the town shows them
    }
    problem = jsonschema.Draft202012Validator(schema_of(document, "/pages", "400"))
    assert [*problem.iter_errors(ask("/pages?page=-1").data)] == []


def test_the_document_names_every_list_of_the_install_once(full: PlantedWorld, ask: Ask) -> None:
    document = ask("/openapi.json").data
    assert (document["openapi"], document["info"]["version"]) == ("3.1.0", VERSION)
    assert {f"/{it.name}" for it in lists()} <= set(document["paths"])
    operations = [it["get"]["operationId"] for it in document["paths"].values()]
    assert len(operations) == len(set(operations))
    references = {
        part.split('"')[0] for part in ask("/openapi.json").content.decode().split("#/components/schemas/")[1:]
    }
    assert references == set(document["components"]["schemas"]), "no reference leads nowhere, none is for nothing"


def test_every_type_of_page_says_what_it_tells_and_every_block_has_a_shape() -> None:
    assert check_shapes() == []
    silent = {name for name, model in page_models().items() if not model.api_fields}
    assert silent == {"plan_du_site"}


@pytest.mark.filterwarnings("ignore")  # those of the tool are its own
def test_schemathesis_finds_nothing_to_say(full: PlantedWorld, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests made from the document, good and bad ones, against every check the tool has."""
    monkeypatch.setattr(views, "limiter", Limiter(100_000, 60))
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", get_wsgi_application(), headers=HOST)
    tried = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            tried += _try(operation, mode)
    assert tried > EXAMPLES * len(lists())


def _try(operation: Any, mode: GenerationMode) -> int:
    """How many requests were made. Where nothing can be asked, there is nothing to ask badly."""
    asked = []

    @seed(1)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def request(case: Any) -> None:
        asked.append(case)
        case.call_and_validate(headers=HOST)

    if mode is GenerationMode.POSITIVE or operation.definition.raw["parameters"]:
        request()
    return len(asked)
