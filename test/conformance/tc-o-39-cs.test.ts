import assert from "node:assert/strict";
import { assertReported } from "./harness/availability.ts";
import { getMessages, message, setMessage, shown, startWithDisplay } from "./harness/display-messages.ts";
import { booted } from "./harness/reusable-states.ts";

Deno.test("TC_O_39_CS Set Display Message - State Faulted", async () => {
  await using station = await startWithDisplay();
  await booted(station);
  const sent = message(39, { state: "Faulted" });
  // Steps 1, 2.
  assert.equal(await setMessage(station, sent), "Accepted");
  assert.deepEqual(shown(station, "Idle"), []);
  // Errata 2025-02: the tool waits until the station says that it is faulted, and that it is not any more.
  await station.evse(1).fault();
  await assertReported(station, "Faulted", [1]);
  assert.deepEqual(shown(station, "Faulted"), ["message 39"]);
  await station.evse(1).clearFault();
  // A fault that comes and goes is reported once.
  await station.pass(5000);
  await assertReported(station, "Available", [1]);
  assert.deepEqual(shown(station, "Idle"), []);
  // Steps 3 to 6.
  assert.deepEqual(await getMessages(station, { id: [39] }), [sent]);
});
