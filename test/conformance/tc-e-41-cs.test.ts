import assert from "node:assert/strict";
import { NO_ANSWER } from "../fakes/csms/csms.ts";
import {
  ATTEMPT_INTERVAL_MS,
  ATTEMPTS,
  failingEvent,
  MESSAGE_TIMEOUT_MS,
} from "./harness/failing-transaction-event.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_41_CS Retry sending transaction message when failed - Max retry count reached", async () => {
  await using station = await startStation();
  const event = await failingEvent(station, () => NO_ANSWER);
  // Step 5.
  for (let preceding = 1; preceding < ATTEMPTS; preceding++) {
    await event.sentAgainAfter(MESSAGE_TIMEOUT_MS + preceding * ATTEMPT_INTERVAL_MS);
  }
  // One more iteration: it is given up, and the next message has its turn (E13.FR.04).
  await station.pass(MESSAGE_TIMEOUT_MS + ATTEMPTS * ATTEMPT_INTERVAL_MS);
  assert.equal(event.transmissions(), ATTEMPTS);
  const next = await station.csms.expect("TransactionEvent", ({ seqNo }) => seqNo > event.payload.seqNo);
  assert.equal(next.payload.seqNo, event.payload.seqNo + 1);
});
