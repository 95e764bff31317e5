// Bundles script and styles, and copies the vendored library, into ../assets. The same lock gives the same bytes.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build, version } from "esbuild";

const assets = new URL("../assets/", import.meta.url).pathname;
const library = "node_modules/cytoscape";

await build({
  entryPoints: { report: "src/main.js" },
  outdir: assets,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  charset: "ascii",
  legalComments: "none",
});
await build({ entryPoints: { report: "styles/index.css" }, outdir: assets, bundle: true, minify: true, target: "es2020" });
// A script element ends at the first "</script", wherever that stands.
const source = readFileSync(`${library}/dist/cytoscape.min.js`, "utf8").replaceAll("</script", "<\\/script");
writeFileSync(`${assets}cytoscape.min.js`, source);
writeFileSync(`${assets}cytoscape.LICENSE.txt`, readFileSync(`${library}/LICENSE`));

const files = ["report.js", "report.css", "cytoscape.min.js", "cytoscape.LICENSE.txt"];
const digest = (name) => createHash("sha256").update(readFileSync(assets + name)).digest("hex");
const manifest = {
  libraries: [{ name: "cytoscape", version: JSON.parse(readFileSync(`${library}/package.json`)).version, license: "MIT" }],
  bundler: `esbuild ${version}`,
  sha256: Object.fromEntries(files.map((name) => [name, digest(name)])),
};
writeFileSync(`${assets}manifest.json`, JSON.stringify(manifest, null, 2) + "\n");
