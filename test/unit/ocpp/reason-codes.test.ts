import assert from "node:assert/strict";
import { firstCharacters } from "../../../src/ocpp/first-characters.ts";
import { REASON_TEXTS, type ReasonCode, statusInfo } from "../../../src/ocpp/reason-codes.ts";
import { validateResponse } from "../../../src/ocpp/validator/validate.ts";
import standard from "../../fixtures/ocpp201/reason-codes.json" with { type: "json" };

/** From B09 in errata 2025-09, not in the appendix. */
const FROM_ERRATA = ["InvalidConfSlot", "InvalidNetworkConf", "NoSecurityDowngrade", "PriorityNetworkConf"];

/** What EVerest answers to a remote start that names no EVSE. */
const FROM_EVEREST = ["NoEvseAvailable"];

Deno.test("every reason code makes a statusInfo that the schema accepts", () => {
  for (const reasonCode of Object.keys(REASON_TEXTS) as ReasonCode[]) {
    for (const text of [undefined, "x".repeat(600)]) {
      const response = { status: "Rejected", statusInfo: statusInfo(reasonCode, text) };
      assert.equal(validateResponse("Reset", response).kind, "valid", reasonCode);
    }
  }
});

Deno.test("additionalInfo is the catalogue's text unless a more precise one is given", () => {
  assert.deepEqual(statusInfo("TxNotFound"), {
    reasonCode: "TxNotFound",
    additionalInfo: REASON_TEXTS.TxNotFound,
  });
  assert.deepEqual(statusInfo("TxNotFound", "abc"), { reasonCode: "TxNotFound", additionalInfo: "abc" });
  assert.deepEqual(statusInfo("NoError"), { reasonCode: "NoError" });
});

Deno.test("additionalInfo is cut at 512 characters, and never inside a pair", () => {
  assert.equal(statusInfo("NoError", "x".repeat(512)).additionalInfo?.length, 512);
  assert.equal(statusInfo("NoError", "x".repeat(513)).additionalInfo?.length, 512);
  assert.equal(statusInfo("NoError", "🔌".repeat(513)).additionalInfo, "🔌".repeat(512));
  assert.equal(firstCharacters("a🔌b", 2), "a🔌");
  assert.equal(firstCharacters("a🔌b", 3), "a🔌b");
});

Deno.test("the catalogue holds the standard's reason codes and one of EVerest, no more and no fewer", () => {
  const expected = [...standard.reasonCodes, ...FROM_ERRATA, ...FROM_EVEREST];
  assert.deepEqual(Object.keys(REASON_TEXTS).sort(), expected.sort());
});
