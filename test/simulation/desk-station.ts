import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import { ModuleProcess } from "../fakes/process/module-process.ts";
import { pause } from "../fakes/pause.ts";

export interface DeskStationOptions {
  readonly everest: EverestSimulation;
  /** The program; default that of the sources. */
  readonly command?: readonly string[];
  /** Gets every line of the station's log. */
  readonly onLine: (line: string) => void;
  note(text: string): void;
}

const RESET_LOOK_MS = 200;
/** Ctrl-C reaches the station itself, too, and that may be noticed first. */
const INTERRUPT_MS = 300;

type Why = "over" | "ended" | "reset" | "powerCut";

/** The real program in a simulated EVerest: it starts anew after a reset of the CSMS and after a power cut. */
export class DeskStation {
  readonly #over = Promise.withResolvers<"over">();
  #powerCut = Promise.withResolvers<"powerCut">();

  constructor(private readonly options: DeskStationOptions) {}

  /** Ends the program, and with it `run`. */
  end(): void {
    this.#over.resolve("over");
  }

  /** kill -9, and every module of EVerest begins anew. */
  cutPower(): void {
    this.#powerCut.resolve("powerCut");
  }

  /** Runs until `end`; resolves with the exit status, which is that of the program where that has ended by itself. */
  async run(): Promise<number> {
    const { everest, command, onLine, note } = this.options;
    for (;;) {
      this.#powerCut = Promise.withResolvers();
      const station = new ModuleProcess({ seat: everest, onLine, ...(command && { command }) });
      const ended = station.ended.then(() => "ended" as const);
      const done = new AbortController();
      const why: Why = await Promise.race([
        ...[this.#over.promise, this.#powerCut.promise, ended, resetOf(everest, done.signal)],
      ]);
      done.abort();
      const { code } = await station.end(why === "powerCut" ? "SIGKILL" : "SIGTERM");
      if (why === "over" || (why === "ended" && await this.#isInterrupted())) return 0;
      if (why === "ended") {
        note(`the station has ended with status ${code}`);
        return code || 1;
      }
      note(why === "reset" ? "the CSMS has reset the station: everything starts anew" : "the power is back");
      await everest.powerCut();
    }
  }

  #isInterrupted(): Promise<boolean> {
    const waited = Promise.withResolvers<boolean>();
    setTimeout(() => waited.resolve(false), INTERRUPT_MS);
    return Promise.race([this.#over.promise.then(() => true), waited.promise]);
  }
}

async function resetOf({ system: { resets } }: EverestSimulation, done: AbortSignal): Promise<"reset"> {
  for (const before = resets.length; resets.length === before && !done.aborted;) {
    await pause(RESET_LOOK_MS);
  }
  return "reset";
}
