"""Numbers and tokens that people and partners see."""

import secrets

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def random_token(length=20):
    """An unguessable token without letters that are easily misread."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def luhn_digit(digits):
    """The check digit that makes a string of digits pass the Luhn test."""
    total = 0
    for position, char in enumerate(reversed(digits)):
        value = int(char)
        if position % 2 == 0:
            value *= 2
            if value > 9:
                value -= 9
        total += value
    return str(-total % 10)


def document_number(prefix, day, sequence):
    """``R-260214-000042-7``: prefix, day, sequence, check digit over all digits."""
    digits = f"{day:%y%m%d}{sequence:06d}"
    return f"{prefix}-{digits[:6]}-{digits[6:]}-{luhn_digit(digits)}"


def is_document_number(text, prefix):
    head, _, rest = text.partition("-")
    parts = rest.split("-")
    if head != prefix or len(parts) != 3 or not all(part.isdigit() for part in parts):
        return False
    return luhn_digit(parts[0] + parts[1]) == parts[2]
