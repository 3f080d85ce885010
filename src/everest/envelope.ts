import { isJsonObject, parseJson } from "../kernel/json.ts";
import { decodeUtf8 } from "./mqtt/packet-body.ts";

/** Every message type that releases 2025.12 to 2026.08 know. A C++ process exits on any other. */
export type MessageType =
  | "Var"
  | "Cmd"
  | "CmdResult"
  | "RaiseError"
  | "ClearError"
  | "GetConfig"
  | "GetConfigResponse"
  | "ConfigurationRequest"
  | "ConfigurationResponse"
  | "ModuleReady"
  | "GlobalReady";

export type Decoded<T> = { kind: "value"; value: T } | { kind: "violation"; reason: string };

/** The outer object of every message of the framework. */
export interface Envelope {
  readonly data: unknown;
  /** A hint only: the topic decides the kind of a message. */
  readonly messageType?: string;
}

const utf8 = new TextEncoder();

export function encodeEnvelope(messageType: MessageType, data: unknown): Uint8Array {
  return utf8.encode(JSON.stringify({ data, msg_type: messageType }));
}

/** Total. The legacy bus has no envelopes, so its messages are violations here. */
export function decodeEnvelope(payload: Uint8Array): Decoded<Envelope> {
  const decoded = decodeJson(payload);
  if (decoded.kind === "violation") return decoded;
  const { value } = decoded;
  if (!isJsonObject(value)) return violation("is not an object");
  if (!Object.hasOwn(value, "data")) return violation("has no data");
  const { data, msg_type } = value;
  return {
    kind: "value",
    value: { data, ...(typeof msg_type === "string" ? { messageType: msg_type } : {}) },
  };
}

export function decodeJson(payload: Uint8Array): Decoded<unknown> {
  const text = decodeUtf8(payload);
  if (text === undefined) return violation("is not UTF-8");
  const parsed = parseJson(text);
  return parsed.kind === "value" ? parsed : violation("is not JSON");
}

export function violation(reason: string): { kind: "violation"; reason: string } {
  return { kind: "violation", reason };
}
