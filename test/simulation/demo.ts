import { startCsms } from "../fakes/csms/csms.ts";
import { everestAsConfigured } from "../fakes/everest/configuration-file.ts";
import { WITH_DISPLAY } from "../fakes/everest/simulated-display.ts";
import { startEverest } from "../fakes/everest/start-everest.ts";
import { ModuleProcess } from "../fakes/process/module-process.ts";
import { createStationFiles, networkProfile } from "../fakes/process/station-files.ts";
import { playDay, type Stage } from "./scripted-day.ts";
import { Timeline } from "./timeline.ts";
import { type Verdict, verdictTable } from "./verdicts.ts";

const CONFIGURATION = new URL("../../config/everest-example.yaml", import.meta.url);
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
    "TariffCostCtrlr.Available[Cost]": true,
  });
  const example = everestAsConfigured(await Deno.readTextFile(CONFIGURATION));
  const everest = await startEverest({
    ...example,
    // A display is on the wall, and the directories of a real station are left alone.
    connections: { ...example.connections, ...WITH_DISPLAY.connections },
    parameters: { ...example.parameters, ...files.parameters },
    evse: { evAmperes: 32, chargeDelayMs: 700, stopDelayMs: 300, meterIntervalMs: 500 },
  });
  const timeline = new Timeline(csms.log, Date.now, console.log);
  const flushing = setInterval(() => timeline.flush(), 50);
  const processes: { readonly process: ModuleProcess; readonly lines: readonly string[] }[] = [];
  const stage: Stage = {
    ...{ csms, everest, timeline, pause, now: Date.now },
    startStation() {
      const lines: string[] = [];
      const process = new ModuleProcess({ seat: everest, onLine: (line) => void lines.push(line) });
      processes.push({ process, lines });
      return process.pid;
    },
    killStation: async () => void await processes.at(-1)?.process.end("SIGKILL"),
  };

  const verdicts = await playDay(stage).catch((error: unknown): readonly Verdict[] => [
    { claim: "the day goes on to its end", holds: false, evidence: String(error) },
  ]);
  timeline.note("the station is switched off: SIGTERM");
  const stopped = await stopping(processes.at(-1)?.process);
  clearInterval(flushing);
  timeline.flush();
  const all = [...verdicts, stopped];
  const good = all.every(({ holds }) => holds);
  console.log(`\n${verdictTable(all)}\n`);
  if (!good) {
    const logs = processes.map(({ process, lines }) =>
      `--- log of process ${process.pid}\n${lines.join("\n")}`
    );
    console.log(logs.join("\n"));
  }
  // Whatever they complain of has been said above.
  await Promise.allSettled([everest.stop(), csms.stop()]);
  await files.remove();
  console.log(good ? "all good" : "something is wrong");
  return good;
}

async function stopping(station: ModuleProcess | undefined): Promise<Verdict> {
  const startMs = Date.now();
  const status = await station?.end("SIGTERM");
  const tookMs = Date.now() - startMs;
  return {
    claim: "SIGTERM ends the program within a second",
    holds: status?.code === 0 && tookMs < 1000,
    evidence: `exit status ${status?.code} after ${tookMs} ms`,
  };
}

Deno.exit(await demo() ? 0 : 1);
