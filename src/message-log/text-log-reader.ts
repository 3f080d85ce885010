import { parseJson } from "../kernel/json.ts";
import type { MessageDirection } from "./message-log-entry.ts";

/** A message as the text log has it: passwords are masked there already. */
export interface ReadMessage {
  readonly timestampMs: number;
  readonly direction: MessageDirection;
  /** The OCPP-J frame. */
  readonly frame: readonly unknown[];
}

const HEAD = /^(\d{4}-\d\d-\d\dT[\d:.]+Z): (ChargePoint|CentralSystem)>\S* /;

const ANY_HEAD = /^\d{4}-\d\d-\d\dT[\d:.]+Z: (ChargePoint|CentralSystem|SYS)>/;

/** True for the first line of an entry of a text log, a message or a remark. */
export function isTextLogEntry(line: string): boolean {
  return ANY_HEAD.test(line);
}

/**
 * The messages in a text log, oldest first. Total: remarks of the log, entries that were cut and bodies that are no frame
 * are left out.
 */
export function readTextLog(text: string): readonly ReadMessage[] {
  return text.split("\n\n").flatMap((part) => {
    // A remark has no body, so one more line is empty.
    const entry = part.trimStart();
    const end = entry.indexOf("\n");
    const head = HEAD.exec(entry);
    if (end < 0 || head === null) return [];
    const body = parseJson(entry.slice(end + 1));
    const timestampMs = Date.parse(head[1]!);
    if (body.kind === "malformed" || !Array.isArray(body.value) || Number.isNaN(timestampMs)) return [];
    const direction = head[2] === "ChargePoint" ? "ChargingStationToCSMS" : "CSMSToChargingStation";
    return [{ timestampMs, direction, frame: body.value }];
  });
}
