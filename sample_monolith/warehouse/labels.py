"""Labels for the thermal printer, 32 characters wide."""

WIDTH = 32


def parcel_label(shipment):
    lines = [shipment.carrier.name.upper().center(WIDTH), "=" * WIDTH]
    lines += [part[:WIDTH] for part in shipment.postal_lines()]
    lines += ["-" * WIDTH, f"order {shipment.order.number}", barcode(shipment.tracking_code)]
    return "\n".join(lines)


def barcode(code):
    """Stand-in for a Code 128 strip: printers of this kind draw it from the text."""
    return f"*{code}*".center(WIDTH)


def customs_form(shipment):
    """CN22, for the countries we stopped delivering to."""
    rows = [f"{line.quantity} x {line.order_line.description}" for line in shipment.lines.all()]
    return "\n".join(["CN22", *rows, f"to {shipment.country}"])
