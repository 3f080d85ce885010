import { type ErrorMap, readErrorMap } from "../bridge/error-map.ts";
import { parseJson } from "../kernel/json.ts";

export type ErrorMapReading = { kind: "map"; map: ErrorMap } | { kind: "refused"; reason: string };

/** The station maker's tech codes (CustomMrecErrorMapPath); an empty path means none. */
export async function readErrorMapFile(path: string): Promise<ErrorMapReading> {
  if (path === "") return { kind: "map", map: new Map() };
  const refused = (reason: string): ErrorMapReading => ({
    kind: "refused",
    reason: `CustomMrecErrorMapPath ${path}: ${reason}`,
  });
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
  const json = parseJson(text);
  if (json.kind === "malformed") return refused(json.reason);
  const map = readErrorMap(json.value);
  return map.kind === "value" ? { kind: "map", map: map.value } : refused(`${map.path} ${map.reason}`);
}
