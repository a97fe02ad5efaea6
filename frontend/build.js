// Builds the style sheet and scripts into the folder that the web app serves, each named by its content.
// Usage: node build.js OUT, where OUT holds fonts/*.woff already. Writes OUT/manifest.json: name -> file.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as sass from "sass";

const out = process.argv[2];
const modules = join(import.meta.dirname, "node_modules");
const manifest = {};

for (const old of readdirSync(out, { withFileTypes: true })) {
  if (old.isFile()) rmSync(join(out, old.name));
}
mkdirSync(out, { recursive: true });

function keep(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const [, stem, ending] = name.match(/^(.*)(\.[a-z0-9]+)$/);
  manifest[name] = `${stem}.${hash}${ending}`;
  writeFileSync(join(out, manifest[name]), content);
  return manifest[name];
}

const withoutMap = (text) => text.replace(/\n?(\/\/|\/\*)# sourceMappingURL=\S+( \*\/)?\s*$/, "\n");
const read = (...place) => withoutMap(readFileSync(join(modules, ...place), "utf8"));

const weights = { Regular: "400", Semibold: "600 800" };
const faces = Object.entries(weights).map(([style, weight]) => {
  const file = keep(`${style.toLowerCase()}.woff`, readFileSync(join(out, "fonts", `${style}.woff`)));
  return `@font-face{font-family:"Local Response Sans";font-weight:${weight};font-display:swap;src:url("${file}") format("woff")}`;
});
const styles = sass.compile(join(import.meta.dirname, "styles", "app.scss"), {
  style: "compressed",
  loadPaths: [modules],
  quietDeps: true,
  charset: false, // its mark would stand in the middle of the file
});
const autocomplete = read("accessible-autocomplete", "dist", "accessible-autocomplete.min.css");
keep("app.css", `${faces.join("")}${autocomplete}${styles.css}`);

const govuk = keep("govuk-frontend.js", read("govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"));
keep("app.js", readFileSync(join(import.meta.dirname, "app.js"), "utf8").replace("govuk-frontend.js", govuk));
keep("accessible-autocomplete.js", read("accessible-autocomplete", "dist", "accessible-autocomplete.min.js"));
keep("choose.js", readFileSync(join(import.meta.dirname, "choose.js")));
keep("icon.svg", readFileSync(join(import.meta.dirname, "icon.svg")));
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
console.log(`${basename(out)}: ${Object.keys(manifest).length} files`);
