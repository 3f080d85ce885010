import assert from "node:assert/strict";
import { directionOf } from "../../../src/ocpp/directions.ts";
import { RPC_ERROR_CODES } from "../../../src/ocpp/error-codes.ts";
import {
  type Action,
  ACTIONS,
  isAction,
  type RequestOf,
  type ResponseOf,
} from "../../../src/ocpp/messages.ts";
import { ACTIONS_TO_CSMS, ACTIONS_TO_STATION } from "../../fakes/csms/actions-by-direction.ts";

Deno.test("there are 64 actions, and names are case-sensitive", () => {
  assert.equal(ACTIONS.length, 64);
  assert.ok(isAction("BootNotification"));
  for (const name of ["bootnotification", "BootNotificationRequest", "", "__proto__", "toString", 7, null]) {
    assert.equal(isAction(name), false, String(name));
  }
});

Deno.test("a station may call 25 actions, a CSMS 40, and only DataTransfer goes both ways", () => {
  assert.equal(ACTIONS_TO_CSMS.length, 25);
  assert.equal(ACTIONS_TO_STATION.length, 40);
  assert.deepEqual(ACTIONS.filter((action) => directionOf(action) === "both"), ["DataTransfer"]);
  assert.equal(directionOf("TransactionEvent"), "stationToCsms");
  assert.equal(directionOf("GetVariables"), "csmsToStation");
});

Deno.test("the error codes are the twelve of OCPP-J 2.0.1, spelled as there", () => {
  assert.equal(new Set(RPC_ERROR_CODES).size, 12);
  assert.ok(RPC_ERROR_CODES.includes("FormatViolation"));
  assert.ok(!(RPC_ERROR_CODES as readonly string[]).includes("FormationViolation"));
  assert.ok(!(RPC_ERROR_CODES as readonly string[]).includes("OccurenceConstraintViolation"));
});

Deno.test("an action picks the types of its request and response", () => {
  const request: RequestOf<"RequestStopTransaction"> = { transactionId: "t" };
  const response: ResponseOf<"Heartbeat"> = { currentTime: "2026-01-15T10:00:00.000Z" };
  // @ts-expect-error a value that the enumeration lacks
  const wrong: ResponseOf<"RequestStopTransaction"> = { status: "Perhaps" };
  // @ts-expect-error optional properties are left out, not set to undefined
  const unset: RequestOf<"Heartbeat"> = { customData: undefined };
  const action: Action = "Reset";
  assert.ok(request && response && wrong && unset && action);
});
