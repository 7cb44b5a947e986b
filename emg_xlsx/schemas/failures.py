"""What pandera says of a frame, as plain values: the one place that knows its quirks."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pandera.pandas as pa


def failures(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> Iterator[tuple[int, str, str | None]]:
    """Validate a typed frame and give (index label, name of the check, column) of each failure, once each.

    pandera reports a check over several columns once for every column of the row, and names checks only on
    the error itself. The column is None for a check over several columns.

    Raises:
        pandera.errors.SchemaErrors: the frame is not of the schema's columns and types (a mistake of ours).
    """
    if frame.empty:
        return
    try:
        schema.validate(frame, lazy=True, inplace=True)
    except pa.errors.SchemaErrors as errors:
        found: dict[tuple[int, str, str | None], None] = {}
        for error in errors.schema_errors:
            name = getattr(error.check, "name", None)
            cases = error.failure_cases
            if name is None or not isinstance(cases, pd.DataFrame):
                raise
            column = error.schema.name if isinstance(error.schema, pa.Column) else None
            found.update(dict.fromkeys((int(label), str(name), column) for label in cases["index"]))
        yield from found
