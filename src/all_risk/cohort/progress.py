"""What the command shows: a bar on the way, a table at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from all_risk.cohort.tally import Tally

__all__ = ["progress", "summary_table"]


@contextmanager
def progress(name: str, *, quiet: bool = False) -> Iterator[Callable[[float, int], None]]:
    """A progress bar on standard error, where that is a terminal.

    Args:
        name: What is being read.
        quiet: Show nothing.

    Yields:
        What is called with the share done and the rows so far.
    """
    console = Console(file=sys.stderr)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %  {task.fields[rows]:,} patients"),
        TimeRemainingColumn(),
        console=console,
        disable=quiet or not console.is_terminal,
    ) as bar:
        task = bar.add_task(name, total=1.0, rows=0)
        yield lambda share, rows: bar.update(task, completed=share, rows=rows)


def summary_table(tally: Tally) -> str:
    """The counts of answers as a table.

    Args:
        tally: The counts.

    Returns:
        The text.
    """
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("question", no_wrap=True)
    table.add_column("answer", no_wrap=True)
    table.add_column("patients", justify="right")
    table.add_column("share", justify="right")
    for name, counts in tally.answers.items():
        for i, (value, count) in enumerate(counts.most_common()):
            share = f"{100 * count / tally.rows:.1f} %"
            table.add_row("" if i else name, value, f"{count:,}", share)
    text = StringIO()
    Console(file=text, width=100, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().strip("\n").splitlines())
