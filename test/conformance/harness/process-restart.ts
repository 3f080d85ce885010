import type { StationUnderTest } from "./station-under-test.ts";

/** Only our process is gone for a moment; `whileAway` is called meanwhile. */
export async function processRestarted(
  station: StationUnderTest,
  whileAway: () => void | Promise<void> = () => {},
): Promise<void> {
  await startedAnew(station, whileAway);
  await station.csms.expect("BootNotification");
  await station.settle();
}

/** The same while the CSMS cannot be reached: the station runs, and waits between two attempts to connect. */
export async function processRestartedOffline(
  station: StationUnderTest,
  whileAway: () => void | Promise<void> = () => {},
): Promise<void> {
  await startedAnew(station, whileAway);
  await station.clock.timerSet("csms.backOff");
  await station.settle();
}

async function startedAnew(station: StationUnderTest, whileAway: () => void | Promise<void>): Promise<void> {
  await station.stop();
  await whileAway();
  station.start();
  // The manager has cleared its definitions: after a while what it was last time counts.
  await station.clock.fire("everest.dialect");
}
