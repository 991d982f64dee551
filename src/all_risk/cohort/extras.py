"""What has to be installed besides the library itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from all_risk.errors import NotInstalled, Problem

__all__ = ["needed"]


@contextmanager
def needed(extra: str) -> Iterator[None]:
    """Turn a failing import into an error that says what to install.

    Args:
        extra: The name of the extra, such as `cohort`.

    Yields:
        Nothing.

    Raises:
        NotInstalled: If a package is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "all_risk").partition(".")[0]
        if package == "all_risk":
            raise
        message = f"this needs {package}; install it with: pip install 'all-risk[{extra}]'"
        raise NotInstalled(Problem("$", "not_installed", message)) from None
