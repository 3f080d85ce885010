import type { StationUnderTest } from "./station-under-test.ts";

/** Only our process is gone for a moment; `whileAway` is called meanwhile. */
export async function processRestarted(
  station: StationUnderTest,
  whileAway: () => void | Promise<void> = () => {},
): Promise<void> {
  await station.stop();
  await whileAway();
  station.start();
  // The manager has cleared its definitions: after a while what it was last time counts.
  await station.clock.fire("everest.dialect");
  await station.csms.expect("BootNotification");
  await station.settle();
}
