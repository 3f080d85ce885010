import assert from "node:assert/strict";
import { encode } from "../../../src/everest/codec/mod.ts";
import { validationResult } from "../../../src/everest/interfaces/types/authorization.ts";
import { toValidationResult } from "../../../src/bridge/validation-result.ts";

Deno.test("the word of the CSMS reaches Auth with group, expiry, EVSEs and messages in several languages", () => {
  const result = toValidationResult(
    {
      status: "Accepted",
      cacheExpiryDateTime: "2026-11-23T07:54:00.518+01:00",
      groupIdToken: {
        idToken: "G",
        type: "Central",
        additionalInfo: [{ additionalIdToken: "x", type: "y" }],
      },
      evseId: [1, 3],
      personalMessage: { format: "UTF8", content: "Hello", language: "en" },
      customData: {
        vendorId: "org.openchargealliance.multilanguage",
        personalMessageExtra: [{ format: "UTF8", content: "Hallo", language: "de" }],
      },
    },
    assert.fail,
    "CertificateExpired",
  );
  assert.deepEqual(encode(validationResult, result), {
    kind: "value",
    value: {
      authorization_status: "Accepted",
      certificate_status: "CertificateExpired",
      expiry_time: "2026-11-23T06:54:00.518Z",
      parent_id_token: { value: "G", type: "Central", additional_info: [{ value: "x", type: "y" }] },
      evse_ids: [1, 3],
      tariff_messages: [
        { format: "UTF8", content: "Hello", language: "en" },
        { format: "UTF8", content: "Hallo", language: "de" },
      ],
    },
  });
});

Deno.test("an empty list of messages is always there", () => {
  assert.deepEqual(toValidationResult({ status: "Blocked" }, assert.fail), {
    authorization_status: "Blocked",
    tariff_messages: [],
  });
});

Deno.test("messages of other vendors are not taken for personal ones and broken ones are left out", () => {
  const other = { vendorId: "com.example", personalMessageExtra: [{ content: "x" }] };
  assert.deepEqual(
    toValidationResult({ status: "Accepted", customData: other }, assert.fail).tariff_messages,
    [],
  );
  const complaints: string[] = [];
  const broken = { vendorId: "org.openchargealliance.multilanguage", personalMessageExtra: [{ content: 5 }] };
  const result = toValidationResult(
    { status: "Accepted", customData: broken },
    (reason) => complaints.push(reason),
  );
  assert.deepEqual(result.tariff_messages, []);
  assert.equal(complaints.length, 1);
});

Deno.test("an expiry at the end of all times still fits EVerest's form", () => {
  const result = toValidationResult(
    { status: "Accepted", cacheExpiryDateTime: "9999-12-31T23:59:59-12:00" },
    assert.fail,
  );
  assert.equal(result.expiry_time, "9999-12-31T23:59:59.999Z");
});

Deno.test("an expiry that cannot be read is left out with a complaint", () => {
  const complaints: string[] = [];
  const result = toValidationResult(
    { status: "Accepted", cacheExpiryDateTime: "soon" },
    (reason) => complaints.push(reason),
  );
  assert.equal("expiry_time" in result, false);
  assert.equal(complaints.length, 1);
});

Deno.test("an EVSE number that EVerest has no word for is left out", () => {
  const complaints: string[] = [];
  const result = (evseId: [number, ...number[]]) =>
    toValidationResult({ status: "Accepted", evseId }, (reason) => complaints.push(reason));
  assert.deepEqual(result([0, 2]).evse_ids, [2]);
  assert.equal("evse_ids" in result([0]), false);
  assert.equal(complaints.length, 2);
});
