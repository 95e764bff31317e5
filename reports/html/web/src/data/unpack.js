// Columns of whole numbers: base 64 of little-endian base 128, as embedding/packing.py writes them.

export function unpack(text) {
  const bytes = atob(text);
  const found = [];
  let value = 0;
  let scale = 1;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      found.push(value);
      value = 0;
      scale = 1;
    }
  }
  return Float64Array.from(found);
}

export function unpackSteps(text) {
  const found = unpack(text);
  for (let i = 1; i < found.length; i++) found[i] += found[i - 1];
  return found;
}
