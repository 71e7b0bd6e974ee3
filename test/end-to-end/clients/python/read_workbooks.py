"""Reads the files of a folder as openpyxl and pandas do, with their defaults, and prints what they found as JSON."""
import json
import pathlib
import sys

import openpyxl
import pandas

told = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.xlsx")):
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    formulas = [cell.coordinate for one in book for row in one.iter_rows() for cell in row if cell.data_type == "f"]
    frame = pandas.read_excel(path)
    csv = pandas.read_csv(path.with_suffix(".csv"), sep=";")
    is_number = pandas.api.types.is_numeric_dtype
    # An apostrophe before what would be a formula keeps a column of CSV text where pandas reads the cells "-1" as numbers.
    numeric = [name for name in frame.columns if is_number(frame[name]) and is_number(csv[name])]
    told[path.stem] = {
        "columns": head,
        "rows": rows,
        "formulas": formulas,
        "sheets": book.sheetnames,
        "pandas": [list(frame.columns) == head, len(frame) == len(rows)],
        "csv": [list(csv.columns) == head, all(frame[name].equals(csv[name].astype(frame[name].dtype)) for name in numeric)],
    }
print(json.dumps(told))
