"""Bills of materials by the libraries of their standards: `validate_sbom.py CYCLONEDX SPDX`, two files of JSON. Prints the faults of each and its packages."""

import json
import sys

from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from spdx_tools.spdx.model import ChecksumAlgorithm
from spdx_tools.spdx.parser.error import SPDXParsingError
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document


def read_cyclonedx(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    fault = JsonStrictValidator(SchemaVersion.V1_5).validate_str(text)
    if fault is not None:
        return {"faults": [str(fault)], "packages": []}
    components = Bom.from_json(json.loads(text)).components
    name = lambda component: "/".join(filter(None, [component.purl.namespace, component.purl.name]))
    sums = lambda component: [one.content for one in component.hashes if one.alg.value == "SHA-512"]
    return {"faults": [], "packages": [[f"{name(one)}@{one.version}", *sums(one)] for one in components]}


def read_spdx(path):
    try:
        document = parse_file(path)
    except SPDXParsingError as error:
        return {"faults": error.get_messages(), "packages": []}
    faults = [message.validation_message for message in validate_full_spdx_document(document)]
    sums = lambda package: [one.value for one in package.checksums if one.algorithm == ChecksumAlgorithm.SHA512]
    return {"faults": faults, "packages": [[f"{one.name}@{one.version}", *sums(one)] for one in document.packages]}


print(json.dumps({"cyclonedx": read_cyclonedx(sys.argv[1]), "spdx": read_spdx(sys.argv[2])}))
