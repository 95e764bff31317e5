"""Reading and writing CSV the way the office's spreadsheets like it."""

import csv
import io


def read_rows(stream, required_columns=()):
    """Yield ``(line number, row)``; raises ValueError when a column is missing."""
    reader = csv.DictReader(stream)
    missing = sorted(set(required_columns) - set(reader.fieldnames or ()))
    if missing:
        raise ValueError(f"columns missing: {', '.join(missing)}")
    for row in reader:
        yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}


def to_csv(header, rows):
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([_defuse(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _defuse(cell):
    # A spreadsheet would run a cell that starts like a formula.
    if isinstance(cell, str) and cell[:1] in "=+-@":
        return "'" + cell
    return cell
