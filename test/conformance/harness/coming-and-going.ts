import type { StationUnderTest } from "./station-under-test.ts";
import { pause } from "../../fakes/pause.ts";

/** Real time for what happens on a socket within a second of the injected clock. */
const REAL_MS = 10;

/** Lets time pass in which connections come and go. */
export async function passWithReconnects(station: StationUnderTest, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await station.pass(1_000);
    await pause(REAL_MS);
  }
}
