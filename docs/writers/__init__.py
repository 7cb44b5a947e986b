"""The writers of generated pages: each makes one page, table or picture as text, from the code."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))  # the map of the house stands in the tests, beside the package
