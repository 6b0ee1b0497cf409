"""``python -m tests.tools``: install the judges of the pages, as their lock file says."""

import sys

from sites.frontend import FrontendError, install
from tests.tools import PLACE, ROOT

if __name__ == "__main__":
    try:
        install(PLACE, ROOT)
    except FrontendError as error:
        sys.exit(str(error))
