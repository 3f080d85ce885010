import type { Csms } from "../fakes/csms/csms.ts";
import type { ModuleProcess } from "../fakes/process/module-process.ts";
import { Workbench, type WorkbenchOptions } from "../fakes/process/workbench.ts";
import { preciseNow } from "./statistics.ts";

/** What every group of measurements gets. */
export interface BenchContext {
  /** The executable under test. */
  readonly command: readonly string[];
}

/** What the module said last, for the case that a measurement fails. */
export const lastLines: string[] = [];
const KEPT_LINES = 30;

/** A workbench whose CSMS tells times with a fraction of a millisecond. */
export function openBench(
  { command }: BenchContext,
  options: Omit<WorkbenchOptions, "command">,
): Promise<Workbench> {
  lastLines.splice(0);
  return Workbench.open({
    command,
    ...options,
    csms: { ...options.csms, now: preciseNow },
    onLine(line) {
      lastLines.push(line);
      if (lastLines.length > KEPT_LINES) lastLines.shift();
    },
  });
}

/** Starts the module and waits until it is registered and has told the state of every connector. */
export async function startAndBoot(bench: Workbench): Promise<ModuleProcess> {
  const process = await bench.start();
  await bench.csms.expect("BootNotification");
  for (const _evse of bench.everest.evses) await bench.csms.expect("StatusNotification");
  return process;
}

/** When the frame of the station with this message id arrived; see `preciseNow`. */
export function arrivalOf(csms: Csms, messageId: string): number {
  const entry = csms.log.findLast(({ direction, text }) =>
    direction === "fromStation" && messageIdOf(text) === messageId
  );
  if (!entry) throw new Error(`no frame with message id ${messageId}`);
  return entry.atMs;
}

/** From the write of the CSMS's latest CALL until the arrival of its answer. */
export function latestRoundTrip(csms: Csms): number {
  const sent = csms.log.findLast(({ direction, text }) =>
    direction === "toStation" && text.startsWith("[2,")
  );
  if (!sent) throw new Error("the CSMS has not called yet");
  return arrivalOf(csms, messageIdOf(sent.text)) - sent.atMs;
}

function messageIdOf(frame: string): string {
  return /^\[\d,"([^"]*)"/.exec(frame)?.[1] ?? "";
}
