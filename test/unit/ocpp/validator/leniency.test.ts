import assert from "node:assert/strict";
import fc from "fast-check";
import type { Action } from "../../../../src/ocpp/messages.ts";
import type { Slip } from "../../../../src/ocpp/validator/leniency.ts";
import { readRequest, readResponse } from "../../../../src/ocpp/validator/validate.ts";

interface Case {
  readonly action: Action;
  readonly payload: unknown;
  /** What it is read as; "refused" when it is not forgiven. */
  readonly read: unknown;
  readonly path?: string;
}

const TIME = "2026-11-29T07:04:25Z";
const boot = (changes: object) => ({ currentTime: TIME, interval: 300, status: "Accepted", ...changes });
const answered = (changes: object) => ({ idTokenInfo: { status: "Accepted", ...changes } });
const START = {
  idToken: { idToken: "1234", type: "Central" },
  remoteStartId: 1,
  evseId: 1,
};
const PROFILE = {
  id: 1,
  stackLevel: 0,
  chargingProfilePurpose: "TxProfile",
  chargingProfileKind: "Absolute",
  chargingSchedule: [{
    id: 1,
    chargingRateUnit: "A",
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
  }],
};

/** One row per line of the table in docs/operation.md, answers and requests apart. */
const CASES: Readonly<Record<Slip, { readonly answer: Case; readonly request: Case }>> = {
  "timestamp is not RFC 3339": {
    answer: {
      action: "BootNotification",
      payload: boot({ currentTime: "2026-11-29T07:04:25.315123" }),
      read: boot({ currentTime: "2026-11-29T07:04:25.315123Z" }),
      path: "currentTime",
    },
    request: {
      action: "ReserveNow",
      payload: { id: 1, expiryDateTime: "2026-11-29 08:00", idToken: START.idToken },
      read: { id: 1, expiryDateTime: "2026-11-29T08:00:00Z", idToken: START.idToken },
      path: "expiryDateTime",
    },
  },
  "null for an absent member": {
    answer: {
      action: "Authorize",
      payload: answered({ groupIdToken: null, cacheExpiryDateTime: null }),
      read: answered({}),
      path: "idTokenInfo.groupIdToken",
    },
    request: {
      action: "RequestStartTransaction",
      payload: { ...START, chargingProfile: null },
      read: START,
      path: "chargingProfile",
    },
  },
  "empty list for an absent member": {
    answer: {
      action: "Authorize",
      payload: answered({ evseId: [] }),
      read: answered({}),
      path: "idTokenInfo.evseId",
    },
    request: {
      action: "GetReport",
      payload: { requestId: 1, componentVariable: [] },
      read: "refused",
    },
  },
  "empty object for an absent member": {
    answer: {
      action: "TransactionEvent",
      payload: { idTokenInfo: {}, totalCost: 1.5 },
      read: { totalCost: 1.5 },
      path: "idTokenInfo",
    },
    request: {
      action: "ChangeAvailability",
      payload: { operationalStatus: "Inoperative", evse: {} },
      read: "refused",
    },
  },
  "empty text for an absent member": {
    answer: {
      action: "Authorize",
      payload: answered({ cacheExpiryDateTime: "" }),
      read: answered({}),
      path: "idTokenInfo.cacheExpiryDateTime",
    },
    request: {
      action: "RequestStartTransaction",
      payload: { ...START, chargingProfile: "" },
      read: "refused",
    },
  },
  "unknown member": {
    answer: {
      action: "Heartbeat",
      payload: { currentTime: TIME, status: "Accepted" },
      read: { currentTime: TIME },
      path: "status",
    },
    request: {
      action: "GetVariables",
      payload: { getVariableData: [{ component: { name: "X", x: 1 }, variable: { name: "Y" } }] },
      read: { getVariableData: [{ component: { name: "X" }, variable: { name: "Y" } }] },
      path: "getVariableData[0].component.x",
    },
  },
  "literal in another case": {
    answer: {
      action: "Authorize",
      payload: answered({ status: "ACCEPTED" }),
      read: answered({}),
      path: "idTokenInfo.status",
    },
    request: { action: "Reset", payload: { type: "immediate" }, read: "refused" },
  },
  "number as text": {
    answer: {
      action: "BootNotification",
      payload: boot({ interval: "300" }),
      read: boot({}),
      path: "interval",
    },
    request: { action: "UnlockConnector", payload: { evseId: "1", connectorId: 1 }, read: "refused" },
  },
  "text too long": {
    answer: {
      action: "BootNotification",
      payload: boot({ statusInfo: { reasonCode: "NoError", additionalInfo: "x".repeat(600) } }),
      read: boot({ statusInfo: { reasonCode: "NoError", additionalInfo: "x".repeat(512) } }),
      path: "statusInfo.additionalInfo",
    },
    request: {
      action: "SetDisplayMessage",
      payload: {
        message: { id: 1, priority: "NormalCycle", message: { format: "UTF8", content: "x".repeat(600) } },
      },
      read: "refused",
    },
  },
  "unusable extra": {
    answer: {
      action: "TransactionEvent",
      payload: { totalCost: 1.5, updatedPersonalMessage: { content: "without format" } },
      read: { totalCost: 1.5 },
      path: "updatedPersonalMessage",
    },
    request: {
      action: "ClearCache",
      payload: { customData: { without: "vendorId" } },
      read: "refused",
    },
  },
};

function assertRead(kind: "answer" | "request", slip: string, { action, payload, read, path }: Case): void {
  const before = JSON.stringify(payload);
  const reading = kind === "answer" ? readResponse(action, payload) : readRequest(action, payload);
  assert.equal(JSON.stringify(payload), before, "the payload itself is untouched");
  if (read === "refused") return assert.equal(reading.kind, "invalid");
  assert(reading.kind === "valid", JSON.stringify(reading));
  assert.deepEqual(reading.value, read);
  assert.deepEqual(reading.forgiven[0], { path, slip });
}

for (const [slip, { answer, request }] of Object.entries(CASES)) {
  Deno.test(`${slip}: in an answer`, () => assertRead("answer", slip, answer));
  Deno.test(`${slip}: in a request`, () => assertRead("request", slip, request));
}

Deno.test("the table of what is forgiven lists every slip, and what it says of requests is true", async () => {
  const manual = await Deno.readTextFile(new URL("../../../../docs/operation.md", import.meta.url));
  const rows = manual.split("\n").map((line) => line.split("|").map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6 && Object.hasOwn(CASES, cells[1] ?? ""));
  const forgiven = new Map(rows.map((cells) => [cells[1], cells[4]?.startsWith("yes")]));
  assert.deepEqual(
    Object.fromEntries(forgiven),
    Object.fromEntries(
      Object.entries(CASES).map(([slip, { request }]) => [slip, request.read !== "refused"]),
    ),
  );
});

Deno.test("an object of blanks stands for an absent member, too, in an answer", () => {
  const objects = [
    { idToken: "", type: "" },
    { idToken: null, type: null },
    { idToken: " ", type: "", additionalInfo: [] },
  ];
  for (const groupIdToken of objects) {
    assertRead("answer", "empty object for an absent member", {
      action: "Authorize",
      payload: answered({ groupIdToken }),
      read: answered({}),
      path: "idTokenInfo.groupIdToken",
    });
  }
});

const REFUSED: readonly Case[] = [
  { action: "BootNotification", payload: boot({ currentTime: null }), read: "refused" },
  { action: "BootNotification", payload: boot({ currentTime: "2026-11-29" }), read: "refused" },
  { action: "BootNotification", payload: boot({ status: "Okay" }), read: "refused" },
  { action: "TransactionEvent", payload: { totalCost: "a lot" }, read: "refused" },
  { action: "TransactionEvent", payload: { totalCost: [] }, read: "refused" },
  {
    action: "Authorize",
    payload: answered({ groupIdToken: { idToken: "x".repeat(37), type: "Central" } }),
    read: "refused",
  },
  { action: "Authorize", payload: answered({ groupIdToken: { idToken: "G", type: "" } }), read: "refused" },
  { action: "Authorize", payload: { idTokenInfo: { status: "" } }, read: "refused" },
];

for (const refused of REFUSED) {
  Deno.test(`an answer whose meaning is not plain is refused: ${JSON.stringify(refused.payload)}`, () =>
    assertRead("answer", "", refused));
}

Deno.test("a request with an unknown member that may limit what it does is refused", () => {
  const refused: readonly [Action, unknown][] = [
    ["SetChargingProfile", { evseId: 1, chargingProfile: { ...PROFILE, maxOfflineDuration: 60 } }],
    ["RequestStartTransaction", { ...START, chargingProfile: { ...PROFILE, maxOfflineDuration: 60 } }],
    ["RequestStartTransaction", { idToken: START.idToken, remoteStartId: 1, evse: { id: 1 } }],
    ["ChangeAvailability", { operationalStatus: "Inoperative", connectorId: 1 }],
    ["Reset", { type: "Immediate", evse: 1 }],
  ];
  for (const [action, payload] of refused) assert.equal(readRequest(action, payload).kind, "invalid", action);
  const reading = readRequest("RequestStartTransaction", { ...START, priority: 1 });
  assert(reading.kind === "valid");
  assert.deepEqual(reading.value, START);
});

Deno.test("numbers written with a fraction of zero are whole numbers", () => {
  const text = '{"currentTime":"2026-11-29T07:04:25Z","interval":300.0,"status":"Accepted"}';
  const reading = readResponse("BootNotification", JSON.parse(text));
  assert(reading.kind === "valid");
  assert.deepEqual(reading.forgiven, []);
  assert.equal(reading.value.interval, 300);
});

Deno.test("whatever comes in, reading it never throws and gives a valid message or a violation", () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Action>("Authorize", "GetVariables", "TransactionEvent"),
      fc.json(),
      (action, text) => {
        for (
          const reading of [readRequest(action, JSON.parse(text)), readResponse(action, JSON.parse(text))]
        ) {
          assert(reading.kind === "valid" || reading.violation.message !== "");
        }
      },
    ),
  );
});
