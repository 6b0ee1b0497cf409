"""``python -m tests.docs.exemples``: put the examples where tests run them, with the packages of their lock file."""

import sys
from pathlib import Path

from sites.frontend import FrontendError, install
from tests.docs.exemples.rebuilding import ROOT, laid

if __name__ == "__main__":
    place: Path = laid()
    try:
        install(place, ROOT)
    except FrontendError as error:
        sys.exit(str(error))
