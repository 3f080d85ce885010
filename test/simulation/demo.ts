import { startCsms } from "../fakes/csms/csms.ts";
import { startEverest } from "../fakes/everest/start-everest.ts";
import { playDay, type Stage } from "./scripted-day.ts";
import { createStationFiles, networkProfile } from "./station-files.ts";
import { StationProcess } from "./station-process.ts";
import { Timeline } from "./timeline.ts";
import { type Verdict, verdictTable } from "./verdicts.ts";

const PASSWORD = "demo-demo-demo-demo";
/** Nothing in the day takes longer to happen than this. */
const GUARD_MS = 15_000;

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Plays the day with the real program in a process of its own; true when every verdict is good. */
async function demo(): Promise<boolean> {
  const csms = await startCsms({ basicAuth: { password: PASSWORD }, guardMs: GUARD_MS });
  const files = await createStationFiles({
    "InternalCtrlr.NetworkConnectionProfiles": networkProfile(csms.url, 1),
    "SecurityCtrlr.Identity": "demo-station",
    "SecurityCtrlr.BasicAuthPassword": PASSWORD,
    "OCPPCommCtrlr.RetryBackOffWaitMinimum": 1,
    "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    "SampledDataCtrlr.TxUpdatedInterval": 2,
  });
  const everest = await startEverest({
    parameters: files.parameters,
    evse: { evAmperes: 32, chargeDelayMs: 700, stopDelayMs: 300, meterIntervalMs: 500 },
  });
  const timeline = new Timeline(csms.log, Date.now, console.log);
  const flushing = setInterval(() => timeline.flush(), 50);
  const processes: StationProcess[] = [];
  const stage: Stage = {
    ...{ csms, everest, timeline, pause, now: Date.now },
    startStation() {
      const started = new StationProcess(everest);
      processes.push(started);
      return started.pid;
    },
    killStation: async () => await processes.at(-1)?.kill(),
  };

  const verdicts = await playDay(stage).catch((error: unknown): readonly Verdict[] => [
    { claim: "the day goes on to its end", holds: false, evidence: String(error) },
  ]);
  timeline.note("the station is switched off: SIGTERM");
  const stopped = await stopping(processes.at(-1));
  clearInterval(flushing);
  timeline.flush();
  const all = [...verdicts, stopped];
  const good = all.every(({ holds }) => holds);
  console.log(`\n${verdictTable(all)}\n`);
  if (!good) {
    console.log(processes.map(({ pid, output }) => `--- log of process ${pid}\n${output}`).join("\n"));
  }
  // Whatever they complain of has been said above.
  await Promise.allSettled([everest.stop(), csms.stop()]);
  await files.remove();
  console.log(good ? "all good" : "something is wrong");
  return good;
}

async function stopping(station: StationProcess | undefined): Promise<Verdict> {
  const startMs = Date.now();
  await station?.terminate();
  const tookMs = Date.now() - startMs;
  const status = await station?.exited;
  return {
    claim: "SIGTERM ends the program within a second",
    holds: status?.code === 0 && tookMs < 1000,
    evidence: `exit status ${status?.code} after ${tookMs} ms`,
  };
}

Deno.exit(await demo() ? 0 : 1);
