import type { BenchRow } from "./bench-row.ts";
import { arrivalOf, type BenchContext, openBench, startAndBoot } from "./bench-stand.ts";
import { QUIET_EVSE, SessionTraffic } from "./session-traffic.ts";
import { typicalAndWorst } from "./statistics.ts";
import { pause } from "../fakes/pause.ts";

const MESSAGES = 1000;
const ROUND_TRIP_MS = 20;
const GUARD_MS = 60_000;

/**
 * How long a queue that grew while offline takes to empty, with a CSMS that answers after 20 ms. One CALL may be
 * under way at a time, so N round trips are the least that is possible.
 */
export async function drain(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, {
    broker: "mosquitto-unix",
    everest: { evse: QUIET_EVSE },
    csms: { answerDelayMs: ROUND_TRIP_MS, guardMs: GUARD_MS },
  });
  const { csms, everest } = bench;
  await startAndBoot(bench);
  const traffic = await SessionTraffic.begin(bench);
  csms.stopAccepting();
  csms.drop();
  await csms.disconnected();
  for (let message = 0; message < MESSAGES; message++) await traffic.change();
  // The answer comes after everything that was on the bus before the question.
  await everest.client.call(everest.moduleId, "ocpp_generic", "get_variables", { requests: [] });
  const firstSeqNo = traffic.nextSeqNo;
  csms.resume();
  const first = await csms.expect("TransactionEvent", ({ seqNo }) => seqNo === firstSeqNo);
  await csms.expect("TransactionEvent", ({ seqNo }) => seqNo === firstSeqNo + MESSAGES - 1);
  await pause(2 * ROUND_TRIP_MS);

  const answers = csms.log.filter(({ text }) => text.startsWith("[3,")).slice(-MESSAGES);
  const tookMs = (answers.at(-1)?.atMs ?? NaN) - arrivalOf(csms, first.messageId);
  // The timer of the CSMS is never early and often a millisecond late: what it took in truth counts.
  const roundTrips = answers.map(({ text, atMs }) => atMs - arrivalOf(csms, JSON.parse(text)[1] as string));
  const leastMs = roundTrips.reduce((sum, each) => sum + each, 0);
  return [
    {
      name: `draining ${MESSAGES} messages, a round trip of ${ROUND_TRIP_MS} ms each`,
      value: tookMs / leastMs,
      unit: "× N × RTT",
      target: "≤ 1.10",
    },
    { name: "  that round trip in truth", ...typicalAndWorst(roundTrips), unit: "ms" },
  ];
}
