import assert from "node:assert/strict";
import type { ChargingProfileType } from "../../src/ocpp/messages.ts";
import {
  clear,
  inSeconds,
  installed,
  limitAtSink,
  ofCsms,
  profile,
  reported,
  set,
} from "../conformance/harness/charging-profiles.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { restarted } from "../conformance/harness/reset.ts";
import {
  arrived,
  evConnectedPreSession,
  queueEmptied,
  REMOTE_START_ID,
  transactionIdOf,
  VALID_TOKEN,
  type Visit,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

/** The TxProfile of a remote start. */
function txProfile(station: StationUnderTest, id: number, limit: number): ChargingProfileType {
  return profile(station, "TxProfile", [[0, limit]], { id, kind: "Relative" });
}

/** A remote start on EVSE 1 that is accepted and waits for its EV. */
async function startAccepted(
  station: StationUnderTest,
  visit: Visit,
  chargingProfile: ChargingProfileType,
): Promise<void> {
  const outcome = station.everest.auth.nextOutcome();
  const { status } = await station.csms.call("RequestStartTransaction", {
    idToken: VALID_TOKEN,
    remoteStartId: REMOTE_START_ID,
    evseId: 1,
    chargingProfile,
  });
  assert.equal(status, "Accepted");
  await outcome;
  visit.authorized = "remote";
}

Deno.test("a profile that the CSMS sets takes the place of the one with its id that waits for a remote start", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await startAccepted(station, visit, txProfile(station, 5, 30));
  const maximum = await installed(
    station,
    0,
    profile(station, "ChargingStationMaxProfile", [[0, 10]], { id: 5 }),
  );
  await evConnectedPreSession(visit);
  await station.settle();
  assert.deepEqual(await reported(station, {}), [ofCsms(0, maximum)]);
  assert.equal(await limitAtSink(station, 1), 10);
  await processRestarted(station);
  await station.settle();
  assert.deepEqual(await reported(station, {}), [ofCsms(0, maximum)]);
});

Deno.test("the profile of a remote start takes the place of an older one with its id when its transaction starts", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  const base = await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 20]], { id: 5 }));
  const sent = txProfile(station, 5, 13);
  await startAccepted(station, visit, sent);
  assert.deepEqual(await reported(station, {}), [ofCsms(1, base)]);
  await evConnectedPreSession(visit);
  await station.settle();
  const transactionId = transactionIdOf(visit);
  assert.deepEqual(await reported(station, {}), [ofCsms(1, { ...sent, transactionId })]);
});

Deno.test("a transaction that waits for its remote start gets no second TxProfile of the start's stack level", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { start: "EVConnected" });
  await evConnectedPreSession(visit);
  const transactionId = transactionIdOf(visit);
  const sent = txProfile(station, 7, 6);
  const outcome = station.everest.auth.nextOutcome();
  const start = station.csms.call("RequestStartTransaction", {
    idToken: VALID_TOKEN,
    remoteStartId: REMOTE_START_ID,
    evseId: 1,
    chargingProfile: sent,
  });
  // The next CALL of the CSMS: the start is accepted, its token not yet used.
  const other = set(station, 1, { ...txProfile(station, 6, 30), transactionId });
  assert.equal((await start).status, "Accepted");
  assert.deepEqual(await other, {
    status: "Rejected",
    statusInfo: {
      reasonCode: "DuplicateProfile",
      additionalInfo: "Profile 7 has the same stack level for this transaction",
    },
  });
  await outcome;
  await station.settle();
  assert.deepEqual(await reported(station, {}), [ofCsms(1, { ...sent, transactionId })]);
  assert.equal(await limitAtSink(station, 1), 6);
});

for (
  const [what, request] of [
    ["its id", { chargingProfileId: 5 }],
    ["its EVSE and purpose", {
      chargingProfileCriteria: { evseId: 1, chargingProfilePurpose: "TxProfile", stackLevel: 0 },
    }],
    ["no criterion", {}],
  ] as const
) {
  Deno.test(`the profile that waits for a remote start is cleared by ${what}`, async () => {
    await using station = await startStation();
    const visit = await arrived(station);
    await startAccepted(station, visit, txProfile(station, 5, 13));
    assert.equal(await clear(station, { chargingProfileCriteria: { evseId: 2 } }), "Unknown");
    assert.equal(await clear(station, request), "Accepted");
    assert.equal(await clear(station, request), "Unknown");
    await evConnectedPreSession(visit);
    await station.settle();
    assert.equal(await reported(station, {}), "NoProfiles");
    assert.equal(await limitAtSink(station, 1), 48);
  });
}

Deno.test("the profile of a remote start that nobody came for is forgotten", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await startAccepted(station, visit, txProfile(station, 5, 13));
  await station.pass(station.everest.auth.connectionTimeoutS * 1000);
  assert.equal(await clear(station, { chargingProfileId: 5 }), "Unknown");
});

Deno.test("the profile of a remote start that nobody came for before a power cut is forgotten", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { start: "EVConnected" });
  await startAccepted(station, visit, txProfile(station, 5, 13));
  await queueEmptied(station);
  await restarted(station);
  visit.authorized = "no";
  await evConnectedPreSession(visit);
  const transactionId = transactionIdOf(visit);
  // It would have the same stack level.
  assert.deepEqual(
    await set(station, 1, { ...txProfile(station, 6, 30), transactionId }),
    { status: "Accepted" },
  );
  assert.equal(await clear(station, { chargingProfileId: 5 }), "Unknown");
});

Deno.test("the profile of a remote start of which Auth says nothing after our restart is forgotten", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await startAccepted(station, visit, txProfile(station, 5, 13));
  await queueEmptied(station);
  // What it tells while our process is away is lost.
  await processRestarted(station, () => station.everest.auth.powerOff());
  await station.pass(station.everest.auth.connectionTimeoutS * 1000 + 60_000);
  assert.equal(await clear(station, { chargingProfileId: 5 }), "Unknown");
});

for (const [connectionTimeout, answeredAfterMs] of [["0", 1], ["10", 15_000]] as const) {
  Deno.test(`a remote start brings its profile although EVConnectionTimeOut, ${connectionTimeout} s, is over when its token is authorized`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, { variables: { "TxCtrlr.EVConnectionTimeOut": connectionTimeout } });
    station.csms.hold("Authorize");
    const { status } = await station.csms.call("RequestStartTransaction", {
      ...{ idToken: VALID_TOKEN, remoteStartId: REMOTE_START_ID, evseId: 1 },
      chargingProfile: txProfile(station, 5, 13),
    });
    assert.equal(status, "Accepted");
    const authorize = await station.csms.expect("Authorize");
    await station.pass(answeredAfterMs);
    authorize.reply({ idTokenInfo: { status: "Accepted" } });
    await station.pass(5_000);
    visit.authorized = "remote";
    await evConnectedPreSession(visit);
    assert.equal(await limitAtSink(station, 1), 13);
  });
}

Deno.test("a profile whose validity ended before its remote start became a transaction is not installed", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await startAccepted(station, visit, {
    ...txProfile(station, 5, 13),
    validTo: inSeconds(station, 20),
  });
  await station.pass(21_000);
  await evConnectedPreSession(visit);
  await station.settle();
  assert.equal(await reported(station, {}), "NoProfiles");
});

Deno.test("a remoteStartId that is used again brings its profile to the EVSE of the new start", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station);
  await startAccepted(station, visit, txProfile(station, 8, 20));
  await evConnectedPreSession(visit);
  await station.settle();
  assert.equal(await limitAtSink(station, 1), 20);
  const { status } = await station.csms.call("RequestStartTransaction", {
    idToken: { idToken: "RFID0002", type: "ISO14443" },
    remoteStartId: REMOTE_START_ID,
    evseId: 2,
    chargingProfile: txProfile(station, 9, 7),
  });
  assert.equal(status, "Accepted");
  await station.settle();
  assert.deepEqual([await limitAtSink(station, 1), await limitAtSink(station, 2)], [20, 48]);
  await station.evse(2).plugIn();
  await station.settle();
  assert.deepEqual([await limitAtSink(station, 1), await limitAtSink(station, 2)], [20, 7]);
});

Deno.test("a remoteStartId of a running transaction is rejected where the station cannot tell whom its profile is for", async () => {
  await using station = await startStation({ everest: { evses: 3 } });
  const visit = await arrived(station);
  await startAccepted(station, visit, txProfile(station, 8, 20));
  await evConnectedPreSession(visit);
  await station.settle();
  const start = (remoteStartId: number) =>
    station.csms.call("RequestStartTransaction", {
      idToken: { idToken: "RFID0002", type: "ISO14443" },
      remoteStartId,
      chargingProfile: txProfile(station, 9, 7),
    });
  const { status, statusInfo } = await start(REMOTE_START_ID);
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "DuplicateRequestId"]);
  assert.equal((await start(REMOTE_START_ID + 1)).status, "Accepted");
  assert.equal(await limitAtSink(station, 1), 20);
});
