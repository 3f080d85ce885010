import { MAX_CONTROL_PAYLOAD_BYTES } from "./frames.ts";

/** RFC 6455 §7.4.1 and the IANA registry, as far as we use them. */
export const CloseCode = {
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  unsupportedData: 1003,
  /** Never on the wire: the Close frame had no code. */
  none: 1005,
  /** Never on the wire: there was no Close frame. */
  abnormal: 1006,
  invalidData: 1007,
  policyViolation: 1008,
  tooBig: 1009,
  internalError: 1011,
  serviceRestart: 1012,
  tryAgainLater: 1013,
} as const;

/** True for a code that may stand in a Close frame (§7.4.1, §7.4.2 and the IANA registry, 1012 to 1014). */
function isCloseCode(code: number): boolean {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

export type ClosePayload =
  | { kind: "close"; code: number; reason: string }
  | { kind: "violation"; code: number; reason: string };

/** Reads the payload of a Close frame (§5.5.1). Total. */
export function parseClosePayload(payload: Uint8Array): ClosePayload {
  if (payload.length === 0) return { kind: "close", code: CloseCode.none, reason: "" };
  if (payload.length === 1) return violation(CloseCode.protocolError, "Close frame with half a code");
  const code = (payload[0]! << 8) | payload[1]!;
  if (!isCloseCode(code)) return violation(CloseCode.protocolError, `close code ${code} is not allowed`);
  const reason = decodeUtf8(payload.subarray(2));
  if (reason === undefined) return violation(CloseCode.invalidData, "close reason is not UTF-8");
  return { kind: "close", code, reason };
}

/**
 * The payload of a Close frame; the reason is cut to the available length at a character boundary. `none`
 * gives an empty payload.
 */
export function encodeClosePayload(code: number, reason: string): Uint8Array {
  if (code === CloseCode.none) return new Uint8Array(0);
  const payload = new Uint8Array(MAX_CONTROL_PAYLOAD_BYTES);
  payload[0] = code >> 8;
  payload[1] = code & 0xff;
  const { written } = new TextEncoder().encodeInto(reason, payload.subarray(2));
  return payload.subarray(0, 2 + written);
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Strict UTF-8; undefined when the bytes are not. A byte order mark is ordinary text (§8.1). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function violation(code: number, reason: string): ClosePayload {
  return { kind: "violation", code, reason };
}
