import { obey } from "./desk.ts";
import { DeskStation } from "./desk-station.ts";
import { type DemoParts, STOLEN } from "./demo-parts.ts";
import { onInterruption } from "./interruption.ts";
import { keyLines } from "./key-lines.ts";
import { commandLine } from "./station-command-line.ts";
import { Timeline } from "./timeline.ts";

export interface StayOptions {
  /** The program to start; absent: that of the sources. */
  readonly command?: readonly string[];
  readonly log: "shown" | "hidden";
  /** Ctrl-C, maybe before the station was there. */
  readonly interrupted: AbortSignal;
}

const FLUSH_MS = 50;
/** Of the log of a station that ends by itself. */
const LAST_LINES = 20;

/** The station of the demo, for whoever sits at the keyboard, until ctrl-C; resolves with the exit status. */
export async function stay(parts: DemoParts, { command, log, interrupted }: StayOptions): Promise<number> {
  if (interrupted.aborted) return 0;
  const { csms, everest, files } = parts;
  const timeline = new Timeline(csms.log, Date.now, console.log);
  const flushing = setInterval(() => timeline.flush(), FLUSH_MS);
  const lines: string[] = [];
  const note = (text: string) => timeline.note(text);
  const station = new DeskStation({
    ...{ everest, note },
    ...(command && { command }),
    onLine(line) {
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
      if (log === "shown") console.log(line);
    },
  });
  onInterruption(interrupted, () => station.end());
  console.log(welcome(files.directory, commandLine(command)));
  void obey(keyLines(Deno.stdin.readable), { csms, everest, station, note, say: console.log });
  const status = await station.run();
  clearInterval(flushing);
  timeline.flush();
  if (status !== 0 && log === "hidden") console.log(lines.join("\n"));
  return status;
}

function welcome(state: string, program: string): string {
  return `A station with two EVSEs, its EVerest and a CSMS that answers everything. Ctrl-C ends them.

  what you can do:  help, plug 1, swipe RFID0001, unplug 1, csms off, … (${STOLEN} is a card that is refused)
  ask it with:      ${program} status --state ${state}
  see it with:      ${program} page --state ${state}
  its files, which go when it ends:  ${state}
`;
}
