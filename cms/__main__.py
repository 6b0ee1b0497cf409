"""The ``beffroi`` console script: Django's commands under the project's own name."""

import os
import sys


def main() -> None:
    """Run ``beffroi <command>``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.core.management import ManagementUtility

    utility = ManagementUtility(sys.argv)
    utility.prog_name = "beffroi"
    utility.execute()


if __name__ == "__main__":
    main()
