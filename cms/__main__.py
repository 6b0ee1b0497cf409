"""The ``beffroi`` console script: Django's commands under the project's own name."""

import os
import sys

from django.core.management import ManagementUtility


def main() -> None:
    """Run ``beffroi <command>``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    utility = ManagementUtility(sys.argv)
    utility.prog_name = "beffroi"
    utility.execute()


if __name__ == "__main__":
    main()
