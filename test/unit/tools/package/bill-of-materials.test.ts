import assert from "node:assert/strict";
import { billOfMaterials } from "../../../../tools/package/bill-of-materials.ts";
import { bundledPackages } from "../../../../tools/package/bundled-packages.ts";

const INTEGRITY = `sha512-${new Uint8Array(64).fill(0xab).toBase64()}`;
const LOCK = { npm: { "js-yaml@4.3.2": { integrity: INTEGRITY }, "aedes@1.2.0": { integrity: INTEGRITY } } };
const FACTS = {
  version: "1.2.3",
  commit: "0123456789ab",
  timestamp: "2026-11-29T00:00:00.000Z",
  architecture: "x86_64",
  packages: [{ name: "js-yaml", version: "4.3.2", integrity: INTEGRITY }],
  runtime: { deno: "2.9.5", v8: "15.0", sqlite: "3.50.0" },
  files: [{ name: "deno", sha256: "cd".repeat(32) }],
};

interface Bill {
  readonly components: readonly {
    readonly "bom-ref": string;
    readonly hashes?: readonly { content: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

Deno.test("only the packages in the bundle are inside, not all of the lock file", () => {
  const bundle = "// src/a.ts\nvar a;\n// npm:js-yaml/4.3.2/dist/js-yaml.mjs\nvar b;\n";
  assert.deepEqual(bundledPackages(bundle, LOCK), FACTS.packages);
});

Deno.test("a package with a scope, one that the lock file does not know, and a bundle without packages", () => {
  const lock = { npm: { "@a/b@1.0.0": { integrity: INTEGRITY } } };
  const [scoped] = bundledPackages("// npm:@a/b/1.0.0/x.js\n", lock);
  assert.equal(scoped?.name, "@a/b");
  assert.throws(() => bundledPackages("// npm:@a/b/1.0.1/x.js\n", lock), /deno.lock does not know/);
  assert.throws(() => bundledPackages("var a;\n", lock), /no package/);
});

Deno.test("the bill names packages with their hash, the runtime and the executables", () => {
  const { components, dependencies } = billOfMaterials(FACTS) as unknown as Bill;
  const yaml = components.find((component) => component["bom-ref"] === "pkg:npm/js-yaml@4.3.2");
  assert.equal(yaml?.hashes?.[0]?.content, "ab".repeat(64));
  const refs = components.map((component) => component["bom-ref"]);
  assert.ok(refs.includes("pkg:github/denoland/deno@v2.9.5") && refs.includes("file:deno"));
  const named = dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
  assert.deepEqual(named.filter((ref) => ref !== "OCPP201" && !refs.includes(ref)), []);
});

Deno.test("a package without a known licence is refused", () => {
  const packages = [{ name: "left-pad", version: "1.0.0", integrity: INTEGRITY }];
  assert.throws(() => billOfMaterials({ ...FACTS, packages }), /licence of left-pad/);
});
