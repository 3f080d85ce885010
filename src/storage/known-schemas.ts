import type { DatabaseKind } from "./migrations.ts";

/** `schemaHash` over the schema that all steps make: making it anew to compare it takes 10 ms of each start. */
export const KNOWN_SCHEMAS: Readonly<Record<DatabaseKind, number>> = {
  "core": -1_981_358_485,
  "device model": -2_072_993_290,
  "EVerest device model": 1_523_884_020,
};

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a over the UTF-16 units, as a signed 32-bit integer: another one for each change of a single character. */
export function schemaHash(text: string): number {
  let hash = FNV_OFFSET | 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return hash;
}
