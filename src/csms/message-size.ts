import { evenlyThinned } from "../kernel/even-thinning.ts";
import type { MeterValueType, RequestOf } from "../ocpp/messages.ts";

type TransactionEvent = RequestOf<"TransactionEvent">;

/** The JSON text of a payload and how many meter values had to go. */
export interface SizedPayload {
  readonly text: string;
  /** Meter values that were left out. */
  readonly removed: number;
}

/** True when a text takes at most `limit` bytes of UTF-8. Counts only where the number of UTF-16 units does not tell. */
export function fitsInto(text: string, limit: number): boolean {
  if (text.length > limit) return false;
  return text.length * 3 <= limit || byteLength(text) <= limit;
}

/**
 * J02.FR.20: the payload of an event, with intermediate meter values of an Ended event left out, evenly, until it fits
 * into `maxBytes`. The first and the last stay: they are what is billed.
 */
export function sizedEvent(event: TransactionEvent, maxBytes: number): SizedPayload {
  const text = JSON.stringify(event);
  const values = event.meterValue ?? [];
  if (event.eventType !== "Ended" || values.length <= 2 || fitsInto(text, maxBytes)) {
    return { text, removed: 0 };
  }
  const sizes = values.map((value) => byteLength(JSON.stringify(value)) + 1);
  const frame = byteLength(text) - sizes.reduce((sum, size) => sum + size, 0);
  let fitting = 2;
  let tooMany = values.length;
  while (tooMany - fitting > 1) {
    const keep = (fitting + tooMany) >> 1;
    const bytes = indexesOf(values, keep).reduce((sum, index) => sum + (sizes[index] ?? 0), frame);
    if (bytes <= maxBytes) fitting = keep;
    else tooMany = keep;
  }
  return thinned(event, values, fitting);
}

/**
 * A smaller version of a payload that the CSMS could not take: half of the meter values of an Ended event, then the first
 * and the last. Undefined when nothing may be left out.
 */
export function smallerEvent(payloadText: string): SizedPayload | undefined {
  const event: TransactionEvent = JSON.parse(payloadText);
  const values = event.meterValue ?? [];
  if (event.eventType !== "Ended" || values.length <= 2) return undefined;
  return thinned(event, values, values.length > 20 ? Math.ceil(values.length / 2) : 2);
}

function thinned(event: TransactionEvent, values: readonly MeterValueType[], keep: number): SizedPayload {
  const meterValue = indexesOf(values, keep).flatMap((index) => values[index] ?? []);
  return { text: JSON.stringify({ ...event, meterValue }), removed: values.length - meterValue.length };
}

function indexesOf(values: readonly MeterValueType[], keep: number): readonly number[] {
  return evenlyThinned(values.map(({ timestamp }) => Date.parse(timestamp)), keep);
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
