import assert from "node:assert/strict";
import fc from "fast-check";
import { fitsInto, sizedEvent, smallerEvent } from "../../../src/csms/message-size.ts";
import type { RequestOf } from "../../../src/ocpp/messages.ts";

type Event = RequestOf<"TransactionEvent">;
const bytes = (text: string) => new TextEncoder().encode(text).length;

function ended(values: number, eventType: Event["eventType"] = "Ended"): Event {
  return {
    eventType,
    timestamp: "2026-01-15T12:00:00.000Z",
    triggerReason: "StopAuthorized",
    seqNo: 7,
    transactionInfo: { transactionId: "t" },
    meterValue: Array.from({ length: values }, (_, n) => ({
      timestamp: new Date(Date.UTC(2026, 0, 15, 10, n)).toISOString(),
      sampledValue: [{ value: n, measurand: "Energy.Active.Import.Register" }],
    })),
  };
}

Deno.test("a text fits by its bytes of UTF-8", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 0, max: 40 }), (text, limit) => {
    assert.equal(fitsInto(text, limit), bytes(text) <= limit);
  }));
});

Deno.test("an Ended event fits, keeps first and last, and loses no more than it must", () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 100 }), fc.integer({ min: 500, max: 12_000 }), (values, limit) => {
      const event = ended(values);
      const { text, removed } = sizedEvent(event, limit);
      const kept = (JSON.parse(text) as Event).meterValue ?? [];
      assert(bytes(text) <= limit);
      assert.equal(kept.length + removed, values);
      assert.deepEqual([kept[0], kept.at(-1)], [event.meterValue?.[0], event.meterValue?.at(-1)]);
      // E06.FR.13: what is left out is spread over the whole.
      const numbers = kept.map(({ sampledValue }) => sampledValue[0]?.value ?? NaN);
      const gaps = numbers.slice(1).map((number, index) => number - numbers[index]!);
      assert(Math.max(...gaps) - Math.min(...gaps) <= 1, `kept ${numbers}`);
      if (removed > 0) {
        assert(bytes(text) + 2 * bytes(JSON.stringify(kept[0])) + 20 > limit, "one more would fit");
      }
    }),
  );
});

Deno.test("other events, and an Ended event that fits, are as they are", () => {
  for (const event of [ended(50, "Updated"), ended(2), ended(50)]) {
    const limit = event.meterValue?.length === 50 && event.eventType === "Ended" ? 100_000 : 100;
    assert.deepEqual(sizedEvent(event, limit), { text: JSON.stringify(event), removed: 0 });
  }
});

Deno.test("smaller: half of the values, then first and last, then nothing more", () => {
  const counts: number[] = [];
  for (let text: string | undefined = JSON.stringify(ended(60)); text; text = smallerEvent(text)?.text) {
    counts.push((JSON.parse(text) as Event).meterValue?.length ?? 0);
  }
  assert.deepEqual(counts, [60, 30, 15, 2]);
  assert.equal(smallerEvent(JSON.stringify(ended(60, "Updated"))), undefined);
});
