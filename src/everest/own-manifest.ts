import type { InterfacesOfManifest } from "./definitions-gate.ts";
// Made of config/manifest.yaml by `deno task generate`.
import manifest from "./generated/manifest.json" with { type: "json" };

/** The interfaces that config/manifest.yaml provides and requires. */
export const INTERFACES_OF_MANIFEST: InterfacesOfManifest = {
  provided: manifest.provides,
  required: manifest.requires,
};

/** By configuration key, what config/manifest.yaml has as its default. */
export const MANIFEST_DEFAULTS = manifest.defaults;
