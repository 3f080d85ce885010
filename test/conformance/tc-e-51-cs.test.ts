import assert from "node:assert/strict";
import { CallError } from "../fakes/csms/csms.ts";
import {
  ATTEMPT_INTERVAL_MS,
  failingEvent,
  MESSAGE_TIMEOUT_MS,
} from "./harness/failing-transaction-event.ts";
import { startStation } from "./harness/station-under-test.ts";

// The table adds the message timeout to the interval although every request is answered at once; E13.FR.03 and TC_E_50,
// which has the same CALLERROR, do not.
Deno.test(
  "TC_E_51_CS Retry sending transaction message when failed - Success before reaching the max retry count - CallError",
  async () => {
    await using station = await startStation();
    const event = await failingEvent(
      station,
      (transmission) => transmission === 2 ? undefined : new CallError("InternalError"),
    );
    // Steps 5 and 6.
    await event.sentAgainAfter(ATTEMPT_INTERVAL_MS);
    // One more iteration: the answer has settled it.
    await station.pass(MESSAGE_TIMEOUT_MS + 2 * ATTEMPT_INTERVAL_MS);
    assert.equal(event.transmissions(), 2);
  },
);
