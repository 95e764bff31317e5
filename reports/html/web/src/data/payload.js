// The embedded document as embedding/packing.py writes it: base 64 of deflated JSON with columns of numbers behind it.

async function inflated(id) {
  const text = atob(document.getElementById(id).textContent);
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The document, and `column(number)` for the columns that it names. */
export async function readPayload() {
  const bytes = await inflated("analysis");
  const decoder = new TextDecoder();
  const first = bytes.indexOf(10);
  const second = bytes.indexOf(10, first + 1);
  const sizes = JSON.parse(decoder.decode(bytes.subarray(0, first)));
  const raw = JSON.parse(decoder.decode(bytes.subarray(first + 1, second)));
  const begins = [second + 1];
  sizes.forEach((size, i) => begins.push(begins[i] + size));
  return { raw, column: (number) => unpack(bytes.subarray(begins[number], begins[number + 1])) };
}

/** Runs the library that the page carries; its policy knows the library's hash. */
export async function runLibrary() {
  const script = document.createElement("script");
  script.textContent = new TextDecoder().decode(await inflated("library"));
  document.body.append(script);
  script.remove();
}

/** Whole numbers from little-endian base 128. */
function unpack(bytes) {
  const found = new Float64Array(bytes.length);
  let [length, value, scale] = [0, 0, 1];
  for (const byte of bytes) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      found[length++] = value;
      [value, scale] = [0, 1];
    }
  }
  return found.slice(0, length);
}

/** A column of differences, summed up. */
export function summed(found) {
  for (let i = 1; i < found.length; i++) found[i] += found[i - 1];
  return found;
}
