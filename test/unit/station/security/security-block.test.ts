import assert from "node:assert/strict";
import { createSecurityBlock, type SecurityEvent } from "../../../../src/station/security/security-block.ts";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { settled } from "../fake-csms.ts";

const NOW = Date.parse("2026-01-15T10:00:00.000Z");

function station() {
  const queued: RequestOf<"SecurityEventNotification">[] = [];
  const logged: SecurityEvent[] = [];
  const raised: SecurityEvent[] = [];
  const log = new RecordingLogger();
  const disk = { full: false };
  const clear: (() => void)[] = [];
  const block = createSecurityBlock({
    clock: new FakeClock(NOW),
    log,
    securityLog: {
      write: (entry) => void logged.push(entry),
      onCleared: (listener) => void clear.push(listener),
    },
    outbox: {
      append(_action, request) {
        if (disk.full) return Promise.reject(new Error("disk full"));
        queued.push(request);
        return Promise.resolve();
      },
    },
  });
  block.onRaised((event) => void raised.push(event));
  const logCleared = () => clear.forEach((listener) => listener());
  return { block, queued, logged, raised, log, disk, logCleared };
}

Deno.test("a critical event is queued for the CSMS and logged (A04.FR.01, A04.FR.04)", () => {
  const s = station();
  s.block.raise("SettingSystemTime", "Adjusted by 30 s");
  assert.deepEqual(s.queued, [
    { type: "SettingSystemTime", timestamp: "2026-01-15T10:00:00.000Z", techInfo: "Adjusted by 30 s" },
  ]);
  const entry = { type: "SettingSystemTime", techInfo: "Adjusted by 30 s", timestampMs: NOW, critical: true };
  assert.deepEqual(s.logged, [entry]);
  assert.deepEqual(s.raised, [entry]);
});

Deno.test("an event that is not critical is logged only (A04.FR.04)", () => {
  const s = station();
  s.block.raise("InvalidMessages", "");
  assert.deepEqual([s.queued.length, s.logged.length], [0, 1]);
});

Deno.test("a security log that lost its oldest part is an event for the CSMS", () => {
  const s = station();
  s.logCleared();
  assert.deepEqual(s.queued, [
    { type: "SecurityLogWasCleared", timestamp: "2026-01-15T10:00:00.000Z", techInfo: "rotated" },
  ]);
});

Deno.test("another module says itself what is critical, and is not told its own event", () => {
  const s = station();
  s.block.report({ type: "VendorSpecific", critical: true, timestampMs: NOW - 1000 });
  s.block.report({ type: "TamperDetectionActivated" });
  s.block.report({ type: "TamperDetectionActivated", critical: false });
  s.block.report({ type: "VendorSpecific" });
  assert.deepEqual(s.queued, [
    { type: "VendorSpecific", timestamp: "2026-01-15T09:59:59.000Z" },
    { type: "TamperDetectionActivated", timestamp: "2026-01-15T10:00:00.000Z" },
  ]);
  assert.equal(s.logged.length, 4);
  assert.deepEqual(s.raised, []);
});

Deno.test("what repeats with every attempt to connect is queued once per outage, and logged always", () => {
  const s = station();
  s.block.raise("InvalidCsmsCertificate", "a");
  s.block.raise("InvalidCsmsCertificate", "b");
  s.block.raise("InvalidTLSVersion", "c");
  s.block.connected();
  s.block.raise("InvalidCsmsCertificate", "d");
  assert.deepEqual(s.queued.map((request) => request.techInfo), ["a", "c", "d"]);
  assert.equal(s.logged.length, 4);
});

Deno.test("other critical events are queued every time", () => {
  const s = station();
  s.block.raise("InvalidChargingStationCertificate", "a");
  s.block.raise("InvalidChargingStationCertificate", "b");
  assert.equal(s.queued.length, 2);
});

const START_UPS = [
  ["PowerUp", "StartupOfTheDevice"],
  ["FirmwareUpdate", "FirmwareUpdated"],
  ["RemoteReset", "ResetOrReboot"],
  ["Watchdog", "ResetOrReboot"],
  ["Unknown", "ResetOrReboot"],
] as const;
for (const [reason, type] of START_UPS) {
  Deno.test(`a start with boot reason ${reason} is the critical event ${type}`, () => {
    const s = station();
    s.block.started(reason, "1.2");
    assert.deepEqual(s.queued, [
      { type, timestamp: "2026-01-15T10:00:00.000Z", techInfo: `Boot reason ${reason}, firmware 1.2` },
    ]);
  });
}

Deno.test("an event that cannot be queued is reported in the log", async () => {
  const s = station();
  s.disk.full = true;
  s.block.started("PowerUp", undefined);
  await settled();
  assert.deepEqual(s.log.lines.map((line) => [line.level, line.fields.error]), [[
    "error",
    "Error: disk full",
  ]]);
  assert.equal(s.logged[0]?.techInfo, "Boot reason PowerUp");
});
