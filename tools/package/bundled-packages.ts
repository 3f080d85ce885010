import type { BundledPackage } from "./bill-of-materials.ts";

/** The part of deno.lock that says what every npm package is. */
export interface LockFile {
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}

/** `deno bundle` names each source file in a comment; build.sh makes the path of a package start with `npm:`. */
const SOURCE = /^\/\/ npm:((?:@[^/\s]+\/)?[^/\s]+)\/([^/\s]+)\//gm;

/**
 * The npm packages that really are in the bundle, with their hashes. Throws for one that the lock file does not know,
 * and for a bundle without any, which would mean that its comments look otherwise.
 */
export function bundledPackages(bundle: string, { npm }: LockFile): BundledPackage[] {
  const found = new Map([...bundle.matchAll(SOURCE)].map(([, name = "", version = ""]) => [name, version]));
  if (found.size === 0) throw new Error("no package found in the bundle");
  return [...found].sort().map(([name, version]) => {
    const integrity = npm[`${name}@${version}`]?.integrity;
    if (integrity === undefined) throw new Error(`deno.lock does not know ${name}@${version}`);
    return { name, version, integrity };
  });
}
