import assert from "node:assert/strict";
import { actualOf, baseReport, nameOf } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_14_CS Get Base Report - SummaryInventory", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  const summary = async () => {
    const entries = await baseReport(station, "SummaryInventory");
    return Object.fromEntries(entries.map((entry) => [nameOf(entry), actualOf(entry)]));
  };
  // Steps 1 to 4; a connector is listed when it differs from its EVSE.
  assert.deepEqual(await summary(), {
    "ChargingStation.AvailabilityState": "Available",
    "EVSE[1].AvailabilityState": "Available",
    "EVSE[2].AvailabilityState": "Available",
  });
  // A station in use, with a problem.
  await station.evse(1).plugIn();
  await station.evse(2).fault();
  await station.csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Faulted");
  assert.deepEqual(await summary(), {
    "ChargingStation.AvailabilityState": "Occupied",
    "EVSE[1].AvailabilityState": "Occupied",
    "EVSE[2].AvailabilityState": "Faulted",
    "EVSE[2].Problem": "true",
  });
});
