import assert from "node:assert/strict";
import fc from "fast-check";
import type { MessageContentType, RequestOf, ResponseOf } from "../../../../src/ocpp/messages.ts";
import { costAfterEvent } from "../../../../src/station/tariff-cost/transaction-cost.ts";

type Request = RequestOf<"TransactionEvent">;
type Response = ResponseOf<"TransactionEvent">;

const EVERYTHING = { cost: true, tariff: true, qrCode: true, languages: ["en-US", "de"] } as const;
const TEXT: MessageContentType = { format: "UTF8", content: "1 EUR", language: "en-US" };

function request(more: Partial<Request> = {}): Request {
  return {
    eventType: "Updated",
    timestamp: "2026-01-15T10:00:00.000Z",
    triggerReason: "MeterValuePeriodic",
    seqNo: 1,
    transactionInfo: { transactionId: "tx" },
    ...more,
  };
}

/** customData may hold anything besides its vendor. */
function told(response: object, more: Partial<Request> = {}, shown: typeof EVERYTHING | object = {}) {
  return costAfterEvent(request(more), response as Response, { ...EVERYTHING, ...shown });
}

Deno.test("a total of nothing is a cost, no total is none (I03.FR.04)", () => {
  assert.equal(told({ totalCost: 0 }).cost?.total, 0);
  assert.deepEqual(told({}), { texts: [] });
});

Deno.test("the cost is final when the transaction is over", () => {
  assert.equal(told({ totalCost: 1 }).cost?.state, "Charging");
  assert.equal(told({ totalCost: 1 }, { eventType: "Started" }).cost?.state, "Charging");
  assert.equal(told({ totalCost: 1 }, { eventType: "Ended" }).cost?.state, "Finished");
});

Deno.test("the largest register over all phases goes with the cost, in Wh", () => {
  const meterValue = [
    { timestamp: "2026-01-15T10:00:00Z", sampledValue: [{ value: 5 }, { value: 900, phase: "L1" as const }] },
    { timestamp: "2026-01-15T10:00:00Z", sampledValue: [{ value: 1.2, unitOfMeasure: { unit: "kWh" } }] },
    { timestamp: "2026-01-15T10:00:00Z", sampledValue: [{ value: 9000, measurand: "Voltage" as const }] },
  ];
  assert.equal(told({ totalCost: 1 }, { meterValue }).cost?.registerWh, 1200);
  assert.equal(told({ totalCost: 1 }, { meterValue: [meterValue[2]!] }).cost?.registerWh, undefined);
});

Deno.test("texts go with the tariff, their versions with the languages of the station, the QR code with the display", () => {
  const customData = {
    vendorId: "any",
    qrCodeText: "https://receipt",
    updatedPersonalMessageExtra: [
      { content: "1 EUR", language: "DE", format: "HTML" },
      { content: "1 EUR", language: "de", format: "PDF" },
      { content: "1 EUR", language: "fr" },
      { content: "1 EUR" },
      { language: "de" },
      null,
    ],
  };
  const response = { totalCost: 1, updatedPersonalMessage: TEXT, customData };
  const texts = [
    TEXT,
    { format: "HTML", content: "1 EUR", language: "DE" },
    { format: "UTF8", content: "1 EUR", language: "de" },
  ];
  const { cost, ...rest } = told(response);
  assert.deepEqual(rest.texts, texts);
  assert.deepEqual(cost?.texts, texts);
  assert.equal(cost?.qrCode, "https://receipt");
  assert.deepEqual(told(response, {}, { languages: [] }).texts, [TEXT]);
  assert.equal(told(response, {}, { qrCode: false }).cost?.qrCode, undefined);
  assert.deepEqual(told(response, {}, { cost: false }), { texts });
  const withoutTariff = told(response, {}, { tariff: false });
  assert.deepEqual([withoutTariff.texts, withoutTariff.cost?.texts], [[], undefined]);
});

Deno.test("no customData whatever makes the station throw", () => {
  const keys = ["vendorId", "qrCodeText", "updatedPersonalMessageExtra", "content", "language"];
  const inner = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 5 });
  const part = fc.oneof(fc.jsonValue({ maxDepth: 1 }), inner, fc.array(inner, { maxLength: 5 }));
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.dictionary(fc.constantFrom(...keys), part, { maxKeys: 5 }),
  );
  fc.assert(fc.property(value, (customData) => {
    const { texts } = told({ totalCost: 1, updatedPersonalMessage: TEXT, customData });
    assert.deepEqual(texts[0], TEXT);
  }));
});
