import type { BenchRow } from "./bench-row.ts";
import { type BenchContext, openBench, startAndBoot } from "./bench-stand.ts";
import { QUIET_EVSE, SessionTraffic } from "./session-traffic.ts";
import { typicalAndWorst } from "./statistics.ts";
import { pause } from "../fakes/pause.ts";

const WARM_UP = 50;
const EVENTS = 600;
/** The answer of the CSMS is dealt with before the next event comes. */
const PAUSE_MS = 5;

/** A session event on the bus until its TransactionEvent is on the CSMS's socket, committed to disk in between. */
export async function eventLatency(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, { broker: "mosquitto-unix", everest: { evse: QUIET_EVSE } });
  await startAndBoot(bench);
  const traffic = await SessionTraffic.begin(bench);
  const times: number[] = [];
  for (let event = 0; event < WARM_UP + EVENTS; event++) {
    const time = await traffic.timedChange();
    if (event >= WARM_UP) times.push(time);
    await pause(PAUSE_MS);
  }
  const { value, p99 } = typicalAndWorst(times);
  const name = "bus event → frame, committed to disk";
  return [
    { name, value, unit: "ms", target: "< 2", p99 },
    { name: "bus event → frame, committed to disk: p99", value: p99, unit: "ms", target: "< 10" },
  ];
}
