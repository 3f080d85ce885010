import type { DatabaseSync } from "node:sqlite";
import { setVariables } from "./libocpp-import/set-variables.ts";

/**
 * Imports the values that were set under EVerest's C++ module, so that a station retains its password and
 * network profiles when this program replaces the module. Throws when `foreign` is no such database.
 */
export function adoptLibocppVariables(foreign: DatabaseSync, fresh: DatabaseSync): number {
  const { rows } = setVariables.read(foreign);
  setVariables.write?.(fresh, rows);
  return rows.length;
}
