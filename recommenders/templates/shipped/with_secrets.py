"""Put secrets where the code looks for them, then become another program: ``python -m with_secrets gunicorn …``.

A variable ``NAME_SECRET_ARN`` names a secret of Secrets Manager, ``NAME_SECRET_KEY`` a key in it where it is a JSON
object; its value goes into ``NAME``.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

ENDING = "_SECRET_ARN"


def load() -> None:
    """Read every secret that the environment names."""
    client = None
    for name in [name for name in os.environ if name.endswith(ENDING)]:
        client = client or importlib.import_module("boto3").client("secretsmanager")
        value = client.get_secret_value(SecretId=os.environ[name])["SecretString"]
        variable = name.removesuffix(ENDING)
        key = os.environ.get(f"{variable}_SECRET_KEY")
        os.environ[variable] = str(json.loads(value)[key]) if key else value


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("usage: python -m with_secrets PROGRAM [ARGUMENT …]")
    load()
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the program that people give
