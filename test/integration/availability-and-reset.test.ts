import assert from "node:assert/strict";
import {
  assertReported,
  changeAvailability,
  operativeCommands,
  rebooted,
  unavailable,
} from "../conformance/harness/availability.ts";
import {
  assertFirmwareStatus,
  becomes,
  signedUpdateAccepted,
} from "../conformance/harness/firmware-updates.ts";
import { assertLogStatus, getLog } from "../conformance/harness/log-uploads.ts";
import { assertNoReset, assertReset, restarted } from "../conformance/harness/reset.ts";
import {
  arrived,
  booted,
  energyTransferStarted,
  stopAuthorized,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

/** Another module asks for a change of availability. */
function ask({ everest }: StationUnderTest, request: Readonly<Record<string, unknown>>): Promise<unknown> {
  return everest.client.call(everest.moduleId, "ocpp_generic", "change_availability", { request });
}

/** Only our process is gone for a moment. */
async function processRestarted(station: StationUnderTest): Promise<void> {
  await station.stop();
  station.start();
  // The manager has cleared its definitions: after a while what it was last time counts.
  await station.clock.fire("everest.dialect");
  await station.csms.expect("BootNotification");
  await station.settle();
}

Deno.test("another module takes an EVSE out of use as the CSMS does, over a reboot", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await station.settle();
  const request = { operational_status: "Inoperative", evse: { id: 2, connector_id: 1 } };
  assert.deepEqual(await ask(station, request), { kind: "result", value: { status: "Accepted" } });
  await assertReported(station, "Unavailable", [2]);
  const unknown = await ask(station, { operational_status: "Operative", evse: { id: 3 } });
  const status_info = { reason_code: "InvalidInput", additional_info: "There is no such EVSE" };
  assert.deepEqual(unknown, { kind: "result", value: { status: "Rejected", status_info } });
  await rebooted(station);
  await assertReported(station, "Unavailable", [2]);
});

for (const last of ["Operative", "Inoperative"] as const) {
  Deno.test(`of two decisions about one EVSE in a moment the later one counts, also after a reboot: ${last}`, async () => {
    await using station = await startStation();
    await booted(station);
    const first = last === "Operative" ? "Inoperative" : "Operative";
    const status = last === "Operative" ? "Available" : "Unavailable";
    // What was decided before is what the later one says again.
    assert.equal(await changeAvailability(station, last, { id: 1 }), "Accepted");
    assert.deepEqual(
      await Promise.all([
        changeAvailability(station, first, { id: 1 }),
        changeAvailability(station, last, { id: 1 }),
      ]),
      ["Accepted", "Accepted"],
    );
    const told = () => station.csms.received("StatusNotification").at(-1)?.connectorStatus;
    await station.pass(1000);
    assert.equal(told(), status);
    await restarted(station);
    await station.pass(1000);
    assert.equal(told(), status);
  });
}

Deno.test("another module with a better claim decides: what is reported is what the EVSE answers", async () => {
  await using station = await startStation();
  await booted(station);
  await station.settle();
  station.evse(1).overruledBy = "Disable";
  await unavailable(station, { id: 1 });
  assert.equal(await changeAvailability(station, "Operative", { id: 1 }), "Accepted");
  await station.settle();
  assert.equal(station.csms.received("StatusNotification").at(-1)?.connectorStatus, "Unavailable");
  // It wants the EVSE to be used, whatever the CSMS says.
  station.evse(1).overruledBy = "Enable";
  assert.equal(await changeAvailability(station, "Inoperative", { id: 1 }), "Accepted");
  await assertReported(station, "Available", [1]);
});

Deno.test("a scheduled change outlives a restart of our process while the car charges", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  assert.equal(await changeAvailability(station, "Inoperative"), "Scheduled");
  const before = operativeCommands(station).length;
  await processRestarted(station);
  await assertReported(station, "Occupied", [1]);
  assert.deepEqual(operativeCommands(station, before), []);
  await stopAuthorized(visit);
  await assertReported(station, "Unavailable", [1]);
  assert.deepEqual(operativeCommands(station, before), ["evse_manager_1 Disable"]);
});

Deno.test("a scheduled change that is taken back never happens", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const before = operativeCommands(station).length;
  assert.equal(await changeAvailability(station, "Inoperative", { id: 1 }), "Scheduled");
  assert.equal(await changeAvailability(station, "Inoperative", { id: 1 }), "Scheduled");
  assert.equal(await changeAvailability(station, "Operative", { id: 1 }), "Accepted");
  await stopAuthorized(visit);
  await station.settle();
  assert.deepEqual(operativeCommands(station, before), []);
  assert.equal(station.csms.received("StatusNotification").at(-1)?.connectorStatus, "Occupied");
});

Deno.test("a scheduled reset outlives a restart of our process, and ResetStopDelay is kept", async () => {
  await using station = await startStation({ everest: { evses: 2, parameters: { ResetStopDelay: 7 } } });
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  assert.equal((await station.csms.call("Reset", { type: "OnIdle" })).status, "Scheduled");
  await processRestarted(station);
  await assertReported(station, "Unavailable", [2]);
  const remoteStart = {
    idToken: { idToken: "RFID0002", type: "ISO14443" },
    remoteStartId: 1,
    evseId: 2,
  } as const;
  assert.equal((await station.csms.call("RequestStartTransaction", remoteStart)).status, "Rejected");
  await stopAuthorized(visit);
  await station.pass(5000);
  assertNoReset(station);
  await station.pass(2000);
  await assertReset(station, { scheduled: true });
});

Deno.test("a reset that the system does not allow is rejected, and disturbs nobody", async () => {
  await using station = await startStation();
  await booted(station);
  station.everest.system.allowsReset = "refuses";
  for (const type of ["OnIdle", "Immediate"] as const) {
    assert.equal((await station.csms.call("Reset", { type })).status, "Rejected");
  }
  await station.pass(60_000);
  assertNoReset(station);
});

Deno.test("an immediate reset does not wait for a CSMS that is silent; the end is sent after the boot", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  station.csms.hold("TransactionEvent");
  assert.equal((await station.csms.call("Reset", { type: "Immediate" })).status, "Accepted");
  await station.pass(31_000);
  assert.deepEqual(station.everest.system.resets, [{ type: "NotSpecified", scheduled: false }]);
  station.csms.answerAsUsual("TransactionEvent");
  await rebooted(station);
  const { payload } = await station.csms.expect("BootNotification");
  assert.equal(payload.reason, "RemoteReset");
  await station.pass(1000);
  const ended = station.csms.received("TransactionEvent").filter(({ eventType }) => eventType === "Ended");
  // B12.FR.05: the same message, sent again.
  assert.equal(new Set(ended.map(({ seqNo }) => seqNo)).size, 1);
  assert.equal(ended.at(-1)?.transactionInfo.stoppedReason, "ImmediateReset");
  assert.equal(ended.at(-1)?.triggerReason, "ResetCommand");
});

Deno.test("a decision whose answer was lost with the connection is carried out when it is back", async () => {
  await using station = await startStation();
  await booted(station);
  await station.settle();
  const reported = station.csms.received("StatusNotification").length;
  const before = operativeCommands(station).length;
  const connected = station.csms.nextConnection();
  await station.csms.sendRaw(
    JSON.stringify([2, "unheard", "ChangeAvailability", { operationalStatus: "Inoperative" }]),
  );
  station.csms.drop();
  await station.csms.disconnected();
  assert.deepEqual(operativeCommands(station, before), []);
  await station.pass(60_000);
  await connected;
  await assertReported(station, "Unavailable", [1]);
  assert.deepEqual(operativeCommands(station, before), ["evse_manager_1 Disable"]);
  const statuses = station.csms.received("StatusNotification").slice(reported);
  assert.deepEqual(statuses.map(({ connectorStatus }) => connectorStatus), ["Unavailable"]);
});

Deno.test("a reset on idle waits while a log is uploaded (B11, errata 2025-06)", async () => {
  await using station = await startStation();
  await booted(station);
  assert.equal((await getLog(station)).status, "Accepted");
  await assertLogStatus(station, "Uploading", 1);
  assert.equal((await station.csms.call("Reset", { type: "OnIdle" })).status, "Scheduled");
  await station.pass(60_000);
  assertNoReset(station);
  await station.everest.system.uploads.end("Uploaded");
  await assertLogStatus(station, "Uploaded", 1);
  await assertReset(station, { scheduled: true });
});

Deno.test("a reset on idle waits while firmware is downloaded (B11, errata 2025-06)", async () => {
  await using station = await startStation();
  await booted(station);
  await signedUpdateAccepted(station, 7);
  await assertFirmwareStatus(station, "Downloading", 7);
  assert.equal((await station.csms.call("Reset", { type: "OnIdle" })).status, "Scheduled");
  await station.pass(60_000);
  assertNoReset(station);
  await becomes(station, "DownloadFailed", 7);
  await assertReset(station, { scheduled: true });
});

Deno.test("Immediate stops who began to charge while a reset on idle was prepared (B12.FR.02)", async () => {
  await using station = await startStation({ everest: { parameters: { ResetStopDelay: 120 } } });
  const visit = await arrived(station);
  assert.equal((await station.csms.call("Reset", { type: "OnIdle" })).status, "Accepted");
  await energyTransferStarted(visit);
  assertNoReset(station);
  assert.equal((await station.csms.call("Reset", { type: "Immediate" })).status, "Accepted");
  await station.pass(1000);
  const { payload } = await station.csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  assert.equal(payload.transactionInfo.stoppedReason, "ImmediateReset");
  await station.pass(120_000);
  await assertReset(station, { scheduled: false });
});
