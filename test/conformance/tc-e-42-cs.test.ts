import assert from "node:assert/strict";
import { NO_ANSWER } from "../fakes/csms/csms.ts";
import {
  ATTEMPT_INTERVAL_MS,
  failingEvent,
  MESSAGE_TIMEOUT_MS,
} from "./harness/failing-transaction-event.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test(
  "TC_E_42_CS Retry sending transaction message when failed - Success before reaching the max retry count",
  async () => {
    await using station = await startStation();
    const event = await failingEvent(
      station,
      (transmission) => transmission === 1 ? NO_ANSWER : undefined,
    );
    // Steps 5 and 6.
    await event.sentAgainAfter(MESSAGE_TIMEOUT_MS + ATTEMPT_INTERVAL_MS);
    // One more iteration: the answer has settled it.
    await station.pass(MESSAGE_TIMEOUT_MS + 2 * ATTEMPT_INTERVAL_MS);
    assert.equal(event.transmissions(), 2);
  },
);
