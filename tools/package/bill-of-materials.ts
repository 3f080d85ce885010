export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As deno.lock has it: `sha512-` and base64. */
  readonly integrity: string;
}

export interface ShippedFile {
  readonly name: string;
  /** In hexadecimal. */
  readonly sha256: string;
}

export interface BillFacts {
  readonly version: string;
  readonly commit: string;
  /** Time of the commit, ISO 8601. */
  readonly timestamp: string;
  /** As in the name of the target: x86_64 or aarch64. */
  readonly architecture: string;
  readonly packages: readonly BundledPackage[];
  readonly runtime: { readonly deno: string; readonly v8: string; readonly sqlite: string };
  /** The executables of the module folder. */
  readonly files: readonly ShippedFile[];
}

/** An entry of `components` (CycloneDX 1.6). */
interface Component {
  readonly type: "application" | "file" | "framework" | "library" | "platform";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly licenses?: readonly { readonly license: { readonly id: string } }[];
  readonly hashes?: readonly { readonly alg: "SHA-256" | "SHA-512"; readonly content: string }[];
}

/** Licences of what is inside; a new package is refused until its licence stands here. */
const LICENSES: Readonly<Record<string, string>> = { "js-yaml": "MIT", "path-browserify": "MIT" };

/** What the module folder consists of, as CycloneDX 1.6. Throws for a package whose licence is not known. */
export function billOfMaterials(facts: BillFacts): Record<string, unknown> {
  const { version, commit, timestamp, architecture } = facts;
  const station: Component = {
    type: "application",
    "bom-ref": "OCPP201",
    name: "OCPP201",
    version,
    licenses: licensed("Apache-2.0"),
  };
  const packages = facts.packages.map(npmComponent);
  const runtime = runtimeComponents(facts.runtime);
  const files = facts.files.map(({ name, sha256 }): Component => ({
    type: "file",
    "bom-ref": `file:${name}`,
    name,
    hashes: [{ alg: "SHA-256", content: sha256 }],
  }));
  const [deno, ...insideDeno] = refsOf(runtime);
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp,
      component: station,
      properties: [{ name: "commit", value: commit }, { name: "architecture", value: architecture }],
    },
    components: [...packages, ...runtime, ...files],
    dependencies: [
      { ref: "OCPP201", dependsOn: [...refsOf(packages), deno] },
      { ref: deno, dependsOn: insideDeno },
    ],
    // Deno publishes no list of the Rust crates inside its executable.
    compositions: [
      { aggregate: "complete", assemblies: ["OCPP201"] },
      { aggregate: "incomplete", assemblies: [deno] },
    ],
  };
}

function npmComponent({ name, version, integrity }: BundledPackage): Component {
  const license = LICENSES[name];
  if (license === undefined) {
    throw new Error(`the licence of ${name} is not in tools/package/bill-of-materials.ts`);
  }
  const purl = `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    purl,
    licenses: licensed(license),
    hashes: [{ alg: "SHA-512", content: hexOf(integrity) }],
  };
}

function runtimeComponents({ deno, v8, sqlite }: BillFacts["runtime"]): Component[] {
  const denoPurl = `pkg:github/denoland/deno@v${deno}`;
  return [
    {
      type: "platform",
      "bom-ref": denoPurl,
      name: "deno",
      version: deno,
      purl: denoPurl,
      licenses: licensed("MIT"),
    },
    { type: "library", "bom-ref": `v8@${v8}`, name: "v8", version: v8, licenses: licensed("BSD-3-Clause") },
    {
      type: "library",
      "bom-ref": `sqlite@${sqlite}`,
      name: "sqlite",
      version: sqlite,
      licenses: licensed("blessing"),
    },
  ];
}

function licensed(id: string): NonNullable<Component["licenses"]> {
  return [{ license: { id } }];
}

function refsOf(components: readonly Component[]): string[] {
  return components.map((component) => component["bom-ref"]);
}

function hexOf(integrity: string): string {
  const base64 = /^sha512-(.+)$/.exec(integrity)?.[1];
  if (base64 === undefined) throw new Error(`${integrity} is no SHA-512`);
  return Uint8Array.fromBase64(base64).toHex();
}
