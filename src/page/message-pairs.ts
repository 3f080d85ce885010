import { isJsonObject, parseJson } from "../kernel/json.ts";
import { answeredParts, isRefused } from "../inspection/answer-status.ts";
import { OpenCalls } from "../inspection/open-calls.ts";
import type { InspectedFrame } from "../inspection/traffic.ts";

/** A message and its answer, as far as it has come. */
export interface MessagePair {
  /** That of its first message. */
  readonly number: number;
  readonly atMs: number;
  readonly asker: "station" | "csms";
  /** E.g. `Heartbeat`; absent: no OCPP message, or an answer whose question is not known any more. */
  readonly action?: string;
  readonly transactionId?: string;
  readonly outcome: PairOutcome;
  /** Text of the messages; the answer is absent while there is none. */
  readonly request?: string;
  readonly response?: string;
}

export type PairOutcome =
  | { readonly kind: "waiting" }
  /** `status`: that of the answer, when it has one. */
  | { readonly kind: "answered"; readonly tookMs: number; readonly status?: string }
  /** `code`: the reason code, or that of the CALLERROR. */
  | { readonly kind: "refused"; readonly tookMs: number; readonly status: string; readonly code?: string }
  /** A message that belongs to nothing. */
  | { readonly kind: "stray" };

interface Frame {
  readonly type: number;
  readonly id: string;
  readonly rest: readonly unknown[];
}

/** Puts messages, oldest first, together with their answers. Total; the newest pair is the last one. */
export function pairsOf(frames: readonly InspectedFrame[]): readonly MessagePair[] {
  const pairs: MessagePair[] = [];
  const open = new OpenCalls();
  for (const frame of frames) {
    const asker = frame.direction === "ChargingStationToCSMS" ? "station" : "csms";
    const parsed = readFrame(frame.text);
    if (parsed?.type === 2) {
      open.add(frame.direction, parsed.id, pairs.length);
      pairs.push(asked(frame, parsed, asker));
      continue;
    }
    const index = parsed && open.take(frame.direction, parsed.id);
    const question = index === undefined ? undefined : pairs[index];
    if (parsed === undefined || index === undefined || question === undefined) {
      const { number, atMs, text } = frame;
      pairs.push({ number, atMs, asker, outcome: { kind: "stray" }, response: text });
      continue;
    }
    pairs[index] = answered(question, frame, parsed);
  }
  return pairs;
}

function readFrame(text: string): Frame | undefined {
  const json = parseJson(text);
  if (json.kind === "malformed" || !Array.isArray(json.value)) return undefined;
  const [type, id, ...rest] = json.value as readonly unknown[];
  return (type === 2 || type === 3 || type === 4) && typeof id === "string" ? { type, id, rest } : undefined;
}

function asked(
  { number, atMs, text }: InspectedFrame,
  { rest: [action, payload] }: Frame,
  asker: MessagePair["asker"],
): MessagePair {
  const transactionId = transactionIdOf(payload);
  return {
    ...{ number, atMs, asker, request: text },
    ...(typeof action === "string" && { action }),
    ...(transactionId !== undefined && { transactionId }),
    outcome: { kind: "waiting" },
  };
}

function answered(question: MessagePair, { atMs, text }: InspectedFrame, { type, rest }: Frame): MessagePair {
  const tookMs = Math.max(0, Math.round(atMs - question.atMs));
  const [first] = rest;
  // The answer to a remote start names the transaction.
  const transactionId = question.transactionId ?? transactionIdOf(first);
  return {
    ...question,
    ...(transactionId !== undefined && { transactionId }),
    outcome: type === 4
      ? { kind: "refused", tookMs, status: "CALLERROR", ...(typeof first === "string" && { code: first }) }
      : outcomeOf(first, tookMs),
    response: text,
  };
}

function outcomeOf(payload: unknown, tookMs: number): PairOutcome {
  const parts = answeredParts(payload);
  const refusal = parts.find(isRefused);
  if (refusal !== undefined) {
    const { status, code } = refusal;
    return { kind: "refused", tookMs, status, ...(code !== undefined && { code }) };
  }
  const [first] = parts;
  return { kind: "answered", tookMs, ...(first !== undefined && { status: first.status }) };
}

function transactionIdOf(payload: unknown): string | undefined {
  if (!isJsonObject(payload)) return undefined;
  for (const place of [payload, payload["transactionInfo"], payload["chargingProfile"]]) {
    if (isJsonObject(place) && typeof place["transactionId"] === "string") return place["transactionId"];
  }
  return undefined;
}
