import assert from "node:assert/strict";
import { decodeError, errorData } from "../../../src/everest/error-messages.ts";

const ERROR = {
  type: "evse_board_support/MREC17EVSEContactorFault",
  sub_type: "",
  description: "contactor",
  message: "did not open",
  severity: "High",
  state: "Active",
  vendor_id: "everest",
  origin: { module_id: "board_1", implementation_id: "board_support", mapping: { evse: 1, connector: 1 } },
  timestamp: "2026-05-06T10:00:00.123Z",
  uuid: "3f2b7f5e-3f5c-4d53-9f3e-0a6e7d2a9b10",
};

Deno.test("an error is read and written with all ten keys", () => {
  const decoded = decodeError(ERROR);
  assert.equal(decoded.kind, "value");
  if (decoded.kind === "value") assert.deepEqual(errorData(decoded.value), ERROR);
});

Deno.test("unknown severity counts as High, unknown state as Active, absent texts as empty", () => {
  const decoded = decodeError({
    ...ERROR,
    severity: "Dire",
    state: "Gone",
    sub_type: undefined,
    vendor_id: 3,
  });
  assert.equal(decoded.kind, "value");
  if (decoded.kind !== "value") return;
  const { severity, state, subType, vendorId } = decoded.value;
  assert.deepEqual([severity, state, subType, vendorId], ["High", "Active", "", ""]);
});

Deno.test("a mapping that is none is left out", () => {
  for (const mapping of [null, {}, { evse: "1" }, { evse: 1.5 }, { evse: -1 }]) {
    const decoded = decodeError({ ...ERROR, origin: { ...ERROR.origin, mapping } });
    assert.equal(
      decoded.kind === "value" && "mapping" in decoded.value.origin,
      false,
      JSON.stringify(mapping),
    );
  }
});

Deno.test("an error without type or origin is a violation", () => {
  for (
    const data of [null, {}, { ...ERROR, type: "" }, { ...ERROR, origin: null }, { ...ERROR, origin: {} }]
  ) {
    assert.equal(decodeError(data).kind, "violation");
  }
});
