import assert from "node:assert/strict";
import {
  getMessages,
  left,
  message,
  setMessage,
  shown,
  startWithDisplay,
} from "./harness/display-messages.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  parkingBayOccupied,
} from "./harness/reusable-states.ts";

Deno.test("TC_O_37_CS Set Display Message - State Idle", async () => {
  await using station = await startWithDisplay();
  const visit = await arrived(station);
  const sent = message(37, { state: "Idle" });
  // Steps 1, 2.
  assert.equal(await setMessage(station, sent), "Accepted");
  assert.deepEqual(shown(station, "Idle"), ["message 37"]);
  // Steps 3 to 6.
  parkingBayOccupied();
  await authorized(visit);
  await evConnectedPreSession(visit);
  await energyTransferStarted(visit);
  assert.deepEqual(shown(station, "Charging"), []);
  // Steps 7 to 10.
  await left(visit);
  assert.deepEqual(shown(station, "Idle"), ["message 37"]);
  // Steps 11 to 14.
  assert.deepEqual(await getMessages(station, { id: [37] }), [sent]);
});
