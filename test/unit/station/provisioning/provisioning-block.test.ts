import assert from "node:assert/strict";
import { variableKey } from "../../../../src/variables/device-model.ts";
import {
  BOOT_RETRY_TIMER,
  createProvisioningBlock,
} from "../../../../src/station/provisioning/provisioning-block.ts";
import { HEARTBEAT_TIMER } from "../../../../src/station/provisioning/heartbeat.ts";
import type { ResponseOf } from "../../../../src/ocpp/messages.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const NOW = Date.parse("2026-01-15T10:00:00.000Z");

function station(variables: Readonly<Record<string, string>> = {}) {
  const csms = new FakeCsms();
  const clock = new FakeClock(NOW);
  const deviceModel = new FakeDeviceModel({
    "InternalCtrlr.ChargePointModel": "Model S",
    "InternalCtrlr.ChargePointVendor": "Vendor",
    "OCPPCommCtrlr.OfflineThreshold": "60",
    ...variables,
  });
  const log: string[] = [];
  const warnings = new RecordingLogger();
  const times: string[] = [];
  const settings: number[] = [];
  let systemAccepts = true;
  let system: "sets" | "onlySaysSo" = "onlySaysSo";
  const block = createProvisioningBlock({
    csms,
    clock,
    deviceModel,
    log: warnings,
    bootReason: "RemoteReset",
    system: {
      bootReason: () => Promise.reject(new Error("asked by the composition root, once")),
      setSystemTime: (timestamp) => {
        times.push(timestamp);
        if (system === "sets") clock.setWall(Date.parse(timestamp));
        return Promise.resolve(systemAccepts);
      },
    },
    setRegistration: (registration) => void log.push(`registration ${registration}`),
    reportConnectors: (which) => void log.push(`report ${which}`),
    raiseSecurityEvent: (type, techInfo) => void log.push(`${type}: ${techInfo}`),
    clockSet: () => void settings.push(times.length),
  });
  block.onAccepted(() => void log.push("accepted"));
  return {
    ...{ block, csms, clock, deviceModel, log, settings, times },
    warnings,
    refuseTime: () => systemAccepts = false,
    systemSets: () => system = "sets",
    respond: (status: ResponseOf<"BootNotification">["status"], interval = 0, currentTime = "no time") =>
      csms.answer("BootNotification", { status, interval, currentTime }),
    connect: (configurationSlot = 1, url = `ws://slot-${configurationSlot}/cp`) => {
      csms.online = true;
      block.connected({ configurationSlot, url });
    },
    disconnect: () => {
      csms.online = false;
      block.disconnected();
    },
  };
}

async function accepted(variables?: Readonly<Record<string, string>>, interval = 0) {
  const s = station(variables);
  s.connect();
  await s.respond("Accepted", interval);
  s.log.length = 0;
  return s;
}

Deno.test("BootNotification tells who we are and why, on the control lane (B01.FR.01, B01.FR.09)", () => {
  const s = station({
    "InternalCtrlr.ChargeBoxSerialNumber": "0123456789012345678901234-too-long",
    "InternalCtrlr.FirmwareVersion": "1.2",
    "InternalCtrlr.IMSI": "262",
  });
  s.connect();
  assert.deepEqual(s.csms.sent, [{
    action: "BootNotification",
    lane: "control",
    request: {
      reason: "RemoteReset",
      chargingStation: {
        model: "Model S",
        vendorName: "Vendor",
        serialNumber: "0123456789012345678901234",
        firmwareVersion: "1.2",
        modem: { imsi: "262" },
      },
    },
  }]);
});

Deno.test("a station without a configured name still sends a valid BootNotification", () => {
  const s = station({ "InternalCtrlr.ChargePointModel": " ", "InternalCtrlr.ChargePointVendor": "" });
  s.connect();
  assert.deepEqual(s.csms.requests("BootNotification")[0]?.chargingStation, {
    model: "Unknown",
    vendorName: "Unknown",
  });
});

Deno.test("acceptance opens the lanes, reports every connector and tells the other blocks (B01.FR.05)", async () => {
  const s = station();
  s.connect();
  await s.respond("Accepted");
  assert.deepEqual(s.log, ["registration Accepted", "report all", "accepted"]);
  assert.equal(s.block.registration(), "Accepted");
});

Deno.test("retries keep the boot reason (W27 of the reference) and come after the interval", async () => {
  const s = station();
  s.connect();
  await s.respond("Rejected", 40);
  s.clock.advance(39_999);
  assert.equal(s.csms.requests("BootNotification").length, 1);
  s.clock.advance(1);
  assert.deepEqual(s.csms.requests("BootNotification").map((request) => request.reason), [
    "RemoteReset",
    "RemoteReset",
  ]);
});

Deno.test("a BootNotification without answer is repeated after our own time", async () => {
  const s = station();
  s.connect();
  await s.csms.settle("BootNotification", { kind: "timeout" });
  assert.equal(s.clock.remainingMs(BOOT_RETRY_TIMER), 30_000);
});

Deno.test("while Pending nothing is reported and no heartbeat runs (B02.FR.02)", async () => {
  const s = station();
  s.connect();
  await s.respond("Pending", 60);
  assert.deepEqual(s.log, ["registration Pending"]);
  assert.deepEqual(s.clock.pending(), [BOOT_RETRY_TIMER]);
});

Deno.test("TriggerMessage BootNotification is sent with reason Triggered while Pending (TC_B_02)", async () => {
  const s = station();
  s.connect();
  await s.respond("Pending", 60);
  const verdict = s.block.triggers.BootNotification?.(undefined);
  assert.ok(verdict?.status === "Accepted");
  verdict.send();
  assert.equal(s.csms.requests("BootNotification")[1]?.reason, "Triggered");
  await s.respond("Accepted");
  assert.equal(s.clock.remainingMs(BOOT_RETRY_TIMER), undefined);
});

Deno.test("TriggerMessage BootNotification is refused once accepted (F06.FR.17, TC_F_26)", async () => {
  const s = await accepted();
  assert.equal(s.block.triggers.BootNotification?.(undefined).status, "Rejected");
});

Deno.test("TriggerMessage Heartbeat sends one, also while Pending (TC_F_20)", async () => {
  const s = station();
  s.connect();
  await s.respond("Pending", 60);
  const verdict = s.block.triggers.Heartbeat?.(undefined);
  assert.ok(verdict?.status === "Accepted");
  verdict.send();
  assert.deepEqual(s.csms.sent.at(-1), { action: "Heartbeat", request: {}, lane: "control" });
});

Deno.test("the interval of the acceptance becomes HeartbeatInterval (B01.FR.04, G02.FR.01)", async () => {
  const s = await accepted({ "OCPPCommCtrlr.HeartbeatInterval": "900" }, 120);
  assert.equal(s.deviceModel.values.get("OCPPCommCtrlr.HeartbeatInterval"), "120");
  s.clock.advance(119_999);
  assert.equal(s.csms.requests("Heartbeat").length, 0);
  s.clock.advance(1);
  assert.equal(s.csms.requests("Heartbeat").length, 1);
});

Deno.test("an interval that cannot be stored is used all the same, and the log says so", async () => {
  const text = "the heartbeat interval of the CSMS is used but could not be stored";
  const stored = await accepted({}, 120);
  assert.equal(stored.warnings.messages("warning").includes(text), false);
  const s = station();
  s.deviceModel.setVariables = (requests) =>
    Promise.resolve(requests.map((request) => ({ ...request, attributeStatus: "Rejected" as const })));
  s.connect();
  await s.respond("Accepted", 120);
  assert.ok(s.warnings.messages("warning").includes(text));
  assert.equal(s.clock.remainingMs(HEARTBEAT_TIMER), 120_000);
});

Deno.test("interval 0 in the acceptance leaves HeartbeatInterval alone (B01.FR.04)", async () => {
  const s = await accepted({ "OCPPCommCtrlr.HeartbeatInterval": "900" });
  assert.equal(s.deviceModel.values.get("OCPPCommCtrlr.HeartbeatInterval"), "900");
  assert.equal(s.clock.remainingMs(HEARTBEAT_TIMER), 900_000);
});

Deno.test("a new HeartbeatInterval counts at once, for the silence that has already passed too", async () => {
  const s = await accepted({}, 600);
  s.clock.advance(100_000);
  s.deviceModel.change(variableKey("OCPPCommCtrlr", "heartbeatinterval"), "150", "csms");
  assert.equal(s.clock.remainingMs(HEARTBEAT_TIMER), 50_000);
});

Deno.test("another message to the CSMS postpones the heartbeat (G02.FR.05)", async () => {
  const s = await accepted({}, 100);
  s.clock.advance(90_000);
  s.block.messageSent();
  s.clock.advance(99_999);
  assert.equal(s.csms.requests("Heartbeat").length, 0);
  s.clock.advance(1);
  assert.equal(s.csms.requests("Heartbeat").length, 1);
});

Deno.test("a station that never falls silent still asks for the time once a day (G02.FR.07)", async () => {
  const s = await accepted({ "ClockCtrlr.TimeSource": "NTP, Heartbeat" }, 100);
  for (let minute = 0; minute < 24 * 60 - 1; minute++) {
    s.clock.advance(60_000);
    s.block.messageSent();
  }
  assert.equal(s.csms.requests("Heartbeat").length, 0);
  s.clock.advance(60_000);
  assert.equal(s.csms.requests("Heartbeat").length, 1);
});

Deno.test("heartbeats never overlap and stop with the connection", async () => {
  const s = await accepted({}, 100);
  s.clock.advance(100_000);
  s.clock.advance(500_000);
  assert.equal(s.csms.requests("Heartbeat").length, 1);
  await s.csms.answer("Heartbeat", { currentTime: "2026-01-15T10:00:00Z" });
  assert.equal(s.clock.remainingMs(HEARTBEAT_TIMER), 0);
  s.disconnect();
  s.clock.advance(10_000_000);
  assert.equal(s.csms.requests("Heartbeat").length, 1);
});

Deno.test("a trigger while a heartbeat is under way sends no second one (F06.FR.10)", async () => {
  const s = await accepted({}, 100);
  s.clock.advance(100_000);
  const verdict = s.block.triggers.Heartbeat?.(undefined);
  assert.ok(verdict?.status === "Accepted");
  verdict.send();
  assert.equal(s.csms.requests("Heartbeat").length, 1);
});

Deno.test("a slow answer sets a wrong clock to the CSMS's own time, and leaves one alone that is about right", async () => {
  const s = station({ "ClockCtrlr.TimeSource": "Heartbeat" });
  s.connect();
  s.clock.advance(8_000);
  s.clock.setWall(NOW + 3_600_000);
  await s.respond("Pending", 60, "2026-01-15T10:00:08.000Z");
  assert.deepEqual(s.times, ["2026-01-15T10:00:08.000Z"]);

  const right = station({ "ClockCtrlr.TimeSource": "Heartbeat" });
  right.connect();
  right.clock.advance(8_000);
  await right.respond("Pending", 60, "2026-01-15T10:00:00.000Z");
  assert.deepEqual(right.times, []);
});

Deno.test("the CSMS's time is set, whatever the status (B01.FR.06)", async () => {
  const s = station({
    "ClockCtrlr.TimeSource": "Heartbeat",
    "ClockCtrlr.TimeAdjustmentReportingThreshold": "5",
  });
  s.connect();
  s.clock.advance(400);
  await s.respond("Rejected", 60, "2026-01-15T12:00:00.000+01:00");
  assert.deepEqual(s.times, ["2026-01-15T11:00:00.000Z"]);
  assert.deepEqual(s.log.filter((line) => line.startsWith("Setting")), [
    "SettingSystemTime: Adjusted by 3600 s",
  ]);
  assert.deepEqual(s.settings, [1], "told once it is set");
});

Deno.test("a system that says it has set its clock and has not is named, one that has is not", async () => {
  const text = "the system accepted the time of the CSMS, but its clock has not changed";
  for (const sets of [true, false]) {
    const s = station({ "ClockCtrlr.TimeSource": "Heartbeat" });
    if (sets) s.systemSets();
    s.clock.advance(3600_000);
    s.connect();
    await s.respond("Pending", 60, "2026-01-16T12:00:00.000Z");
    assert.equal(s.times.length, 1);
    assert.equal(s.warnings.messages("warning").includes(text), !sets);
  }
});

Deno.test("a time that the system refuses, or that moves the clock little, is no security event", async () => {
  const s = station({ "ClockCtrlr.TimeSource": "Heartbeat" });
  s.connect();
  await s.respond("Pending", 1, "2026-01-15T10:00:19.000Z");
  s.refuseTime();
  s.clock.advance(1_000);
  await s.respond("Accepted", 60, "2026-02-15T10:00:00.000Z");
  assert.equal(s.times.length, 2);
  assert.deepEqual(s.log, ["registration Pending", "registration Accepted", "report all", "accepted"]);
});

Deno.test("a heartbeat does not push the clock about within the CSMS's rounding", async () => {
  const s = await accepted({ "ClockCtrlr.TimeSource": "Heartbeat" }, 100);
  s.clock.advance(100_000);
  s.clock.setWall(NOW + 100_900);
  await s.csms.answer("Heartbeat", { currentTime: "2026-01-15T10:01:40Z" });
  assert.deepEqual(s.times, []);
  s.clock.advance(100_000);
  await s.csms.answer("Heartbeat", { currentTime: "2026-01-15T10:03:30Z" });
  assert.deepEqual(s.times, ["2026-01-15T10:03:30.000Z"]);
});

Deno.test("without Heartbeat among the time sources the clock is left alone", async () => {
  const s = station({ "ClockCtrlr.TimeSource": "NTP" });
  s.connect();
  await s.respond("Accepted", 60, "2030-01-01T00:00:00Z");
  assert.deepEqual(s.times, []);
});

Deno.test("offline longer than OfflineThreshold reports every connector (B04.FR.01)", async () => {
  const s = await accepted();
  s.disconnect();
  s.clock.advance(60_001);
  s.connect();
  assert.deepEqual(s.log, ["report all"]);
  assert.equal(s.csms.requests("Heartbeat").length, 1);
  assert.equal(s.csms.requests("BootNotification").length, 1);
});

Deno.test("offline no longer than OfflineThreshold reports what changed (B04.FR.02)", async () => {
  const s = await accepted();
  s.clock.advance(3_600_000);
  s.disconnect();
  s.clock.advance(60_000);
  s.connect();
  assert.deepEqual(s.log, ["report changed"]);
});

Deno.test("failed reconnects do not restart the offline period", async () => {
  const s = await accepted();
  s.disconnect();
  s.clock.advance(50_000);
  s.disconnect();
  s.clock.advance(50_000);
  s.connect();
  assert.deepEqual(s.log, ["report all"]);
});

Deno.test("behind another network profile the station registers anew, as no boot (B10.FR.10)", async () => {
  const s = await accepted();
  s.disconnect();
  s.connect(2);
  assert.deepEqual(s.log, ["registration none"]);
  assert.equal(s.csms.requests("BootNotification").at(-1)?.reason, "Unknown");
  await s.respond("Accepted");
  assert.deepEqual(s.log, ["registration none", "registration Accepted", "report all", "accepted"]);
});

Deno.test("a slot that leads elsewhere than before is another profile (B10.FR.10)", async () => {
  const s = await accepted();
  s.disconnect();
  s.connect(1, "ws://elsewhere/cp");
  assert.deepEqual(s.log, ["registration none"]);
});

Deno.test("losing the connection before the answer asks again on the next one", async () => {
  const s = station();
  s.connect();
  s.disconnect();
  await s.csms.settle("BootNotification", { kind: "timeout" });
  assert.deepEqual(s.clock.pending(), []);
  s.connect();
  assert.equal(s.csms.requests("BootNotification").length, 2);
  await settled();
});
