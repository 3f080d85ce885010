import assert from "node:assert/strict";
import { isCritical, SECURITY_EVENTS, securityEventNotification } from "../../../src/ocpp/security-events.ts";
import { validateRequest } from "../../../src/ocpp/validator/validate.ts";
import standard from "../../fixtures/ocpp201/security-events.json" with { type: "json" };

Deno.test("critical events are told from others, and unknown ones are not critical", () => {
  assert.equal(isCritical("StartupOfTheDevice"), true);
  assert.equal(isCritical("FailedToAuthenticateAtCsms"), false);
  for (const type of ["MakersOwnEvent", "", "toString", "__proto__"]) {
    assert.equal(isCritical(type), false, type);
  }
});

Deno.test("a notification is cut to what the schema allows", () => {
  const timestamp = "2026-01-15T10:00:00.000Z";
  const notification = securityEventNotification("t".repeat(51), timestamp, "i".repeat(256));
  assert.equal(notification.type.length, 50);
  assert.equal(notification.techInfo?.length, 255);
  assert.equal(validateRequest("SecurityEventNotification", notification).kind, "valid");
  assert.deepEqual(securityEventNotification("FirmwareUpdated", timestamp), {
    type: "FirmwareUpdated",
    timestamp,
  });
});

/** A02.FR.29 (errata 2025-09) and EVerest. */
const BEYOND_THE_TABLE = ["DiscardedRenewedClientCertificate", "WebsocketConnectionFailedWithUnknownReason"];

Deno.test("the catalogue agrees with the standard's table of security events", () => {
  const expected = standard.securityEvents.map(({ type, critical }) => [type, critical]);
  const own = Object.entries(SECURITY_EVENTS).filter(([type]) => !BEYOND_THE_TABLE.includes(type)).map((
    [type, { critical }],
  ) => [type, critical]);
  assert.deepEqual(own.sort(), expected.sort());
});
