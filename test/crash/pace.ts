import { Workbench, type WorkbenchOptions } from "../fakes/process/workbench.ts";
import { pause } from "../fakes/pause.ts";

/** From the start of the process to BootNotification, on the machine for which the times of the sweep were chosen. */
const USUAL_BOOT_MS = 150;
const BOOT_GUARD_MS = 60_000;

/**
 * Real time as this machine lives it, since the program under test is a process of its own. Where the module boots three
 * times slower than usual, every time of the sweep is three times as long: kills still fall on all of a life, and drivers
 * do not leave before they are answered.
 */
export class Pace {
  private constructor(readonly factor: number) {}

  /** Boots the module once, undisturbed. */
  static async measure(options: WorkbenchOptions): Promise<Pace> {
    await using bench = await Workbench.open({
      ...options,
      csms: { ...options.csms, guardMs: BOOT_GUARD_MS },
    });
    const bornMs = performance.now();
    await bench.start();
    await bench.csms.expect("BootNotification");
    return new Pace(Math.max(1, (performance.now() - bornMs) / USUAL_BOOT_MS));
  }

  pause(milliseconds: number): Promise<void> {
    return pause(milliseconds * this.factor);
  }

  /** What `promise` resolves with, or undefined when it rejects or takes longer. */
  within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
    let timer: ReturnType<typeof setTimeout>;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), milliseconds * this.factor);
    });
    return Promise.race([promise.catch(() => undefined), late]).finally(() => clearTimeout(timer));
  }

  /** Looks until it is true; false when that takes longer. */
  async until(milliseconds: number, isTrue: () => boolean): Promise<boolean> {
    const last = performance.now() + milliseconds * this.factor;
    while (!isTrue()) {
      if (performance.now() > last) return false;
      await this.pause(10);
    }
    return true;
  }
}
