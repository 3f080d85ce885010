import {
  arrived,
  assertQueuedUpdates,
  backOnline,
  emptiedQueue,
  energyTransferStarted,
  goneOffline,
  nothingMore,
  QUEUEING_VARIABLES,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_40_CS Offline Behaviour - Connection loss during transaction", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, { variables: QUEUEING_VARIABLES });
  await energyTransferStarted(visit);
  // Steps 1 and 2.
  await goneOffline(station);
  csms.hold("TransactionEvent");
  await backOnline(station);
  // Steps 3 and 4.
  assertQueuedUpdates(await emptiedQueue(station));
  await nothingMore(visit);
});
