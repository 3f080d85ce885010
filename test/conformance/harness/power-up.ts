import assert from "node:assert/strict";
import type { RequestOf } from "../../../src/ocpp/messages.ts";
import { assertOneOf } from "./reusable-states.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/**
 * Reusable state Booted after a power cycle, with all its tool validations: registration first, then every connector
 * and the security event of the start, in any order. Resolves with the BootNotificationRequest.
 */
export async function poweredUp(station: StationUnderTest): Promise<RequestOf<"BootNotification">> {
  const { csms, everest } = station;
  // Steps 3, 4.
  const { payload: boot } = await csms.expect("BootNotification");
  // Steps 5, 6.
  for (const { id } of everest.evses) {
    const { payload } = await csms.expect("StatusNotification", ({ evseId }) => evseId === id);
    assert.equal(payload.connectorStatus, "Available");
    assert.equal(payload.connectorId, 1);
  }
  // Steps 7, 8.
  const { payload: event } = await csms.expect("SecurityEventNotification");
  assertOneOf(event.type, ["StartupOfTheDevice", "ResetOrReboot"]);
  return boot;
}
