import assert from "node:assert/strict";
import { CallError } from "../fakes/csms/csms.ts";
import { ATTEMPT_INTERVAL_MS, ATTEMPTS, failingEvent } from "./harness/failing-transaction-event.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test(
  "TC_E_50_CS Retry sending transaction message when failed - Max retry count reached - CallError",
  async () => {
    await using station = await startStation();
    const event = await failingEvent(station, () => new CallError("InternalError"));
    // Steps 5 and 6.
    for (let preceding = 1; preceding < ATTEMPTS; preceding++) {
      await event.sentAgainAfter(preceding * ATTEMPT_INTERVAL_MS);
    }
    // One more iteration: it is given up.
    await station.pass(ATTEMPTS * ATTEMPT_INTERVAL_MS);
    assert.equal(event.transmissions(), ATTEMPTS);
    const status = await station.csms.call("GetTransactionStatus", {});
    assert.equal(status.messagesInQueue, false);
  },
);
