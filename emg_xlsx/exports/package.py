"""The tables of an export as a Frictionless data package: CSV files, and a description that programs can check.

Specification: https://specs.frictionlessdata.io/tabular-data-package/.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from emg_xlsx.exported import Exported, Listing
from emg_xlsx.exports.document import about_of
from emg_xlsx.exports.values import csv_bytes
from emg_xlsx.plan import Plan
from emg_xlsx.schemas.fields import Field, FieldType
from emg_xlsx.schemas.of_plan import codelist

DESCRIPTION = "datapackage.json"
TYPES: Mapping[FieldType, str] = {
    "number": "number", "months": "number", "integer": "integer", "date": "date", "boolean": "boolean",
}  # fmt: skip
"""Types of the specification, where a field is no text."""


def package(exported: Exported, plan: Plan) -> dict[str, bytes]:
    """The files of the package by name, texts unaltered; the description is the last of them."""
    files = {f"{name}.csv": csv_bytes(listing.table.keys, listing.rows) for name, listing in exported.tables.items()}
    described = {
        "profile": "tabular-data-package",
        "name": f"{plan.id}-{exported.about.round}".lower(),
        "title": exported.about.title,
        "emg": about_of(exported.about),
        "resources": [_resource(name, listing, plan) for name, listing in exported.tables.items()],
    }
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    return {**files, DESCRIPTION: text.encode("utf-8", "replace")}


def _resource(name: str, listing: Listing, plan: Plan) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(item, listing, plan) for item in listing.table.fields],
        "missingValues": [""],
        "primaryKey": list(listing.key),
    }
    if listing.foreign:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": table, "fields": [theirs]}}
            for column, (table, theirs) in listing.foreign.items()
        ]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": listing.table.sheet,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(item: Field, listing: Listing, plan: Plan) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if item.key in listing.key else {}
    if item.type == "code" and item.codelist:
        constraints["enum"] = [code.code for code in codelist(plan, item.codelist).codes]
    if item.minimum is not None:
        constraints["minimum"] = int(item.minimum) if float(item.minimum).is_integer() else item.minimum
    described: dict[str, Any] = {
        "name": item.key,
        "type": TYPES.get(item.type, "string"),
        "title": item.title,
        "description": item.help,
    }
    if item.codelist and item.type == "codes":
        described["codelist"] = item.codelist
    return {**described, "constraints": constraints} if constraints else described
