"""Running the installed command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

SHOP = """
--- shop/__init__.py
--- shop/orders.py
from shop.billing import charge

def place(session):
    session.execute("INSERT INTO orders (id) VALUES (1)")
    charge(session)

def cancel(session):
    session.execute("DELETE FROM orders")
--- shop/billing.py
def charge(session):
    session.execute("INSERT INTO invoices (id) VALUES (1)")

def refund(session):
    session.execute("UPDATE invoices SET paid = 0")
"""
"""Two files and two tables that a call ties."""


@pytest.fixture(scope="session")
def decompose() -> Run:
    """Run ``decompose`` as a user would, with standard input closed."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        command = Path(sys.executable).with_name("decompose")
        return subprocess.run(
            [command, *map(str, arguments)],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", **environment},
            check=False,
        )

    return run
