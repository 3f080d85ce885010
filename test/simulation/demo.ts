/**
 * `deno task demo`: a charging day in 40 seconds. `deno task demo --stay`: the same station for whoever sits at the
 * keyboard, until ctrl-C.
 */
import { ModuleProcess } from "../fakes/process/module-process.ts";
import { pause } from "../fakes/pause.ts";
import { builtProgram, commandOptions } from "./command-options.ts";
import { type DemoParts, startDemoParts } from "./demo-parts.ts";
import { interruption } from "./interruption.ts";
import { playDay, type Stage } from "./scripted-day.ts";
import { stay } from "./stay.ts";
import { Timeline } from "./timeline.ts";
import { type Verdict, verdictTable } from "./verdicts.ts";

const USAGE = `deno task demo [options]

  --stay        no script: a station, its EVerest and a CSMS for you to play with; help says how
  --module DIR  a built module (dist/x86_64/OCPP201) in the place of the sources
  --log         with --stay: show the log of the station

Without --stay it plays a charging day in 40 seconds, and ends with a table of verdicts.`;

const { values } = commandOptions({
  options: {
    stay: { type: "boolean", default: false },
    module: { type: "string" },
    log: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

/** Plays the day with the real program in a process of its own; true when every verdict is good. */
async function demo(
  { csms, everest, files }: DemoParts,
  command: readonly string[] | undefined,
): Promise<boolean> {
  console.log(`the files of the station, until the end: ${files.directory}\n`);
  const timeline = new Timeline(csms.log, Date.now, console.log);
  const flushing = setInterval(() => timeline.flush(), 50);
  const processes: { readonly process: ModuleProcess; readonly lines: readonly string[] }[] = [];
  const stage: Stage = {
    ...{ csms, everest, timeline, pause, now: Date.now },
    startStation() {
      const lines: string[] = [];
      const onLine = (line: string) => void lines.push(line);
      const process = new ModuleProcess({ seat: everest, onLine, ...(command && { command }) });
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
  console.log(good ? "all good; deno task demo --stay lets you play with it" : "something is wrong");
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

async function main(): Promise<number> {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const command = builtProgram(values.module);
  if (command !== undefined && "reason" in command) {
    console.error(command.reason);
    return 2;
  }
  // Before there are files that would stay behind.
  const interrupted = values.stay ? interruption() : undefined;
  const parts = await startDemoParts();
  const log = values.log ? "shown" : "hidden";
  const status = interrupted
    ? await stay(parts, { log, interrupted, ...(command && { command }) })
    : await demo(parts, command)
    ? 0
    : 1;
  // Whatever they complain of has been said above.
  await Promise.allSettled([parts.everest.stop(), parts.csms.stop()]);
  await parts.files.remove();
  return status;
}

Deno.exit(await main());
