"""The ``beffroi`` console script: Django's commands under the project's own name."""

import gc
import os
import sys

from django.core.management import ManagementUtility

# The program is a million objects that live as long as it does. By default Python walks a part of them again at every
# 700 new ones: a fifth of the time of a migration. At this level, the processes that bake beside this one do so too.
gc.set_threshold(50_000, 20, 50)


def main() -> None:
    """Run ``beffroi <command>``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    utility = ManagementUtility(sys.argv)
    utility.prog_name = "beffroi"
    utility.execute()


if __name__ == "__main__":
    main()
