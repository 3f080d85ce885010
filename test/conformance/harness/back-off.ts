import type { StationUnderTest } from "./station-under-test.ts";

/** Waits until the station has given up its last attempt to connect, if one is under way. */
export async function attemptFailed({ clock }: StationUnderTest): Promise<void> {
  await clock.timerSet("csms.backOff");
}

/** Lets the wait before the next attempt to connect pass; the attempt is then under way. */
export async function nextAttempt(station: StationUnderTest): Promise<void> {
  const { clock } = station;
  await clock.timerSet("csms.backOff");
  await station.pass(Math.ceil(clock.remainingMs("csms.backOff") ?? 0));
}
