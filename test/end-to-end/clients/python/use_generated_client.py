"""
Asks every question of the document with a client that openapi-python-client made of it, and prints for each what the client made of the
answer: use_generated_client.py FOLDER URL. FOLDER holds the package qorgau_client.
"""
import importlib
import inspect
import json
import pathlib
import sys

import attrs

folder, url = sys.argv[1:]
sys.path.insert(0, folder)
qorgau_client = importlib.import_module("qorgau_client")
models = importlib.import_module("qorgau_client.models")
client = qorgau_client.Client(base_url=url)

# What an operation cannot do without, and what its answer is asked for besides.
told = {
    "get_records": {"source": "urn:kz:insurer:annuity", "subject": "generated-1"},
    "get_dead_letters": {"source": "urn:kz:insurer:annuity"},
    "get_annual_rollup": {"year": 2026},
    "get_release": {"id": "annual-2026"},
    "get_release_differences": {"id": "annual-2026"},
    "make_release": {"body": "release"},
}
claim = models.ClaimEvent.from_dict(
    {
        "specversion": "1.0",
        "id": "generated-1",
        "source": "urn:kz:insurer:annuity",
        "type": "kz.qorgau.claim.reported.v1",
        "subject": "generated-1",
        "revision": 1,
        "data": {
            "occurredAt": "2026-02-03T07:40:00+05:00",
            "kind": "accident",
            "severity": "severe",
            "region": "KZ-35",
            "sector": "B",
            "employer": {"bin": "200140000004"},
            "claim": {"status": "paid", "paidKzt": 1250000},
        },
    }
)
# Of an operation that takes one event or a list, this generator makes a function that ends with a TypeError (it asks whether the body is a
# `list[…]`). The events go by the client's own connection, with the model as JSON.
sent = client.get_httpx_client().post("/v1/events", json=claim.to_dict())
accepted = models.Accepted.from_dict(sent.json())
# A stream of events does not end, and this generator waits for the end of every answer.
unusable = ["send_events", "validate_events", "follow_rates"]


def undocumented(model, path=""):
    """Members that were answered and that the document does not have, at any depth."""
    if isinstance(model, (list, tuple)):
        return [one for item in model for one in undocumented(item, f"{path}[]")]
    if not attrs.has(type(model)):
        return []
    fields = [field.name for field in attrs.fields(type(model))]
    # A map has no members of its own.
    unknown = [f"{path}.{name}" for name in getattr(model, "additional_properties", {})] if len(fields) > 1 else []
    return unknown + [one for name in fields if name != "additional_properties" for one in undocumented(getattr(model, name), f"{path}.{name}")]


def ask(operation, **more):
    arguments = {**told.get(operation.__name__.rpartition(".")[2], {}), **more}
    if "body" in arguments:
        arguments["body"] = models.MakeReleaseBody.from_dict({"name": "annual-2026", "year": 2026})
    if "at_least" in inspect.signature(operation.sync_detailed).parameters:
        arguments["at_least"] = accepted.position
    response = operation.sync_detailed(client=client, **arguments)
    model = response.parsed
    is_same = not hasattr(model, "to_dict") or model.to_dict() == json.loads(response.content)
    return {"status": response.status_code, "model": type(model).__name__, "same": is_same, "undocumented": undocumented(model)}


is_same = accepted.to_dict() == sent.json()
answers = {"sent": {"status": sent.status_code, "model": "Accepted", "same": is_same, "undocumented": undocumented(accepted)}}
# It waits for the claim; a release has what is folded when it is made.
ask(importlib.import_module("qorgau_client.api.figures.get_rates"))
made = importlib.import_module("qorgau_client.api.operations.make_release")
answers["make_release"] = ask(made)
for path in sorted(pathlib.Path(qorgau_client.__file__).parent.glob("api/*/*.py")):
    if path.name == "__init__.py" or path.stem in [*unusable, *answers]:
        continue
    operation = importlib.import_module(f"qorgau_client.api.{path.parent.name}.{path.stem}")
    answers[path.stem] = ask(operation)
operation = importlib.import_module("qorgau_client.api.figures.get_rates")
by = [models.GetRatesByItem.REGION, models.GetRatesByItem.SECTOR]
answers["get_rates by"] = ask(operation, by=by, region=["KZ-35"], compare=models.GetRatesCompare.YEAR_BEFORE)
answers["get_rates refused"] = ask(operation, region=["KZ-99"])
operation = importlib.import_module("qorgau_client.api.figures.get_claims")
answers["get_claims unmatched"] = ask(operation, unmatched=models.GetClaimsUnmatched.TRUE)
operation = importlib.import_module("qorgau_client.api.events.get_records")
unset = importlib.import_module("qorgau_client.types").UNSET
answers["get_records of a source"] = ask(operation, subject=unset)
print(json.dumps(answers))
