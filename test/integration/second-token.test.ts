import assert from "node:assert/strict";
import type { IdTokenType } from "../../src/ocpp/messages.ts";
import { OTHER_TOKEN } from "../conformance/harness/reservations.ts";
import {
  arrived,
  evDisconnected,
  nothingMore,
  stopAuthorized,
  VALID_TOKEN,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("a second token is not accepted in the place of the one that had authorized the transaction (C01.FR.23)", async () => {
  await using station = await startStation();
  const { csms, everest } = station;
  const visit = await arrived(station, { stop: "EVConnected" });
  await stopAuthorized(visit);
  const asked = csms.received("Authorize").length;
  assert.equal(await everest.auth.swipe(OTHER_TOKEN.idToken), "Rejected");
  assert.equal(csms.received("Authorize").length, asked);
  const request = { idToken: OTHER_TOKEN, remoteStartId: 5, evseId: 1 };
  assert.equal((await csms.call("RequestStartTransaction", request)).status, "Rejected");
  await evDisconnected(visit);
  await nothingMore(visit);
  // The next driver has the EVSE to himself.
  assert.equal(await everest.auth.swipe(OTHER_TOKEN.idToken), "UsedToStart");
});

Deno.test("where another EVSE is free a second token is asked about", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const { everest } = station;
  const visit = await arrived(station, { stop: "EVConnected" });
  await stopAuthorized(visit);
  assert.equal(await everest.auth.swipe(OTHER_TOKEN.idToken), "UsedToStart");
});

Deno.test("a token is the same one with other letters and additionalInfo, and another one with another type (C01.FR.25)", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { stop: "EVConnected" });
  await stopAuthorized(visit);
  const starts = async (idToken: IdTokenType) => {
    const request = { idToken, remoteStartId: 5, evseId: 1 };
    return (await station.csms.call("RequestStartTransaction", request)).status;
  };
  assert.equal(await starts({ ...VALID_TOKEN, type: "Local" }), "Rejected");
  assert.equal(
    await starts({
      ...VALID_TOKEN,
      idToken: VALID_TOKEN.idToken.toLowerCase(),
      additionalInfo: [{ additionalIdToken: "1234", type: "PIN" }],
    }),
    "Accepted",
  );
});
