import assert from "node:assert/strict";
import { startIso15118Station } from "./harness/certificates.ts";
import {
  certificatesInstalled,
  contractAccepted,
  contractPresented,
  newContract,
} from "./harness/plug-and-charge.ts";
import { arrived, energyTransferStarted, evConnectedPreSession } from "./harness/reusable-states.ts";

Deno.test("TC_K_54_CS Charging with load leveling based on High Level Communication - No SASchedule (rejected)", async () => {
  await using station = await startIso15118Station();
  const { csms, everest } = station;
  csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted" }, certificateStatus: "Accepted" }));
  csms.on("NotifyEVChargingNeeds", () => ({ status: "Rejected" }));
  const visit = await arrived(station);
  const contract = await newContract();
  await certificatesInstalled(station, contract);
  await evConnectedPreSession(visit);
  // Step 1 of the errata of 2025-02: Authorized15118.
  const outcome = contractPresented(station, contract);
  await csms.expect("Authorize");
  assert.equal(await outcome, "UsedToStart");
  await contractAccepted(visit);
  await everest.iso15118.chargingNeeds({
    requested_energy_transfer: "AC_three_phase_core",
    ac_charging_parameters: {
      energy_amount: 22_000.4,
      ev_min_current: 6,
      ev_max_current: 16,
      ev_max_voltage: 400,
    },
    departure_time: "2026-11-24T17:00:00Z",
    control_mode: "ScheduledControl",
  });
  // Steps 2 and 3.
  const { payload } = await csms.expect("NotifyEVChargingNeeds");
  assert.deepEqual(payload, {
    evseId: 1,
    chargingNeeds: {
      requestedEnergyTransfer: "AC_three_phase",
      departureTime: "2026-11-24T17:00:00.000Z",
      acChargingParameters: { energyAmount: 22_000, evMinCurrent: 6, evMaxCurrent: 16, evMaxVoltage: 400 },
    },
  });
  // The optional NotifyEVChargingSchedule is left out: EVerest does not tell what the EV has chosen.
  // The last two steps: it charges all the same.
  await energyTransferStarted(visit);
});
