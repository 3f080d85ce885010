import assert from "node:assert/strict";
import fc from "fast-check";
import type { Action } from "../../../../src/ocpp/messages.ts";
import { readRequest, readResponse } from "../../../../src/ocpp/validator/validate.ts";
import {
  answered,
  boot,
  CARELESS_MESSAGES,
  type CarelessMessage,
  START,
} from "../../../fakes/csms/careless-messages.ts";

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

function assertRead(
  kind: "answer" | "request",
  slip: string,
  { action, payload, read, path }: CarelessMessage,
): void {
  const before = JSON.stringify(payload);
  const reading = kind === "answer" ? readResponse(action, payload) : readRequest(action, payload);
  assert.equal(JSON.stringify(payload), before, "the payload itself is untouched");
  if (read === "refused") return assert.equal(reading.kind, "invalid");
  assert(reading.kind === "valid", JSON.stringify(reading));
  assert.deepEqual(reading.value, read);
  assert.deepEqual(reading.forgiven[0], { path, slip });
}

for (const [slip, { answer, request }] of Object.entries(CARELESS_MESSAGES)) {
  Deno.test(`${slip}: in an answer`, () => assertRead("answer", slip, answer));
  Deno.test(`${slip}: in a request`, () => assertRead("request", slip, request));
}

Deno.test("the table of what is forgiven lists every slip, and what it says of answers and requests is true", async () => {
  const manual = await Deno.readTextFile(new URL("../../../../docs/operation.md", import.meta.url));
  const rows = manual.split("\n").map((line) => line.split("|").map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6 && Object.hasOwn(CARELESS_MESSAGES, cells[1] ?? ""));
  const isYes = (cell: string | undefined) => cell?.startsWith("yes");
  assert.deepEqual(
    Object.fromEntries(rows.map(([, slip, , answer, request]) => [slip, [isYes(answer), isYes(request)]])),
    Object.fromEntries(
      Object.entries(CARELESS_MESSAGES).map(([slip, { answer, request }]) => [
        slip,
        [answer.read !== "refused", request.read !== "refused"],
      ]),
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

const REFUSED: readonly CarelessMessage[] = [
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
