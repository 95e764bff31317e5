#!/usr/bin/env python
"""Command line of the shop: ``python manage.py migrate``, ``test``, ``seed_shop``, ``runserver`` …"""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
