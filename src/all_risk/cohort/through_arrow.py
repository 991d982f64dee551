"""pandas frames: computed on as Arrow tables, which is faster and knows what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

import narwhals.stable.v2 as nw

from all_risk.cohort.schema import is_fact_column
from all_risk.errors import InvalidTable, Problem

__all__ = ["from_arrow", "to_arrow"]


def to_arrow(table: Any, columns: Iterable[str] | None = None) -> Any:
    """The fact columns of a pandas frame as an Arrow table; any other table as it is.

    Args:
        table: A narwhals frame.
        columns: The columns wanted; by default those named after facts.

    Returns:
        A narwhals frame.

    Raises:
        InvalidTable: If a column holds values of several types.
    """
    if not table.implementation.is_pandas():
        return table
    frame = table.to_native()
    named = (
        [name for name in frame.columns if isinstance(name, str) and is_fact_column(name)]
        if columns is None
        else [name for name in dict.fromkeys(columns) if name in frame.columns]
    )
    if find_spec("pyarrow") is None:
        return nw.from_native(frame[named].convert_dtypes())
    import pyarrow as pa

    arrays, problems = {}, []
    for name in named:
        try:
            arrays[name] = pa.Array.from_pandas(frame[name])
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
            message = "the column holds values of several types; convert it to one"
            problems.append(Problem(name, "mixed_types", message))
    if problems:
        raise InvalidTable(problems)
    if not arrays:
        arrays = {"": pa.nulls(len(frame))}
    return nw.from_native(pa.table(arrays))


def from_arrow(answers: Any, table: Any) -> Any:
    """A pandas frame with answers added, in the kind of types it has.

    Args:
        answers: The answers, as a narwhals frame of any kind.
        table: The pandas frame, as a narwhals frame.

    Returns:
        The narwhals frame.
    """
    import pandas as pd

    frame = table.to_native()
    names = [type(dtype).__name__ for dtype in frame.dtypes]
    arrow = "ArrowDtype" in names
    nullable = any(isinstance(d, pd.api.extensions.ExtensionDtype) for d in frame.dtypes)
    made = answers.to_native()
    if not isinstance(made, pd.DataFrame):
        made = made.to_pandas(types_mapper=pd.ArrowDtype if arrow else None)
    if nullable and not arrow:
        made = made.astype(
            {
                name: "boolean" if dtype == nw.Boolean else "string"
                for name, dtype in answers.schema.items()
            }
        )
    made.index = frame.index
    return nw.from_native(pd.concat([frame, made], axis=1))
