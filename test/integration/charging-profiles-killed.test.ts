import assert from "node:assert/strict";
import type { ChargingProfileType } from "../../src/ocpp/messages.ts";
import { pause } from "../fakes/pause.ts";
import { Workbench } from "../fakes/process/workbench.ts";

const ROUNDS = 6;

/** A default of one EVSE; the limit tells which of several with one id it is. */
function profile(id: number, limit: number): ChargingProfileType {
  return {
    id,
    stackLevel: id,
    chargingProfilePurpose: "TxDefaultProfile",
    chargingProfileKind: "Relative",
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: "A",
      chargingSchedulePeriod: [{ startPeriod: 0, limit, numberPhases: 3 }],
    }],
  };
}

/** Ids and limits of what the station has. */
async function installed({ csms }: Workbench): Promise<ReadonlyMap<number, number>> {
  const { status } = await csms.call("GetChargingProfiles", { requestId: 1, chargingProfile: {} });
  const found = new Map<number, number>();
  for (let tbc: boolean | undefined = status === "Accepted"; tbc;) {
    const { payload } = await csms.expect("ReportChargingProfiles");
    for (const { id, chargingSchedule } of payload.chargingProfile) {
      found.set(id, chargingSchedule[0]!.chargingSchedulePeriod[0]!.limit);
    }
    tbc = payload.tbc;
  }
  return found;
}

Deno.test("what the CSMS was told is installed or cleared outlives kill -9, at whatever moment; nothing is half done", async () => {
  await using bench = await Workbench.open({ broker: "embedded", csms: { guardMs: 30_000 } });
  const { csms } = bench;
  const told = new Map<number, number>();
  await bench.start();
  await csms.expect("BootNotification");
  for (let round = 1; round <= ROUNDS; round++) {
    const { status } = await csms.call("SetChargingProfile", {
      evseId: 1,
      chargingProfile: profile(round, round),
    });
    assert.equal(status, "Accepted");
    told.set(round, round);
    if (round > 2) {
      const { status: cleared } = await csms.call("ClearChargingProfile", { chargingProfileId: round - 2 });
      assert.equal(cleared, "Accepted");
      told.delete(round - 2);
    }
    // One more, which the kill may or may not forestall.
    let isTold = false;
    csms.call("SetChargingProfile", { evseId: 1, chargingProfile: profile(round, 20 + round) })
      .then(() => isTold = true, () => {});
    await pause(round);
    await bench.kill();
    if (isTold) told.set(round, 20 + round);
    await bench.start();
    await csms.expect("BootNotification");
    const found = await installed(bench);
    // Stored, and killed before the answer.
    if (found.get(round) === 20 + round) told.set(round, 20 + round);
    assert.deepEqual([...found].sort(), [...told].sort());
  }
});
