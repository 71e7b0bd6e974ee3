"""Reads a cut of the figures as statistical programs do: SDMX with sdmx1, CSV on the Web with csvw, Parquet with
pyarrow, JSON-stat with pyjstat. Prints what they found as JSON."""
import io
import json
import logging
import sys
import warnings

import csvw
import pyarrow.parquet
import requests
import sdmx
from pyjstat import pyjstat

url, key, table, cut = sys.argv[1:]
# What a reader complains of is what a user would see.
warnings.simplefilter("error", UserWarning)
complaints = logging.Handler(logging.WARNING)
complaints.emit = lambda record: sys.exit(record.getMessage())
logging.getLogger("sdmx").addHandler(complaints)

sdmx.add_source({"id": "KZOSH", "name": "Qorgau", "url": f"{url}/sdmx/2.1"})
client = sdmx.Client("KZOSH")
structure = client.get("dataflow", resource_id="DF_INJ", params={"references": "all"})
definition = structure.structure["INJ"]
flow = structure.dataflow["DF_INJ"]


def observations(message):
    """By key and period: the value, and the attributes of series and observation, all as they are written."""
    [data] = message.data
    found = {}
    for one in data.obs:
        place = [str(one.key[dimension.id].value) for dimension in definition.dimensions]
        values = {} if one.value is None else {"OBS_VALUE": str(one.value)}
        found[" ".join(place)] = values | {name: str(value.value) for name, value in one.attrib.items()}
    return {"attributes": {name: str(value.value) for name, value in data.attrib.items()}, "observations": found}


def message(media_type, **parameters):
    address = f"{url}/sdmx/2.1/data/KZOSH,DF_INJ/{key}/all"
    response = requests.get(address, {"asOf": cut, **parameters}, headers={"Accept": media_type})
    response.raise_for_status()
    content = io.BytesIO(response.content)
    return sdmx.read_sdmx(content, structure=definition)


def refusal(*words, **parameters):
    """The status of what is refused, or what sdmx1 makes of it."""
    try:
        return client.get(*words, **parameters)
    except requests.HTTPError as error:
        return error.response.status_code
    except NotImplementedError as error:
        return type(error).__name__


stub = client.get("codelist", resource_id="CL_SEX", params={"detail": "allstubs"}).codelist["CL_SEX"]
last = message("application/vnd.sdmx.genericdata+xml;version=2.1", lastNObservations=1)
refusals = [
    refusal("data", resource_id="DF_INJ", key=key, params={"startPeriod": "1990", "endPeriod": "1991"}),
    refusal("categoryscheme"),
]

address = f"{url}{table}&asOf={cut}&format="
parquet = pyarrow.parquet.read_table(io.BytesIO(requests.get(f"{address}parquet").content))
described = csvw.CSVW(f"{address}csv")
jsonstat = pyjstat.Dataset.read(f"{address}jsonstat").write("dataframe", naming="id")
area = structure.codelist["CL_REF_AREA"]["KZ-62"]
print(
    json.dumps(
        {
            "structure": {
                "dimensions": [one.id for one in definition.dimensions],
                "attributes": [one.id for one in definition.attributes],
                "codelists": sorted(structure.codelist),
                "area": [str(area.name.localized_default("ru")), area.parent.id, {one.type: one.title for one in area.annotations}],
                "flow": flow.structure is definition,
            },
            "generic": observations(message("application/vnd.sdmx.genericdata+xml;version=2.1")),
            "structureSpecific": observations(message("application/vnd.sdmx.structurespecificdata+xml;version=2.1")),
            "stub": [stub.is_external_reference, len(stub)],
            "last": sorted({str(one.key["TIME_PERIOD"].value) for one in last.data[0].obs if str(one.key["REF_AREA"].value) == "KZ-35"}),
            "refusals": refusals,
            "parquet": parquet.to_pylist(),
            "csvw": list(described.tables[0]),
            # A value that is not there is NaN for pandas.
            "jsonstat": json.loads(jsonstat.to_json(orient="records", double_precision=15)),
        },
        default=str,
    )
)
