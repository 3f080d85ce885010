import {
  arrived,
  energyTransferStarted,
  evConnectedPostSession,
  evDisconnected,
  nothingMore,
  parkingBayUnoccupied,
  stopAuthorized,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const stop of ["EVConnected,Authorized", "EVConnected", "EnergyTransfer"]) {
  Deno.test(`TC_E_06_CS Local Stop Transaction - Accepted (TxStopPoint ${stop})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, { stop });
    await energyTransferStarted(visit);
    // Steps 1 to 4.
    await stopAuthorized(visit, "local");
    await evConnectedPostSession(visit);
    await evDisconnected(visit);
    await parkingBayUnoccupied(visit);
    await nothingMore(visit);
  });
}
