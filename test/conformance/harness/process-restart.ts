import type { StationUnderTest } from "./station-under-test.ts";

/** Only our process is gone for a moment. */
export async function processRestarted(station: StationUnderTest): Promise<void> {
  await station.stop();
  station.start();
  // The manager has cleared its definitions: after a while what it was last time counts.
  await station.clock.fire("everest.dialect");
  await station.csms.expect("BootNotification");
  await station.settle();
}
