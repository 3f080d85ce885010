import assert from "node:assert/strict";
import type { LogText } from "../../src/kernel/log-events.ts";
import type { StationUnderTest } from "../conformance/harness/station-under-test.ts";
import type { LogLine } from "../fakes/recording-logger.ts";

/** What only a bug causes. */
const BUGS: ReadonlySet<string> = new Set<LogText>([
  "handling a message on the bus failed",
  "handling a command on the bus failed",
  "a provided command failed",
  "handling a variable on the bus failed",
  "handling an error on the bus failed",
  "an event of an EVSE could not be handled",
  "an event from before the station ran could not be handled",
  "handling a call failed",
  "the work after the answer to a call failed",
  "a request is invalid and not sent",
  "a result is not sent: it would break the caller",
  "a variable is not published: it would break its receivers",
  "a command is not sent: its arguments would break the receiver",
]);

/** Messages that are passed on for others, whose lengths are left to the schema. */
const OF_OTHERS: ReadonlySet<unknown> = new Set(["DataTransfer", "Get15118EVCertificate"]);

/** Whether this line of the log tells of a bug. */
export function tellsOfBug({ message, fields }: LogLine): boolean {
  return BUGS.has(message) &&
    !(message.startsWith("a request is invalid") && OF_OTHERS.has(fields["action"]));
}

export function assertNoBug({ log }: StationUnderTest): void {
  assert.deepEqual(log.lines.filter(tellsOfBug), []);
}

/** Somebody comes, charges and leaves at EVSE 2, as if nothing were wrong. */
export async function chargesElsewhere({ csms, everest }: StationUnderTest): Promise<void> {
  const evse = everest.evse(2);
  await evse.plugIn();
  await everest.auth.swipe("RFID0002");
  const { payload: { transactionInfo: { transactionId } } } = await csms.expect(
    "TransactionEvent",
    (event) => event.eventType === "Started" && event.evse?.id === 2,
  );
  await evse.unplug();
  await csms.expect(
    "TransactionEvent",
    (event) => event.eventType === "Ended" && event.transactionInfo.transactionId === transactionId,
  );
}
