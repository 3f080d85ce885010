import assert from "node:assert/strict";
import { authorizedUnasked, CACHE_VARIABLES, driverLeaves } from "./harness/known-tokens.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPostSession,
  evConnectedPreSession,
  parkingBayOccupied,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_33_CS Store Authorization Data in the Authorization Cache - Update on AuthorizationResponse", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, {
    variables: { ...CACHE_VARIABLES, "LocalAuthListCtrlr.Enabled": "true" },
  });
  // It is the AuthorizeResponse alone that tells of the token.
  csms.on("TransactionEvent", () => ({}));
  await evConnectedPreSession(visit);
  // Steps 1 to 4.
  await authorized(visit);
  // Steps 5 to 8.
  await energyTransferStarted(visit);
  await evConnectedPostSession(visit);
  await driverLeaves(visit);
  // Steps 9 and 10.
  parkingBayOccupied();
  await evConnectedPreSession(visit);
  // Steps 12 and 13.
  csms.on("TransactionEvent", ({ idToken }) => idToken ? { idTokenInfo: { status: "Invalid" } } : {});
  await authorizedUnasked(visit);
  assert.equal(visit.events.at(-1)?.eventType, "Started");
});
