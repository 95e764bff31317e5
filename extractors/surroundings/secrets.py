"""What a literal secret looks like: by the name that it is bound to, and by its own shape. And files of variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells

_NAMES = re.compile(
    r"(?:.*_)?(?:PASSWORD|PASSWD|PASSPHRASE|PWD|SECRET|SECRETS|SECRET_?KEY|API_?KEY|AUTH_?KEY|ACCESS_?KEY|PRIVATE_?KEY"
    r"|ENCRYPTION_?KEY|SIGNING_?KEY|SECRET_ACCESS_KEY|FERNET_?KEY|TOKEN|CREDENTIALS?|SALT|PEPPER)(?:_?(?:\d+|FALLBACK))?",
    re.IGNORECASE,
)
_NO_SECRETS = re.compile(
    r".*(?:RESET|CHANGE|FORGOT|MIN|MAX|LENGTH|EXPIR|AGE|URL|URI|PATH|FILE|HEADER|FIELD|PARAM|TEMPLATE|FORM|PROMPT"
    r"|LABEL|HELP|TYPE|COLUMN|PREFIX|VALIDAT|HASHER|COOKIE_NAME|PUBLIC|CSRF|PAGE|NEXT|CONTINUATION|SYNC|CURSOR).*",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"(?i)x+|\*+|\.+|-+|_+|none|null|true|false|todo|tbd"
    r"|changeme|change[-_ ]?(?:me|this|it|in[-_ ]prod\w*)?(?:[-_ ].*)?"
    r"|replace[-_ ]?.*|your[-_ ].*|.*(?:<[^>]*>|\{\{.*\}\}|\$\{|\$\(|%\().*|insert[-_ ].*|fill[-_ ].*"
    r"|example.*|placeholder.*|\$\w+|\[.*\]|not[-_ ]?set|unset|empty|enter .*|dummy.*"
)
_SHAPES = re.compile(
    r"(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,}|xox[abprs]-[A-Za-z0-9-]{10,}"
    r"|sk_live_[A-Za-z0-9]{16,}|rk_live_[A-Za-z0-9]{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|AIza[\w-]{35}|glpat-[\w-]{20,}"
    r"|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\s\S]*"
)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^:/@\s]*:([^@/\s]+)@[^\s]+", re.IGNORECASE)
_SHORTEST = 4
_SAMPLE_PASSWORDS = frozenset({"pass", "password", "passwd", "pwd", "pw", "secret", "mypassword", "host", "port"})
"""What stands for a password where an address is explained."""
_ASSIGNED = re.compile(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*")


def is_secret(name: str, value: str) -> bool:
    """Whether a literal that is bound to a name is a secret: neither empty nor a placeholder."""
    return has_shape_of_secret(value) or (is_secret_name(name) and _is_meant(value))


def is_secret_name(name: str) -> bool:
    """Whether what is bound to such a name is a secret."""
    return _NAMES.fullmatch(name) is not None and _NO_SECRETS.fullmatch(name) is None


def has_shape_of_secret(value: str) -> bool:
    """Whether a literal can be nothing but a secret: an access key, a private key, an address with a password."""
    if _SHAPES.fullmatch(value.strip()) is not None:
        return "EXAMPLE" not in value
    address = _ADDRESS.fullmatch(value.strip())
    return address is not None and _is_meant(address.group(1)) and address.group(1) not in _SAMPLE_PASSWORDS


def _is_meant(value: str) -> bool:
    value = value.strip()
    return len(value) >= _SHORTEST and _PLACEHOLDER.fullmatch(value) is None and not re.search(r"\s\S+\s", value)


@tells(r"(?:.*/)?(?:\.env(?:\.[\w-]+)?|[\w-]+\.env)")
def variables(file: Surrounding) -> Iterator[Mark]:
    """``.env`` files that are kept with the code; samples hold placeholders."""
    if re.search(r"example|sample|template|dist|default|test", file.name):
        return
    for number, line in enumerate(file.lines, 1):
        found = _ASSIGNED.fullmatch(line)
        if found is not None and is_secret(found.group(1), found.group(2).strip("\"'")):
            yield file.mark(MarkKind.SECRET, found.group(1), "", number)
