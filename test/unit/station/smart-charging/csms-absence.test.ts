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

for (
  const [name, lostAgoMs, leftMs] of [
    ["a part of the delay ago leaves the rest", 20_000, 40_000],
    ["longer ago than the delay leaves nothing", 90_000, 0],
    ["ahead of the clock, so of another clock, leaves nothing", -3_600_000, 0],
  ] as const
) {
  Deno.test(`a loss before the restart, ${name}`, () => {
    const clock = new FakeClock();
    const stored: (number | "back")[] = [];
    const absence = new CsmsAbsence({
      clock,
      deviceModel: new FakeDeviceModel({ "SmartChargingCtrlr.OfflineLimitDelay": "60" }),
      log: new RecordingLogger(),
      store: {
        lostSince: () => clock.wallMs() - lostAgoMs,
        lost: (wallMs) => Promise.resolve(void stored.push(wallMs)),
        back: () => Promise.resolve(void stored.push("back")),
      },
      changed: () => {},
    });
    absence.start();
    assert.equal(absence.isLong, leftMs === 0);
    assert.equal(clock.remainingMs(ABSENCE_TIMER) ?? 0, leftMs);
    // What the next process reads never lies ahead.
    assert(stored.every((wallMs) => typeof wallMs === "number" && wallMs <= clock.wallMs()));
    clock.setWall(clock.wallMs() - 600_000);
    absence.clockSet();
    const last = stored.at(-1);
    assert(typeof last === "number" && last <= clock.wallMs());
    absence.connected();
    absence.connected();
    assert.deepEqual(stored.filter((what) => what === "back"), ["back"]);
  });
}
