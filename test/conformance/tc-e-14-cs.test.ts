import assert from "node:assert/strict";
import {
  arrived,
  assertOneOf,
  evConnectedPostSession,
  evDisconnected,
  nothingMore,
  stopAuthorized,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const REASONS = {
  local: ["Local", "EVDisconnected", undefined],
  // Errata 2025-06.
  remote: ["Remote", "EVDisconnected"],
} as const;

for (const how of ["local", "remote"] as const) {
  Deno.test(`TC_E_14_CS Stop transaction options - EVDisconnected - Charging Station side (${how})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, { stop: "EVConnected" });
    await stopAuthorized(visit, how);
    await evConnectedPostSession(visit);
    // Steps 1 and 3: the status, and the event's trigger and charging state, are validated there.
    await evDisconnected(visit);
    const ended = visit.events.at(-1)!;
    assertOneOf<string | undefined>(ended.transactionInfo.stoppedReason, REASONS[how]);
    assert.equal(ended.eventType, "Ended");
    await nothingMore(visit);
  });
}
