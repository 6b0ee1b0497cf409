"""The OpenAPI 3.1 document, written from the tables that the answers are made from."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from cms.api import parameters, problems, rows, search
from cms.api.lists import SINGLES, Listed, lists_of, page_schema
from cms.api.parameters import Parameter
from cms.api.shapes.blocks import BLOCK
from cms.api.shapes.hints import COMPONENTS, REF, Schema, array, nullable, record
from sites.modules import installed_modules

BASE = "v1"
PREFIX = f"/_/api/{BASE}"
# Semantic: what is added raises the second number; what is taken away or changed is another ``BASE``.
VERSION = "1.1.0"
OPENAPI = "3.1.0"
TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
ROOT: Schema = record(
    {
        "version": TEXT,
        "generation": NUMBER,
        "openapi": TEXT,
        "addresses": {"type": "object", "additionalProperties": TEXT},
    }
)
LINE: Schema = {"name": "number", "in": "path", "required": True, "schema": {**NUMBER, "minimum": 0}}
SIGNED: Schema = {**TEXT, "pattern": r"^[0-9]+-[0-9]+-[0-9]+:[A-Za-z0-9_-]+$"}
TOKEN: Schema = {"name": "token", "in": "path", "required": True, "schema": SIGNED}
# Answers that any address may give.
COMMON = ("304", "400", "405", "410", "414", "429", "503")


def written(value: Any) -> bytes:
    """JSON as it is sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def parameters_for(it: Listed, codes: frozenset[str]) -> tuple[Parameter, ...]:
    """What may be asked of a list, where these modules are active."""
    return _parameters(it.filters, codes)


@lru_cache(maxsize=1024)
def _parameters(filters: tuple[str, ...], codes: frozenset[str]) -> tuple[Parameter, ...]:
    return parameters.parameters_of(filters, rows.types_of(sorted(codes)), sorted(codes))


def root(codes: frozenset[str], generation: int, here: str) -> Mapping[str, Any]:
    """What stands at the root: where everything is."""
    names = [*(it.name for it in SINGLES), search.NAME, *(it.name for it in lists_of(codes))]
    return {
        "version": VERSION,
        "generation": generation,
        "openapi": f"{here}/openapi.json",
        "addresses": {name: f"{here}/{name}" for name in names},
    }


@lru_cache(maxsize=64)
def document(codes: frozenset[str]) -> bytes:
    """The document of a commune that has these modules."""
    paths = dict(_paths(codes))
    off = {REF + BLOCK + name for it in installed_modules() if it.code not in codes for name in it.blocks}
    return written(
        {
            "openapi": OPENAPI,
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "info": {
                "title": _("Les données du site"),
                "version": VERSION,
                "description": _(
                    "Ce que montre le site de la commune, pour d’autres programmes\u00a0: en lecture seule, sans clé. "
                    "Une adresse qui commence par «\u00a0/\u00a0» est à prendre sous «\u00a0base_url\u00a0»."
                ),
            },
            "servers": [{"url": PREFIX}],
            "paths": paths,
            "components": {"schemas": _reached(paths, off), "responses": _refusals()},
        }
    )


def _paths(codes: frozenset[str]) -> Iterator[tuple[str, Any]]:
    yield "/", _operation("root", _("Où trouver chaque chose"), ROOT)
    yield "/openapi.json", _operation("openapi", _("Ce document"), {"type": "object"})
    for single in SINGLES:
        yield f"/{single.name}", _operation(single.name, str(single.label), single.schema)
    found = _paged(search.HIT, search.AROUND)
    yield f"/{search.NAME}", _operation(search.NAME, str(search.LABEL), found, parameters.SEARCH)
    draft = _operation(
        "drafts", _("Un brouillon, par l’adresse qu’en donne l’éditeur"), page_schema(codes), in_path=[TOKEN]
    )
    yield "/drafts/{token}", draft
    for it in lists_of(codes):
        yield f"/{it.name}", _operation(it.name, str(it.label), _listing(it, codes), parameters_for(it, codes))
        if it.whole is not None:
            label = _("%(list)s\u00a0: une ligne, par son numéro") % {"list": it.label}
            yield f"/{it.name}/{{number}}", _operation(f"{it.name}/line", label, it.whole(codes), in_path=[LINE])


def _listing(it: Listed, codes: frozenset[str]) -> Schema:
    line = it.schema
    if "detail" in it.filters and it.whole is not None:
        line = {"anyOf": [line, it.whole(codes)]}
    return _paged(line, {})


def _paged(line: Schema, around: Mapping[str, Schema]) -> Schema:
    counts = {"count": NUMBER, "page": NUMBER, "pages": NUMBER, "per_page": NUMBER}
    link = nullable(TEXT)
    return record({**counts, "next": link, "previous": link, **around, "results": array(line)})


def _asked(it: Parameter) -> dict[str, Any]:
    default = {} if it.default is None else {"default": it.default}
    return {"name": it.name, "in": "query", "description": str(it.label), "schema": {**it.schema, **default}}


def _operation(
    name: str,
    label: str,
    schema: Schema,
    asked: Sequence[Parameter] = (),
    in_path: Sequence[Mapping[str, Any]] = (),
) -> Mapping[str, Any]:
    tag = {
        "ETag": {"schema": TEXT, "description": _("Change dès que le site change\u00a0: à rendre en If-None-Match.")}
    }
    content = {"application/json": {"schema": schema}}
    found = {"200": {"description": _("Ce qui est demandé"), "headers": tag, "content": content}}
    refused = {status: {"$ref": f"#/components/responses/{status}"} for status in (*COMMON, "404")}
    operation = {
        "operationId": name.replace("/", "."),
        "summary": label,
        "parameters": [*in_path, *(_asked(it) for it in asked)],
        "responses": {**found, **refused},
    }
    return {"get": operation}


def _without(value: Any, off: Collection[str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _without(it, off) for name, it in value.items()}
    if isinstance(value, list):
        return [_without(it, off) for it in value if not (isinstance(it, Mapping) and it.get("$ref") in off)]
    return value


def _refusals() -> Mapping[str, Any]:
    content = {problems.MEDIA_TYPE: {"schema": problems.SCHEMA}}
    refused = {
        str(status): {"description": str(title), "content": content} for status, title in problems.TITLES.items()
    }
    return {"304": {"description": _("Rien n’a changé")}, **refused}


def _reached(value: Any, off: Collection[str]) -> dict[str, Schema]:
    """The components that are referred to, and those they refer to; what refers to blocks that are ``off`` is gone."""
    found: dict[str, Schema] = {}
    waiting = [value]
    while waiting:
        it = waiting.pop()
        if isinstance(it, Mapping):
            name = str(it.get("$ref", "")).removeprefix(REF)
            if name in COMPONENTS and name not in found:
                found[name] = _without(COMPONENTS[name], off)
                waiting.append(found[name])
            waiting.extend(it.values())
        elif isinstance(it, list | tuple):
            waiting.extend(it)
    return dict(sorted(found.items()))
