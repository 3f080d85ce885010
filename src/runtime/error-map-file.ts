import { withoutByteOrderMark } from "../kernel/byte-order-mark.ts";
import { type ErrorMap, overlaid, readErrorMap } from "../bridge/error-map-format.ts";
import { parseJson } from "../kernel/json.ts";
import { reasonOf } from "../kernel/reason-of.ts";

export type ErrorMapLoading = { kind: "map"; map: ErrorMap } | { kind: "refused"; reason: string };

export interface ErrorMapPaths {
  /** The file that comes with the module. */
  readonly errorMapPath: string;
  /** The station maker's own (CustomMrecErrorMapPath); empty for none. */
  readonly customErrorMapPath: string;
}

/** How errors of EVerest are reported to the CSMS: the shipped table, with the station maker's own entries over it. */
export async function loadErrorMap(
  { errorMapPath, customErrorMapPath }: ErrorMapPaths,
): Promise<ErrorMapLoading> {
  const shipped = await readFile(`error map ${errorMapPath}`, errorMapPath);
  if (shipped.kind === "refused" || customErrorMapPath === "") return shipped;
  const own = await readFile(`CustomMrecErrorMapPath ${customErrorMapPath}`, customErrorMapPath);
  return own.kind === "refused" ? own : { kind: "map", map: overlaid(shipped.map, own.map) };
}

async function readFile(what: string, path: string): Promise<ErrorMapLoading> {
  const refused = (reason: string): ErrorMapLoading => ({ kind: "refused", reason: `${what}: ${reason}` });
  let text: string;
  try {
    text = withoutByteOrderMark(await Deno.readTextFile(path));
  } catch (error) {
    return refused(reasonOf(error));
  }
  const json = parseJson(text);
  if (json.kind === "malformed") return refused(json.reason);
  const reading = readErrorMap(json.value);
  return reading.kind === "map" ? reading : refused(`${reading.path} ${reading.reason}`.trimStart());
}
