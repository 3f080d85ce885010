import { isJsonObject, parseJson } from "../kernel/json.ts";
import { plainDateTimeMs } from "../kernel/plain-date-time.ts";
import type { LoggedMessage } from "./exchanges.ts";
import { isNestedDeeper, MAX_NESTING } from "./replay/replay-values.ts";

/** A line that is no record of a message of OCPP 2.0.1. */
export interface TraceMistake {
  readonly line: number;
  readonly reason: string;
}

export interface Trace {
  readonly messages: readonly LoggedMessage[];
  /** `chargePointId` of the first record that has one. */
  readonly identity?: string;
}

type Read = { readonly message: LoggedMessage; readonly identity?: string } | { readonly reason: string };

const DIRECTIONS: ReadonlyMap<unknown, LoggedMessage["direction"]> = new Map([
  ["cp-to-csms", "ChargingStationToCSMS"],
  ["csms-to-cp", "CSMSToChargingStation"],
]);

/** JSON Lines in the format open-ocpp-trace, as `toTraceLines` writes them. Total: the first bad line is named. */
export function readTraceLines(text: string): Trace | TraceMistake {
  const messages: LoggedMessage[] = [];
  let identity: string | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const read = readRecord(line);
    if ("reason" in read) return { line: index + 1, reason: read.reason };
    messages.push(read.message);
    identity ??= read.identity;
  }
  return { messages, ...(identity !== undefined && { identity }) };
}

function readRecord(line: string): Read {
  const json = parseJson(line);
  if (json.kind === "malformed") return { reason: "it is not JSON" };
  if (!isJsonObject(json.value)) return { reason: "it is not a JSON object" };
  if (isNestedDeeper(json.value, MAX_NESTING)) return { reason: `it is nested deeper than ${MAX_NESTING}` };
  const { timestamp, direction, ocppVersion, chargePointId } = json.value;
  if (ocppVersion !== undefined && ocppVersion !== "2.0.1") return { reason: "ocppVersion is not 2.0.1" };
  const timestampMs = plainDateTimeMs(timestamp);
  if (timestampMs === undefined) return { reason: "timestamp is not a point in time" };
  const from = DIRECTIONS.get(direction);
  if (from === undefined) return { reason: "direction is neither cp-to-csms nor csms-to-cp" };
  const frame = frameOf(json.value);
  if (typeof frame === "string") return { reason: frame };
  return {
    message: { timestampMs, direction: from, frame },
    ...(typeof chargePointId === "string" && { identity: chargePointId }),
  };
}

/** The OCPP-J frame of a record, or what is wrong with it. */
function frameOf(
  { messageType, messageId, action, payload, error }: Readonly<Record<string, unknown>>,
): readonly unknown[] | string {
  if (typeof messageId !== "string") return "messageId is not a text";
  const body = payload ?? {};
  switch (messageType) {
    case "CALL":
      if (typeof action !== "string") return "action is not a text";
      return isJsonObject(body) ? [2, messageId, action, body] : "payload is not an object";
    case "CALLRESULT":
      return isJsonObject(body) ? [3, messageId, body] : "payload is not an object";
    case "CALLERROR": {
      const { code = "GenericError", description = "", details = {} } = isJsonObject(error) ? error : {};
      return [4, messageId, code, description, details];
    }
    default:
      return "messageType is none of CALL, CALLRESULT, CALLERROR";
  }
}
