"""
Asks every question of the document with a client that openapi-python-client made of it, and prints for each what the client made of the
answer: use_generated_client.py FOLDER URL. FOLDER holds the package qorgau_client.
"""
import importlib
import inspect
import json
import pathlib
import sys
import time

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
    "get_c81_report": {"year": 2026},
    "get_programme": {"programme": "union"},
    "get_indicator": {"code": "INJ_FATL_RT"},
    "get_indicator_page": {"code": "INJ_FATL_RT"},
    "get_release": {"id": "annual-2026"},
    "get_release_differences": {"id": "annual-2026"},
    "get_release_quality": {"id": "annual-2026"},
    "make_release": {"body": "release"},
    "get_signal": {"signal": "0" * 64},
    "acknowledge_signal": {"signal": "0" * 64, "body": "acknowledgement"},
    "get_proof": {"offset": 0},
    "get_schema": {"name": "kz.qorgau.case.reported.v1.json"},
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
# A stream of events does not end, and this generator waits for the end of every answer; a JWS is none of the media types that it knows.
unusable = ["follow_rates", "get_release_signature", "get_feed"]
# Whoever reads SDMX has a client of its own.
unusable += ["get_sdmx_dataflow", "get_sdmx_data", "get_sdmx_data_of_provider", "get_sdmx_structures", "get_sdmx_structures_of_agency"]
unusable += ["get_sdmx_structure", "get_sdmx_structure_version"]


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


def ask(name, operation, **more):
    arguments = {**told.get(operation.__name__.rpartition(".")[2], {}), **more}
    if arguments.get("body") == "release":
        arguments["body"] = models.MakeReleaseBody.from_dict({"name": "annual-2026", "year": 2026})
    if arguments.get("body") == "acknowledgement":
        arguments["body"] = models.AcknowledgeSignalBody.from_dict({"revision": 1, "state": "acknowledged"})
    if "at_least" in inspect.signature(operation.sync_detailed).parameters:
        arguments["at_least"] = position
    response = operation.sync_detailed(client=client, **arguments)
    # What is not there yet, as a checkpoint of the newest record, is asked for again when the service says.
    while response.status_code == 503:
        time.sleep(int(response.headers["retry-after"]))
        response = operation.sync_detailed(client=client, **arguments)
    model = response.parsed
    is_same = not hasattr(model, "to_dict") or model.to_dict() == json.loads(response.content)
    answers[name] = {"status": response.status_code, "model": type(model).__name__, "same": is_same, "undocumented": undocumented(model)}
    return model


answers = {}
# One event, and a batch of several kinds of which one is faulty.
exposure = models.ExposureEvent.from_dict(
    {
        "specversion": "1.0",
        "id": "generated-2",
        "source": "urn:kz:statistics",
        "type": "kz.qorgau.exposure.reported.v1",
        "subject": "generated-2",
        "revision": 1,
        "data": {"period": "2026", "region": "KZ-35", "sector": "B", "workers": 34000, "basis": "employed", "status": "provisional"},
    }
)
withdrawal = models.Withdrawal.from_dict({**claim.to_dict(), "type": "kz.qorgau.claim.withdrawn.v1", "revision": 2, "data": {}})
faulty = models.ClaimEvent.from_dict({**claim.to_dict(), "revision": 0})
for name in ["validate_events", "send_events"]:
    operation = importlib.import_module(f"qorgau_client.api.events.{name}")
    many = ask(f"{name} many", operation, body=[claim, withdrawal, exposure, faulty])
    statuses = [result.status.value for result in many.results]
    if statuses != ["accepted", "accepted", "accepted", "rejected"]:
        sys.exit(f"{name} many: {statuses}")
    # The claim is brought back.
    accepted = ask(name, operation, body=models.ClaimEvent.from_dict({**claim.to_dict(), "revision": 3}))
position = accepted.position
told["get_proof"]["partition"] = int(position.split(":")[0])
# It waits for the claim; a release has what is folded when it is made.
ask("get_rates", importlib.import_module("qorgau_client.api.figures.get_rates"))
made = importlib.import_module("qorgau_client.api.operations.make_release")
ask("make_release", made)
receiver = models.MakeWebhookBody.from_dict({"type": "release.made", "url": "https://receiver.example.kz/"})
webhook = ask("make_webhook", importlib.import_module("qorgau_client.api.webhooks.make_webhook"), body=receiver)
for name in ["get_webhook", "list_webhook_attempts", "replay_webhook", "rotate_webhook_secret", "remove_webhook"]:
    told[name] = {"id": webhook.id}
told["replay_webhook"]["body"] = models.ReplayWebhookBody.from_dict({})
told["rotate_webhook_secret"]["body"] = models.RotateWebhookSecretBody.from_dict({})
for path in sorted(pathlib.Path(qorgau_client.__file__).parent.glob("api/*/*.py")):
    if path.name == "__init__.py" or path.stem in [*unusable, *answers, "remove_webhook"]:
        continue
    operation = importlib.import_module(f"qorgau_client.api.{path.parent.name}.{path.stem}")
    ask(path.stem, operation)
ask("remove_webhook", importlib.import_module("qorgau_client.api.webhooks.remove_webhook"))
operation = importlib.import_module("qorgau_client.api.figures.get_rates")
by = [models.GetRatesByItem.REGION, models.GetRatesByItem.SECTOR]
ask("get_rates by", operation, by=by, region=["KZ-35"], compare=models.GetRatesCompare.YEAR_BEFORE)
ask("get_rates refused", operation, region=["KZ-99"])
operation = importlib.import_module("qorgau_client.api.figures.get_claims")
ask("get_claims unmatched", operation, unmatched=models.GetClaimsUnmatched.TRUE)
operation = importlib.import_module("qorgau_client.api.events.get_records")
unset = importlib.import_module("qorgau_client.types").UNSET
ask("get_records of a source", operation, subject=unset)
print(json.dumps(answers))
