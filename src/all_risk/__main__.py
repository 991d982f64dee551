"""Run the command line with `python -m all_risk`."""

from __future__ import annotations

import sys

from all_risk.cli import main

sys.exit(main())
