import assert from "node:assert/strict";
import { differencesOf } from "../../../../src/inspection/replay/differences.ts";
import { IdMap } from "../../../../src/inspection/replay/id-map.ts";

const T1 = "2026-01-15T10:00:00.000Z";
const T2 = "2031-07-01T00:00:00Z";
const meterValue = (measurand: string | undefined, value: number) => ({
  timestamp: T1,
  sampledValue: [{ value, ...(measurand && { measurand }) }],
});
const energy = meterValue(undefined, 1);

/** What it shows, action, recorded, got, and the fields that differ. */
const TABLE: readonly (readonly [string, string, unknown, unknown, readonly string[]])[] = [
  ["equal", "Heartbeat", { a: [1, { b: "x" }] }, { a: [1, { b: "x" }] }, []],
  ["another value", "X", { a: { b: [0, "x"] } }, { a: { b: [0, "y"] } }, ["a.b[1]"]],
  ["absent", "X", { a: 1, b: 2 }, { a: 1 }, ["b"]],
  ["not in the recording", "X", {}, { b: 2 }, ["b"]],
  ["another type", "X", { a: [1] }, { a: { 0: 1 } }, ["a"]],
  ["null is not absent", "X", { a: null }, {}, ["a"]],
  ["a longer list", "X", { a: [1, 2] }, { a: [1] }, ["a.length"]],
  ["times", "X", { timestamp: T1, value: T1 }, { timestamp: T2, value: T2 }, []],
  ["a time that is missing", "X", { timestamp: T1 }, {}, ["timestamp"]],
  ["a time against a word", "X", { value: T1 }, { value: "soon" }, ["value"]],
  ["masked in the recording", "X", { attributeValue: "***" }, { attributeValue: "whatever" }, []],
  ["masked and absent", "X", { attributeValue: "***" }, {}, ["attributeValue"]],
  ["masked in a URL", "X", { url: "ftp://***@host" }, { url: "ftp://me:secret@host" }, []],
  ["free texts", "X", { techInfo: "a", additionalInfo: "a" }, { techInfo: "b" }, []],
  [
    "additional tokens are no free text",
    "Authorize",
    { additionalInfo: [{ type: "a" }] },
    { additionalInfo: [{ type: "b" }] },
    ["additionalInfo[0].type"],
  ],
  ["who the station is", "BootNotification", { chargingStation: { model: "A" } }, {
    chargingStation: { model: "B" },
  }, []],
  ["a model elsewhere", "X", { chargingStation: { model: "A" } }, { chargingStation: { model: "B" } }, [
    "chargingStation.model",
  ]],
  ["numbers of events", "TransactionEvent", { seqNo: 4 }, { seqNo: 7 }, []],
  ["numbers of pages", "NotifyReport", { seqNo: 4 }, { seqNo: 7 }, ["seqNo"]],
  ["measured values", "X", { meterValue: [energy] }, { meterValue: [meterValue(undefined, 2), energy] }, []],
  ["phases in use, which the meter tells", "X", { numberOfPhasesUsed: 3 }, {}, []],
  ["what is measured", "X", { meterValue: [energy] }, { meterValue: [meterValue("Voltage", 2)] }, [
    "meterValue",
  ]],
  ["an action like a property of objects", "constructor", { a: 1 }, { a: 1 }, []],
];

for (const [name, action, expected, got, fields] of TABLE) {
  Deno.test(`differences: ${name}`, () => {
    const found = differencesOf(action, expected, got, new IdMap());
    assert.deepEqual(found.map(({ field }) => field), fields);
  });
}

Deno.test("differences: ids of the station may be others, but always the same ones", () => {
  const ids = new IdMap();
  const event = (transactionId: string) => ({ transactionInfo: { transactionId } });
  const fields = (expected: string, got: string) =>
    differencesOf("TransactionEvent", event(expected), event(got), ids).map(({ field }) => field);
  assert.deepEqual(fields("a", "1"), []);
  assert.deepEqual(fields("a", "1"), []);
  assert.deepEqual(fields("a", "2"), ["transactionInfo.transactionId"]);
  assert.deepEqual(fields("b", "1"), ["transactionInfo.transactionId"]);
  assert.deepEqual(fields("b", "2"), []);
});

Deno.test("differences: of a message that is quite another one only some are named", () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`field${index}`, index]));
  assert.equal(differencesOf("X", many, {}, new IdMap()).length, 20);
});
