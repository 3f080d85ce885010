import assert from "node:assert/strict";
import type { RpcErrorCode } from "../../../../src/ocpp/error-codes.ts";
import { ACTIONS } from "../../../../src/ocpp/messages.ts";
import { validateRequest, validateResponse } from "../../../../src/ocpp/validator/validate.ts";
import { describeViolation, type ViolatedKeyword } from "../../../../src/ocpp/validator/schema-violation.ts";

const transactionEvent = (changes: Record<string, unknown> = {}) => ({
  eventType: "Updated",
  timestamp: "2026-01-15T10:00:00.000Z",
  triggerReason: "MeterValuePeriodic",
  seqNo: 4,
  transactionInfo: { transactionId: "8a1c7f0e-2b9d-4a64-9d4f-0b8c4f1d2e3a" },
  meterValue: [{ timestamp: "2026-01-15T10:00:00.000Z", sampledValue: [{ value: 16.1 }] }],
  ...changes,
});

/** `payload` as it comes off the wire: JSON text, so that `__proto__` is an ordinary key. */
function refusal(payload: unknown): [path: string, keyword: ViolatedKeyword, code: RpcErrorCode] {
  const validation = validateRequest("TransactionEvent", payload);
  assert.equal(validation.kind, "invalid");
  assert.ok(validation.kind === "invalid");
  return [validation.violation.path, validation.violation.keyword, validation.code];
}

Deno.test("a valid payload is handed back, typed and not copied", () => {
  const payload: unknown = transactionEvent();
  const validation = validateRequest("TransactionEvent", payload);
  assert.ok(validation.kind === "valid");
  assert.equal(validation.value, payload);
  assert.equal(validation.value.transactionInfo.transactionId.length, 36);
});

Deno.test("each violation names its place and gets the error code of part 4 that fits", () => {
  const without = transactionEvent() as Record<string, unknown>;
  delete without["seqNo"];
  const deep = [{
    timestamp: "2026-01-15T10:00:00.000Z",
    sampledValue: [{ value: 1 }, { value: 2, phase: "L9" }],
  }];
  const cases: [payload: unknown, path: string, keyword: ViolatedKeyword, code: RpcErrorCode][] = [
    [without, "", "required", "OccurrenceConstraintViolation"],
    [transactionEvent({ meterValue: [] }), "meterValue", "minItems", "OccurrenceConstraintViolation"],
    [transactionEvent({ seqNo: "4" }), "seqNo", "type", "TypeConstraintViolation"],
    [transactionEvent({ seqNo: 4.5 }), "seqNo", "type", "TypeConstraintViolation"],
    [transactionEvent({ offline: null }), "offline", "type", "TypeConstraintViolation"],
    [transactionEvent({ evse: [] }), "evse", "type", "TypeConstraintViolation"],
    [transactionEvent({ eventType: "Paused" }), "eventType", "enum", "PropertyConstraintViolation"],
    [transactionEvent({ timestamp: "yesterday" }), "timestamp", "format", "PropertyConstraintViolation"],
    [
      transactionEvent({ transactionInfo: { transactionId: "x".repeat(37) } }),
      "transactionInfo.transactionId",
      "maxLength",
      "PropertyConstraintViolation",
    ],
    [
      transactionEvent({ meterValue: deep }),
      "meterValue[0].sampledValue[1].phase",
      "enum",
      "PropertyConstraintViolation",
    ],
    [transactionEvent({ surplus: 1 }), "", "additionalProperties", "FormatViolation"],
    [null, "", "type", "ProtocolError"],
    [[], "", "type", "ProtocolError"],
    ["text", "", "type", "ProtocolError"],
    [undefined, "", "type", "ProtocolError"],
  ];
  for (const [payload, ...expected] of cases) assert.deepEqual(refusal(payload), expected);
});

Deno.test("numbers have their limits, which are inside", () => {
  const status = (percentage: unknown) =>
    validateRequest("NotifyEVChargingNeeds", {
      evseId: 1,
      chargingNeeds: { requestedEnergyTransfer: "DC", dcChargingParameters: parameters(percentage) },
    });
  const parameters = (stateOfCharge: unknown) => ({ evMaxCurrent: 1, evMaxVoltage: 1, stateOfCharge });
  assert.equal(status(0).kind, "valid");
  assert.equal(status(100).kind, "valid");
  for (
    const [value, keyword] of [[-1, "minimum"], [101, "maximum"], [NaN, "type"], [Infinity, "type"]] as const
  ) {
    const validation = status(value);
    assert.ok(validation.kind === "invalid");
    assert.equal(validation.violation.keyword, keyword);
  }
});

Deno.test("an infinite number, as JSON.parse makes of 1e999, is no number", () => {
  const payload = transactionEvent({
    meterValue: JSON.parse(`[{"timestamp":"2026-01-15T10:00:00Z","sampledValue":[{"value":1e999}]}]`),
  });
  assert.deepEqual(refusal(payload)[0], "meterValue[0].sampledValue[0].value");
});

Deno.test("length counts characters, not UTF-16 units", () => {
  const token = (idToken: string) =>
    validateRequest("Authorize", { idToken: { idToken, type: "Central" } }).kind;
  assert.equal(token("🔌".repeat(36)), "valid");
  assert.equal(token("🔌".repeat(36) + "x"), "invalid");
  assert.equal(token("🔌".repeat(37)), "invalid");
  assert.equal(token("x".repeat(36)), "valid");
  assert.equal(token("x".repeat(37)), "invalid");
});

Deno.test("keys of Object.prototype are surplus like any other, and stand in for nothing", () => {
  for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    assert.equal(validateRequest("Heartbeat", JSON.parse(`{"${key}":{}}`)).kind, "invalid", key);
  }
  const hidden = JSON.parse(`{"__proto__":{"transactionId":"t"}}`);
  assert.equal(validateRequest("RequestStopTransaction", hidden).kind, "invalid");
});

Deno.test("customData and DataTransfer may carry anything, however deep", () => {
  const depth = 200_000;
  const deep = JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
  assert.equal(validateRequest("DataTransfer", { vendorId: "v", data: deep }).kind, "valid");
  assert.equal(validateRequest("Heartbeat", { customData: { vendorId: "v", deep } }).kind, "valid");
  assert.equal(validateRequest("Heartbeat", { customData: deep }).kind, "invalid");
  assert.equal(validateRequest("Heartbeat", { deep }).kind, "invalid");
});

Deno.test("a huge list ends at its first violation", () => {
  const component = { name: "c" };
  const data = Array.from({ length: 200_000 }, () => ({ component, variable: { name: "v" } }));
  assert.equal(validateRequest("GetVariables", { getVariableData: data }).kind, "valid");
  data[7] = {} as (typeof data)[number];
  const validation = validateRequest("GetVariables", { getVariableData: data });
  assert.ok(validation.kind === "invalid");
  assert.equal(validation.violation.path, "getVariableData[7]");
});

Deno.test("exiResponse may be 7500 characters long, as the correction table says", () => {
  const response = (length: number) =>
    validateResponse("Get15118EVCertificate", { status: "Accepted", exiResponse: "x".repeat(length) }).kind;
  assert.equal(response(7500), "valid");
  assert.equal(response(7501), "invalid");
});

Deno.test("a description fits into a CALLERROR and cannot be blown up by the peer", () => {
  const validation = validateRequest("Heartbeat", { ["k".repeat(10_000)]: 1 });
  assert.ok(validation.kind === "invalid");
  const text = describeViolation(validation.violation);
  assert.ok(text.length <= 255);
  assert.match(text, /^payload must not have the property "kkk/);
  const enumeration = validateRequest("TransactionEvent", transactionEvent({ triggerReason: "No" }));
  assert.ok(enumeration.kind === "invalid");
  assert.ok(describeViolation(enumeration.violation).length <= 255);
  assert.match(describeViolation(enumeration.violation), /^triggerReason must be one of /);
});

Deno.test("every action has a schema for its request and its response", () => {
  for (const action of ACTIONS) {
    assert.equal(validateRequest(action, null).kind, "invalid", action);
    assert.equal(validateResponse(action, null).kind, "invalid", action);
  }
});
