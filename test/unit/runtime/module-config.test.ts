import assert from "node:assert/strict";
import { type ModuleConfig, readModuleConfig } from "../../../src/runtime/module-config.ts";

const SHARE = "/usr/share/everest/modules/OCPP201";
const MODULE = "/usr/libexec/everest/modules/OCPP201";

function read(values: Record<string, boolean | number | string>, existing: string[] = []) {
  return readModuleConfig(values, SHARE, MODULE, (path) => existing.includes(path));
}

function config(values: Record<string, boolean | number | string>, existing: string[] = []): ModuleConfig {
  const reading = read(values, existing);
  assert.equal(reading.kind, "config");
  return reading.config;
}

function problems(values: Record<string, boolean | number | string>): readonly string[] {
  const reading = read(values);
  assert.equal(reading.kind, "refused");
  assert.ok(reading.problems.every(({ parameter, text }) => text.startsWith(`${parameter}: `)));
  return reading.problems.map(({ text }) => text);
}

Deno.test("without any parameter the manifest's defaults apply", () => {
  assert.deepEqual(config({}), {
    messageLogPath: "/tmp/everest_ocpp_logs",
    coreDatabasePath: "/tmp/ocpp201",
    deviceModelDatabasePath: `${SHARE}/device_model_storage.db`,
    everestDeviceModelDatabasePath: `${SHARE}/everest_device_model_storage.db`,
    deviceModelConfigPath: `${SHARE}/component_config`,
    externalWebsocketControl: false,
    messageQueueResumeDelayMs: 0,
    compositeScheduleIntervalMs: 30_000,
    compositeScheduleDurationSeconds: 600,
    compositeScheduleUnit: "A",
    delayOcppStartMs: 0,
    resetStopDelayMs: 0,
    errorMapPath: `${MODULE}/error-map.json`,
    customErrorMapPath: "",
  });
});

Deno.test("an error map is taken from where it is said to be", () => {
  assert.equal(config({ CustomMrecErrorMapPath: "map.json" }).customErrorMapPath, "map.json");
});

Deno.test("the shipped error map lies in share, beside the executable, or beside the sources", () => {
  const inShare = `${SHARE}/error-map.json`;
  const beside = `${MODULE}/error-map.json`;
  const sources = `${MODULE}/config/error-map.json`;
  const found = (...existing: string[]) => config({}, existing).errorMapPath;
  assert.equal(found(inShare, beside, sources), inShare);
  assert.equal(found(beside, sources), beside);
  assert.equal(found(sources), sources);
  // Where it is missing, the message names the place where it should be.
  assert.equal(found(), beside);
});

Deno.test("the older names of the schedule parameters count while the newer ones have their default", () => {
  const older = { PublishChargingScheduleIntervalS: 0, PublishChargingScheduleDurationS: 900 };
  const taken = config({ ...older, CompositeScheduleIntervalS: 30, RequestCompositeScheduleDurationS: 600 });
  assert.deepEqual([taken.compositeScheduleIntervalMs, taken.compositeScheduleDurationSeconds], [0, 900]);
  const unset = { PublishChargingScheduleIntervalS: -1, PublishChargingScheduleDurationS: -1 };
  assert.deepEqual(config(unset), config({}));
  assert.deepEqual(problems({ PublishChargingScheduleIntervalS: -2 }), [
    "PublishChargingScheduleIntervalS: -2 must not be negative, except -1 for unset (default -1)",
  ]);
  assert.deepEqual(problems({ PublishChargingScheduleDurationS: 0 }), [
    "PublishChargingScheduleDurationS: 0 must be at least 1 (default 600)",
  ]);
});

Deno.test("an older name that has an effect is noted as deprecated, with the newer one", () => {
  const reading = read({ PublishChargingScheduleDurationS: 900, PublishChargingScheduleIntervalS: -1 });
  assert.equal(reading.kind, "config");
  assert.deepEqual(reading.notes.map(({ message, fields }) => [message.includes("deprecated"), fields]), [[
    true,
    {
      name: "PublishChargingScheduleDurationS",
      newer: "RequestCompositeScheduleDurationS",
    },
  ]]);
});

Deno.test("a parameter set under both names is noted, the newer name wins", () => {
  const reading = read({ PublishChargingScheduleIntervalS: 10, CompositeScheduleIntervalS: 20 });
  assert.equal(reading.kind, "config");
  assert.equal(reading.config.compositeScheduleIntervalMs, 20_000);
  assert.deepEqual(reading.notes[0]?.fields, {
    name: "PublishChargingScheduleIntervalS",
    parameter: "CompositeScheduleIntervalS",
    value: 20,
  });
});

Deno.test("an absolute path is taken as it is, a relative one lies in the share directory", () => {
  assert.equal(
    config({ DeviceModelDatabasePath: "/var/lib/dm.db" }).deviceModelDatabasePath,
    "/var/lib/dm.db",
  );
  assert.equal(config({ DeviceModelDatabasePath: "dm.db" }).deviceModelDatabasePath, `${SHARE}/dm.db`);
});

Deno.test("the device model beside the executable serves when share has none", () => {
  const own = `${MODULE}/component_config`;
  assert.equal(config({}, [own]).deviceModelConfigPath, own);
  assert.equal(
    config({}, [own, `${SHARE}/component_config`]).deviceModelConfigPath,
    `${SHARE}/component_config`,
  );
});

Deno.test("run from its sources, the program takes the device model beside it", () => {
  const sources = `${MODULE}/device-model`;
  assert.equal(config({}, [sources]).deviceModelConfigPath, sources);
  const own = config({ DeviceModelConfigPath: "mine" }, [sources]);
  assert.equal(own.deviceModelConfigPath, `${SHARE}/mine`);
});

Deno.test("a wrong value is refused with name, value, reason and default", () => {
  assert.deepEqual(problems({ CompositeScheduleIntervalS: -1 }), [
    "CompositeScheduleIntervalS: -1 must not be negative (default 30)",
  ]);
  assert.deepEqual(problems({ EnableExternalWebsocketControl: "yes", ResetStopDelay: 1.5 }), [
    'EnableExternalWebsocketControl: "yes" must be a boolean (default false)',
    "ResetStopDelay: 1.5 must be a whole number (default 0)",
  ]);
  assert.deepEqual(problems({ RequestCompositeScheduleUnit: "kW" }), [
    'RequestCompositeScheduleUnit: "kW" must be A or W (default "A")',
  ]);
});

Deno.test("a path at which the runtime opens nothing is refused, whichever parameter names it", () => {
  for (
    const name of [
      ...["MessageLogPath", "CoreDatabasePath", "DeviceModelDatabasePath", "EverestDeviceModelDatabasePath"],
      ...["DeviceModelConfigPath", "CustomMrecErrorMapPath"],
    ]
  ) {
    for (const path of ["/dev/shm/ocpp", "/proc/self", "/sys/x", "/dev", "/run/../dev/shm", "//dev/shm"]) {
      assert.deepEqual(problems({ [name]: path }), [
        `${name}: "${path}": the runtime refuses paths below /dev, /proc and /sys: choose another, e.g. below /run`,
      ]);
    }
    for (const path of ["/run/ocpp", "/device/x", "/var/dev/x"]) config({ [name]: path });
  }
});

Deno.test("what is refused leaves the rest to look at", () => {
  const reading = read({ MessageLogPath: "/dev/shm/log", ResetStopDelay: -1, CoreDatabasePath: "/var/core" });
  assert.equal(reading.kind, "refused");
  const { messageLogPath, resetStopDelayMs, coreDatabasePath } = reading.config;
  assert.deepEqual([messageLogPath, resetStopDelayMs, coreDatabasePath], [
    ...["/tmp/everest_ocpp_logs", 0, "/var/core"],
  ]);
});

Deno.test("an unknown parameter is tolerated and noted", () => {
  const reading = read({ FutureParameter: 1 });
  assert.equal(reading.kind, "config");
  assert.deepEqual(reading.notes.map((note) => note.fields), [{ name: "FutureParameter" }]);
});

Deno.test("a schedule shorter than its interval is noted, because limits would have gaps", () => {
  const reading = read({ CompositeScheduleIntervalS: 600 });
  assert.equal(reading.kind, "config");
  assert.match(reading.notes[0]?.message ?? "", /should exceed/);
});
