import assert from "node:assert/strict";
import { rebooted } from "../conformance/harness/availability.ts";
import {
  composite,
  inSeconds,
  installed,
  limitAtSink,
  ofCsms,
  profile,
  reported,
  set,
} from "../conformance/harness/charging-profiles.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import {
  arrived,
  backOnline,
  booted,
  energyTransferStarted,
  evConnectedPreSession,
  goneOffline,
  REMOTE_START_ID,
  stopAuthorized,
  transactionIdOf,
  VALID_TOKEN,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

function entriesOf({ csms }: StationUnderTest): Promise<string | undefined> {
  return csms.call("GetVariables", {
    getVariableData: [{
      component: { name: "SmartChargingCtrlr" },
      variable: { name: "Entries", instance: "ChargingProfiles" },
    }],
  }).then(({ getVariableResult: [result] }) => result?.attributeValue);
}

Deno.test("a TxProfile ends with its transaction, a default does not; Entries counts what is installed", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const base = await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 20]], { id: 1 }));
  await installed(
    station,
    1,
    profile(station, "TxProfile", [[0, 10]], { id: 2, transactionId: transactionIdOf(visit) }),
  );
  assert.equal(await entriesOf(station), "2");
  assert.equal(await limitAtSink(station, 1), 10);
  await stopAuthorized(visit);
  assert.equal(await limitAtSink(station, 1), 20);
  assert.deepEqual(await reported(station, {}), [ofCsms(1, base)]);
  assert.equal(await entriesOf(station), "1");
});

Deno.test("a TxProfile whose transaction ended while we were away is gone after the reboot", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const transactionId = transactionIdOf(visit);
  await installed(station, 1, profile(station, "TxProfile", [[0, 10]], { transactionId }));
  await rebooted(station);
  await station.csms.expect("BootNotification");
  await station.pass(1_000);
  // The EV is still there, in a session of its own.
  await station.csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Occupied");
  await station.settle();
  assert.equal(await reported(station, {}), "NoProfiles");
  assert.equal(await limitAtSink(station, 1), 48);
});

Deno.test("the profile of a remote start outlives a restart of the module, and waits for its transaction", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  const sent = profile(station, "TxProfile", [[0, 13]], { id: 5, kind: "Relative" });
  const outcome = station.everest.auth.nextOutcome();
  const { status } = await station.csms.call("RequestStartTransaction", {
    idToken: VALID_TOKEN,
    remoteStartId: REMOTE_START_ID,
    evseId: 1,
    chargingProfile: sent,
  });
  assert.equal(status, "Accepted");
  assert.equal(await outcome, "UsedToStart");
  visit.authorized = "remote";
  assert.equal(await reported(station, {}), "NoProfiles");
  await processRestarted(station);
  await station.csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Available");
  await evConnectedPreSession(visit);
  await station.settle();
  const transactionId = transactionIdOf(visit);
  assert.deepEqual(await reported(station, {}), [ofCsms(1, { ...sent, transactionId })]);
  assert.equal(await limitAtSink(station, 1), 13);
});

Deno.test("while the CSMS is gone for long its limits for this case are in force, until it is back", async () => {
  await using station = await startStation({
    everest: { evses: 2 },
    variables: {
      "SmartChargingCtrlr.OfflineLimitAmps[EVSE]": "6",
      "SmartChargingCtrlr.OfflineLimitAmps[Station]": "8",
      "SmartChargingCtrlr.OfflineLimitDelay": "120",
    },
  });
  await booted(station);
  assert.deepEqual(await composite(station, 0, 60), [[0, 96]]);
  await goneOffline(station);
  await station.pass(119_000);
  assert.deepEqual([await limitAtSink(station, 0), await limitAtSink(station, 1)], [96, 48]);
  await station.pass(1_000);
  assert.deepEqual([await limitAtSink(station, 0), await limitAtSink(station, 1)], [8, 6]);
  await backOnline(station);
  assert.deepEqual([await limitAtSink(station, 0), await limitAtSink(station, 1)], [96, 48]);
});

Deno.test("without a value there is no limit for the time without CSMS", async () => {
  await using station = await startStation();
  await booted(station);
  await goneOffline(station);
  await station.pass(301_000);
  assert.deepEqual([await limitAtSink(station, 0), await limitAtSink(station, 1)], [48, 48]);
});

Deno.test("purposes that are ignored offline do not count then, and profiles count anew once the CSMS is back", async () => {
  await using station = await startStation({
    variables: { "SmartChargingCtrlr.IgnoredProfilePurposesOffline": "TxDefaultProfile" },
  });
  await booted(station);
  await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 10]]));
  assert.equal(await limitAtSink(station, 1), 10);
  await goneOffline(station);
  assert.equal(await limitAtSink(station, 1), 48);
  await backOnline(station);
  assert.equal(await limitAtSink(station, 1), 10);
});

Deno.test("a profile that is not valid any more stands in nobody's way (K01.FR.06)", async () => {
  await using station = await startStation();
  await booted(station);
  const forAMinute = (id: number, limit: number) =>
    profile(station, "TxDefaultProfile", [[0, limit]], { id, validTo: inSeconds(station, 60) });
  await installed(station, 1, forAMinute(1, 20));
  assert.equal((await set(station, 1, forAMinute(2, 16))).status, "Rejected", "both would be valid");
  await station.pass(61_000);
  const second = await installed(station, 1, forAMinute(2, 16));
  assert.equal(await limitAtSink(station, 1), 16);
  assert.deepEqual(await reported(station, {}), [ofCsms(1, second)], "the former one is gone");
  await processRestarted(station);
  assert.deepEqual(await reported(station, {}), [ofCsms(1, second)]);
});

Deno.test("a station full of profiles that are not valid any more takes new ones, and loses as many as it must", async () => {
  await using station = await startStation({ start: false });
  const most = 3;
  const file = `${station.directory}/component_config/standardized/SmartChargingCtrlr.json`;
  const component = JSON.parse(await Deno.readTextFile(file));
  component.properties.EntriesChargingProfiles.characteristics.maxLimit = most;
  await Deno.writeTextFile(file, JSON.stringify(component));
  station.start();
  await booted(station);
  const now = station.clock.wallMs();
  const ofMinute = (minute: number) =>
    profile(station, "TxDefaultProfile", [[0, 16]], {
      id: minute,
      validFrom: new Date(now + minute * 60_000).toISOString(),
      validTo: new Date(now + (minute + 1) * 60_000).toISOString(),
    });
  for (let minute = 1; minute <= most; minute++) await installed(station, 1, ofMinute(minute));
  assert.equal((await set(station, 1, ofMinute(most + 1))).statusInfo?.reasonCode, "OutOfStorage");
  station.clock.setWall(now + 3 * 60_000);
  await installed(station, 1, ofMinute(most + 1));
  const all = await reported(station, {});
  assert(all !== "NoProfiles");
  assert.equal(all.length, most);
  assert.deepEqual(all.map(({ profile: { id } }) => id).sort((a, b) => a - b).slice(0, 2), [2, 3]);
});
