import assert from "node:assert/strict";
import type { ChargingProfileType, RequestOf } from "../../../src/ocpp/messages.ts";
import { startIso15118Station } from "./certificates.ts";
import { assertWithin, DURATION, profile, set } from "./charging-profiles.ts";
import {
  certificatesInstalled,
  contractAccepted,
  contractPresented,
  newContract,
} from "./plug-and-charge.ts";
import { arrived, evConnectedPreSession, transactionIdOf, type Visit } from "./reusable-states.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** A station with ISO 15118 whose CSMS will send schedules for what EVs ask for. */
export async function startNegotiatingStation(): Promise<StationUnderTest> {
  const station = await startIso15118Station();
  const { csms } = station;
  csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted" }, certificateStatus: "Accepted" }));
  csms.on("NotifyEVChargingNeeds", () => ({ status: "Accepted" }));
  csms.on("NotifyEVChargingSchedule", () => ({ status: "Accepted" }));
  return station;
}

/** Reusable states EVConnectedPreSession and Authorized15118. */
export async function authorized15118(station: StationUnderTest): Promise<Visit> {
  const visit = await arrived(station);
  const contract = await newContract();
  await certificatesInstalled(station, contract);
  await evConnectedPreSession(visit);
  const outcome = contractPresented(station, contract);
  await station.csms.expect("Authorize");
  assert.equal(await outcome, "UsedToStart");
  await contractAccepted(visit);
  return visit;
}

/** The EV says what it needs, at plug-in or to renegotiate. */
export async function needsSaid({ everest }: StationUnderTest): Promise<void> {
  await everest.iso15118.chargingNeeds({
    requested_energy_transfer: "AC_three_phase_core",
    ac_charging_parameters: {
      energy_amount: 22_000,
      ev_min_current: 6,
      ev_max_current: 16,
      ev_max_voltage: 400,
    },
    departure_time: "2026-11-24T17:00:00Z",
    control_mode: "ScheduledControl",
  });
}

/** As `needsSaid`; the CSMS hears of it. */
export async function needsTold(station: StationUnderTest): Promise<void> {
  const { csms } = station;
  await needsSaid(station);
  const { payload } = await csms.expect("NotifyEVChargingNeeds");
  assert.equal(payload.evseId, 1);
  assert(payload.chargingNeeds.acChargingParameters);
}

/** The CSMS answers with a TxProfile of this limit, which is accepted. */
export async function profileSet(visit: Visit, limit: number): Promise<ChargingProfileType> {
  const { station } = visit;
  const chargingProfile = profile(station, "TxProfile", [[0, limit]], {
    id: 150,
    kind: "Relative",
    duration: DURATION,
    transactionId: transactionIdOf(visit),
  });
  assert.deepEqual(await set(station, 1, chargingProfile), { status: "Accepted" });
  return chargingProfile;
}

/** The station tells what the EV will keep to, which is within what the CSMS allows. */
export async function evScheduleTold(
  { csms }: StationUnderTest,
  { chargingSchedule: [allowed] }: ChargingProfileType,
): Promise<RequestOf<"NotifyEVChargingSchedule">> {
  const { payload } = await csms.expect("NotifyEVChargingSchedule");
  assert.equal(payload.evseId, 1);
  const { chargingSchedule } = payload;
  assert.equal(chargingSchedule.id, allowed?.id);
  assert.equal(chargingSchedule.chargingRateUnit, allowed?.chargingRateUnit);
  assert.equal(chargingSchedule.chargingSchedulePeriod[0]?.startPeriod, 0);
  assertWithin(chargingSchedule, allowed?.chargingSchedulePeriod ?? []);
  return payload;
}

/** Reusable state RenegotiateChargingLimits. */
export async function renegotiated(visit: Visit): Promise<void> {
  await needsTold(visit.station);
  await evScheduleTold(visit.station, await profileSet(visit, 10));
}
