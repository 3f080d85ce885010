import assert from "node:assert/strict";
import {
  ABSENCE_TIMER,
  CsmsAbsence,
  readAbsenceLimits,
} from "../../../../src/station/smart-charging/csms-absence.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

function setUp(delay: string | undefined) {
  const clock = new FakeClock();
  const changes: boolean[] = [];
  const model = new FakeDeviceModel(
    delay === undefined ? {} : { "SmartChargingCtrlr.OfflineLimitDelay": delay },
  );
  const absence: CsmsAbsence = new CsmsAbsence({
    clock,
    deviceModel: model,
    log: new RecordingLogger(),
    store: { lostSince: () => undefined, lost: () => Promise.resolve(), back: () => Promise.resolve() },
    changed: () => changes.push(absence.isLong),
  });
  absence.start();
  absence.connected();
  return { clock, absence, changes };
}

Deno.test("the limits come into force after the delay, and are over when the CSMS is back", () => {
  const { clock, absence, changes } = setUp("60");
  absence.disconnected();
  clock.advance(59_999);
  // Each attempt to connect that fails is no new beginning.
  absence.disconnected();
  assert.deepEqual(changes, []);
  clock.advance(1);
  assert.deepEqual(changes, [true]);
  absence.connected();
  assert.deepEqual(changes, [true, false]);
});

Deno.test("a short absence changes nothing", () => {
  const { clock, absence, changes } = setUp(undefined);
  absence.disconnected();
  clock.advance(299_999);
  absence.connected();
  clock.advance(1_000_000);
  assert.deepEqual(changes, []);
  absence.disconnected();
  assert.deepEqual(clock.pending(), [ABSENCE_TIMER]);
  absence.stop();
  absence.disconnected();
  assert.deepEqual(clock.pending(), []);
  // Not connected yet counts as gone.
  absence.start();
  assert.deepEqual(clock.pending(), [ABSENCE_TIMER]);
});

Deno.test("there is no limit unless one is set, of the station and of its EVSEs apart", () => {
  const values = new Map([["OfflineLimitAmps EVSE", 6.5], ["OfflineLimitWatts EVSE", 4000]]);
  const model: Parameters<typeof readAbsenceLimits>[0] = {
    decimal: ({ variable }) => values.get(`${variable.name} ${variable.instance}`),
  };
  assert.deepEqual(readAbsenceLimits(model, "Station"), []);
  assert.deepEqual(readAbsenceLimits(model, "EVSE"), [
    { origin: "csmsGone", amperes: 6.5 },
    { origin: "csmsGone", watts: 4000 },
  ]);
});
