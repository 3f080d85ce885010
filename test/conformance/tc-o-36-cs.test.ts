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

Deno.test("TC_O_36_CS Set Display Message - State Charging", async () => {
  await using station = await startWithDisplay();
  const visit = await arrived(station);
  const sent = message(36, { state: "Charging" });
  // Steps 1, 2.
  assert.equal(await setMessage(station, sent), "Accepted");
  assert.deepEqual(shown(station, "Idle"), []);
  // Steps 3 to 6.
  parkingBayOccupied();
  await authorized(visit);
  await evConnectedPreSession(visit);
  await energyTransferStarted(visit);
  assert.deepEqual(shown(station, "Charging"), ["message 36"]);
  // Steps 7 to 10.
  await left(visit);
  assert.deepEqual(shown(station, "Idle"), []);
  // Steps 11 to 14.
  assert.deepEqual(await getMessages(station, { id: [36] }), [sent]);
});
