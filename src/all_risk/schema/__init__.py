"""JSON Schema (2020-12) of the documents, made from the classes themselves.

A schema checks shape: keys, types, vocabularies and the spelling of quantities. What only
makes sense together (dates in an impossible order, an implausible value, a name that is no
lesion) is checked when the document is read; [BEYOND_SHAPE][all_risk.schema.BEYOND_SHAPE]
lists it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from all_risk._lazily import names_of

if TYPE_CHECKING:
    from all_risk.schema.documents import BEYOND_SHAPE, SCHEMAS, schema

__all__ = ["BEYOND_SHAPE", "SCHEMAS", "schema"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = names_of(__name__, {"documents": __all__})
