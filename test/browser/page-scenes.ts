import { installed, profile, set } from "../conformance/harness/charging-profiles.ts";
import {
  arrived,
  backOnline,
  energyTransferStarted,
  goneOffline,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const HOUR = 3600;
const MINUTE_MS = 60_000;

/** Two EVSEs; one charges by a profile of the CSMS, after a bad start: a lost connection and a few refusals. */
export async function chargingStation(): Promise<StationUnderTest> {
  const station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station, { variables: { "SampledDataCtrlr.TxUpdatedInterval": "60" } });
  await goneOffline(station);
  await backOnline(station);
  await station.csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "OCPPCommCtrlr" },
      variable: { name: "HeartbeatInterval" },
      attributeValue: "7200",
    }],
  });
  await installed(
    station,
    0,
    profile(station, "ChargingStationMaxProfile", [[0, 32], [7 * HOUR, 20], [11 * HOUR, 32]], { id: 1 }),
  );
  await installed(
    station,
    1,
    profile(station, "TxDefaultProfile", [[0, 16], [3 * HOUR, 10], [6 * HOUR, 24], [15 * HOUR, 16]], {
      id: 100,
      stackLevel: 2,
    }),
  );
  await energyTransferStarted(visit);
  for (let minute = 0; minute < 10; minute++) await station.pass(MINUTE_MS);
  await station.csms.call("GetVariables", {
    getVariableData: [{ component: { name: "Display" }, variable: { name: "Color" } }],
  });
  await station.pass(MINUTE_MS);
  await set(station, 1, profile(station, "TxProfile", [[0, 6]], { id: 7, transactionId: "none" }));
  await station.pass(MINUTE_MS);
  return station;
}

/** The same station some time after it has lost its CSMS. */
export async function offlineStation(station: StationUnderTest): Promise<void> {
  await goneOffline(station);
  for (let minute = 0; minute < 4; minute++) await station.pass(MINUTE_MS);
}
