import assert from "node:assert/strict";
import { assertReported } from "../conformance/harness/availability.ts";
import {
  activatedByReboot,
  activatedWithoutReboot,
  assertFirmwareStatus,
  assertSecurityEvent,
  becomes,
  downloadedAndVerified,
  hoursFromNow,
  installing,
  signedUpdateAccepted,
  updateFirmware,
} from "../conformance/harness/firmware-updates.ts";
import { assertLogStatus, getLog } from "../conformance/harness/log-uploads.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { restarted } from "../conformance/harness/reset.ts";
import {
  arrived,
  backOnline,
  booted,
  energyTransferStarted,
  goneOffline,
  queueEmptied,
  stopAuthorized,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { NO_REPLY } from "../fakes/mqtt/bus-client.ts";

const toldFirmware = ({ csms }: StationUnderTest) =>
  csms.received("FirmwareStatusNotification").map(({ status }) => status);

for (
  const [variant, activated] of [
    ["with a reboot", activatedByReboot],
    ["without a reboot", activatedWithoutReboot],
  ] as const
) {
  Deno.test(`unsigned firmware is installed when the system module takes it, ${variant} (L02)`, async () => {
    await using station = await startStation();
    await booted(station);
    station.everest.system.updates.unsigned = "taken";
    assert.equal((await updateFirmware(station, 1)).status, "Accepted");
    await assertFirmwareStatus(station, "Downloading", 1);
    await becomes(station, "Downloaded", 1);
    await installing(station, 1);
    await activated(station, 1);
  });
}

Deno.test("an installer that waits for a driver is not forgotten when our process restarts", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const { updates } = station.everest.system;
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await signedUpdateAccepted(station, 1);
  await downloadedAndVerified(station, 1);
  await assertFirmwareStatus(station, "InstallScheduled", 1);
  await assertReported(station, "Unavailable", [2]);
  await queueEmptied(station);
  await processRestarted(station);
  await assertReported(station, "Unavailable", [2]);
  assert.equal(updates.permissions, 0);
  await stopAuthorized(visit);
  await assertFirmwareStatus(station, "Installing", 1);
  assert.equal(updates.permissions, 1);
});

Deno.test("what the CSMS could not be told before the reboot is told after it, in order and once", async () => {
  await using station = await startStation();
  const { updates } = station.everest.system;
  await booted(station);
  await signedUpdateAccepted(station, 1);
  await downloadedAndVerified(station, 1);
  await installing(station, 1);
  await queueEmptied(station);
  await goneOffline(station);
  await updates.tell("InstallRebooting");
  await updates.tell("Installed");
  await station.settle();
  station.csms.resume();
  station.everest.system.bootReason = "FirmwareUpdate";
  await restarted(station);
  await assertFirmwareStatus(station, "InstallRebooting", 1);
  await assertFirmwareStatus(station, "Installed", 1);
  await assertSecurityEvent(station, "FirmwareUpdated");
  await station.settle();
  assert.deepEqual(toldFirmware(station).filter((status) => status === "Installed"), ["Installed"]);
  const events = station.csms.received("SecurityEventNotification").map(({ type }) => type);
  assert.equal(events.filter((type) => type === "FirmwareUpdated").length, 1);
});

Deno.test("a status that comes after the end of its update takes no EVSE out of use and is not told", async () => {
  await using station = await startStation();
  const { updates } = station.everest.system;
  await booted(station);
  await signedUpdateAccepted(station, 1);
  await downloadedAndVerified(station, 1);
  await installing(station, 1);
  await becomes(station, "InstallationFailed", 1);
  await assertReported(station, "Available", [1]);
  const told = toldFirmware(station);
  for (const late of ["Installing", "Downloaded", "SignatureVerified"] as const) await updates.tell(late, 1);
  await station.settle();
  assert.deepEqual(toldFirmware(station), told);
  assert.equal(station.csms.received("StatusNotification").at(-1)?.connectorStatus, "Available");
  assert.equal(updates.permissions, 1);
});

Deno.test("an update that the installer has forgotten after a reboot is told to have failed", async () => {
  await using station = await startStation();
  await booted(station);
  await signedUpdateAccepted(station, 1, { installDateTime: hoursFromNow(station, 1) });
  await downloadedAndVerified(station, 1);
  await becomes(station, "InstallScheduled", 1);
  await queueEmptied(station);
  await restarted(station);
  await station.pass(2 * 3_600_000);
  await assertFirmwareStatus(station, "InstallationFailed", 1);
});

Deno.test("firmware that disturbs no driver changes no connector: what the deciding status says counts", async () => {
  await using station = await startStation();
  const { updates } = station.everest.system;
  await booted(station);
  await signedUpdateAccepted(station, 1);
  await assertFirmwareStatus(station, "Downloading", 1);
  await becomes(station, "Downloaded", 1);
  const statuses = () => station.csms.received("StatusNotification").length;
  const before = statuses();
  updates.metadata = { disable_connectors_during_install: false };
  const verified = updates.tell("SignatureVerified");
  updates.metadata = undefined;
  await verified;
  await assertFirmwareStatus(station, "SignatureVerified", 1);
  await assertFirmwareStatus(station, "Installing", 1);
  await becomes(station, "Installed", 1);
  await station.settle();
  assert.equal(statuses(), before);
});

Deno.test("a station that is told so downloads nothing while somebody charges", async () => {
  await using station = await startStation({
    everest: { evses: 2 },
    variables: { "InternalCtrlr.DeferFirmwareDownloadDuringTransaction": true },
  });
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await signedUpdateAccepted(station, 1);
  await assertFirmwareStatus(station, "DownloadScheduled", 1);
  await assertReported(station, "Unavailable", [2]);
  assert.deepEqual(station.everest.record.callsOf("update_firmware"), []);
  await stopAuthorized(visit);
  await assertFirmwareStatus(station, "Downloading", 1);
  assert.equal(station.everest.record.callsOf("update_firmware").length, 1);
  await assertReported(station, "Available", [2]);
});

Deno.test("making every EVSE unavailable allows no installation that is not due", async () => {
  await using station = await startStation();
  await booted(station);
  await station.settle();
  assert.equal(
    (await station.csms.call("ChangeAvailability", { operationalStatus: "Inoperative" })).status,
    "Accepted",
  );
  await assertReported(station, "Unavailable", [1]);
  await station.settle();
  assert.deepEqual(station.everest.record.callsOf("allow_firmware_installation"), []);
});

Deno.test("an EVSE that the CSMS took out of use stays so after an update", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await station.settle();
  const evse = { id: 2, connectorId: 1 };
  await station.csms.call("ChangeAvailability", { operationalStatus: "Inoperative", evse });
  await assertReported(station, "Unavailable", [2]);
  await signedUpdateAccepted(station, 1);
  await downloadedAndVerified(station, 1);
  await installing(station, 1);
  await becomes(station, "InstallationFailed", 1);
  await assertReported(station, "Available", [1]);
  await station.settle();
  const last = station.csms.received("StatusNotification").findLast(({ evseId }) => evseId === 2);
  assert.equal(last?.connectorStatus, "Unavailable");
});

Deno.test("of two uploads that were asked for at once none keeps a reset waiting when both are over", async () => {
  await using station = await startStation();
  await booted(station);
  const { csms, everest } = station;
  // The uploader speaks of the second one before the station has handled its answer about the first.
  await Promise.all([getLog(station, { requestId: 1 }), getLog(station, { requestId: 2 })]);
  await everest.system.uploads.end("Uploaded");
  await station.settle();
  assert.deepEqual(
    csms.received("LogStatusNotification").map(({ status, requestId }) => `${requestId} ${status}`),
    [
      "1 Uploading",
      "1 AcceptedCanceled",
      "2 Uploading",
      "2 Uploaded",
    ],
  );
  const { status } = await csms.call("Reset", { type: "OnIdle" });
  assert.equal(status, "Accepted");
});

Deno.test("an upload whose statuses could not be told from those of nobody's uploads is not begun", async () => {
  await using station = await startStation();
  await booted(station);
  const { csms, everest } = station;
  const { status, statusInfo } = await getLog(station, { requestId: -1 });
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "ValueOutOfRange"]);
  assert.deepEqual(everest.record.callsOf("upload_logs"), []);
  // Nothing is waited for.
  assert.equal((await csms.call("Reset", { type: "OnIdle" })).status, "Accepted");
});

Deno.test("the end of an upload that the CSMS missed is told when it is back", async () => {
  await using station = await startStation();
  await booted(station);
  assert.equal((await getLog(station, { requestId: 9 })).status, "Accepted");
  await assertLogStatus(station, "Uploading", 9);
  await queueEmptied(station);
  await goneOffline(station);
  await station.everest.system.uploads.end("Uploaded");
  await station.settle();
  await backOnline(station);
  await assertLogStatus(station, "Uploaded", 9);
});

Deno.test("the end of an upload that the CSMS missed is told even when our process was restarted meanwhile", async () => {
  await using station = await startStation();
  await booted(station);
  assert.equal((await getLog(station, { requestId: 9 })).status, "Accepted");
  await assertLogStatus(station, "Uploading", 9);
  await queueEmptied(station);
  await goneOffline(station);
  await station.everest.system.uploads.end("Uploaded");
  await station.settle();
  station.csms.resume();
  await restarted(station);
  await assertLogStatus(station, "Uploaded", 9);
});

for (const [what, answer] of [["garbage", "nonsense"], ["nothing", NO_REPLY]] as const) {
  Deno.test(`a system module that answers ${what} rejects both requests`, async () => {
    await using station = await startStation();
    const { updates, uploads } = station.everest.system;
    await booted(station);
    updates.unsigned = "taken";
    updates.start = uploads.start = () => answer as never;
    const rejected = async (request: Promise<{ status: string; statusInfo?: { reasonCode: string } }>) => {
      await station.settle();
      await station.pass(25_000);
      const { status, statusInfo } = await request;
      assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "InternalError"]);
    };
    await rejected(updateFirmware(station, 1));
    await rejected(getLog(station));
  });
}
