"""Names of a package that load when they are first used.

A package that imports its own modules while it is being imported can wait for a thread that
imports one of these modules, which waits for the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

__all__ = ["names_of"]


def names_of(
    package: str, home: Mapping[str, Iterable[str]]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """What `__getattr__` and `__dir__` of a package are.

    A package sets them only where types are not being checked: to a type checker they would say
    that it has every name.

    Args:
        package: The name of the package.
        home: The names that it offers, by the module of the package they are defined in.

    Returns:
        A function from a name to what it stands for, and one that lists the names.
    """
    module_of = {name: module for module, names in home.items() for name in names}

    def get(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{module_of[name]}"), name)

    return get, lambda: sorted(module_of)
