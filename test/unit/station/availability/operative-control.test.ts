import assert from "node:assert/strict";
import { connectorId, evseId } from "../../../../src/kernel/ids.ts";
import type { ConnectorStatusEnumType } from "../../../../src/ocpp/messages.ts";
import { OperativeControl } from "../../../../src/station/availability/operative-control.ts";
import type {
  OperativeDecision,
  OperativeStateStore,
} from "../../../../src/station/availability/operative-state-store.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { settled } from "../fake-csms.ts";

const CONNECTOR = connectorId(1);
const FIRST = evseId(1);

function bench(stored: readonly OperativeDecision[] = []) {
  const asked: string[] = [];
  const told: string[] = [];
  const schedules = new Map<number, string>();
  const busy = new Set<number>();
  const statuses = new Map<number, ConnectorStatusEnumType>();
  const promised = new Set<number>();
  const saved: OperativeDecision[] = [...stored];
  const store: OperativeStateStore = {
    load: () => saved,
    save: (decision) => Promise.resolve(void saved.push(decision)),
  };
  const answers: (boolean | undefined | Promise<boolean>)[] = [];
  const control = new OperativeControl({
    layout: [1, 2].map((id) => ({ id: evseId(id), connectors: [{ id: CONNECTOR }] })),
    store,
    port: {
      async setOperative(evse, _connector, operative) {
        asked.push(`${evse} ${operative ? "Enable" : "Disable"}`);
        return await (answers.length > 0 ? answers.shift() : operative);
      },
    },
    connectors: {
      setOperational: (evse, _connector, status) => void told.push(`${evse} ${status}`),
      disablingRequested: (evse) => void told.push(`${evse} asked`),
      setSchedule: (evse, _connector, schedule) => void schedules.set(evse, schedule),
      evseAnswered: (evse, _connector, answer) => void told.push(`${evse} ${answer}`),
      statusOf: (evse) => statuses.get(evse) ?? "Available",
    },
    transactions: { activeTransaction: (evse) => busy.has(evse) ? {} : undefined },
    reservations: { awaitsDriver: (evse) => promised.has(evse) },
    log: new RecordingLogger(),
  });
  return { control, asked, told, schedules, busy, statuses, promised, saved, answers };
}

Deno.test("at start every EVSE is told what was decided before", async () => {
  const { control, asked } = bench([{ evseId: FIRST, status: "Inoperative" }]);
  assert.equal(control.apply(), "changed");
  await settled();
  assert.deepEqual(asked, ["1 Disable", "2 Enable"]);
  assert.equal(control.apply(), "unchanged");
});

Deno.test("a connector stays Inoperative of itself when its EVSE and the station come back (G03, note 1)", async () => {
  const { control, asked } = bench();
  control.apply();
  for (const place of [{ evseId: FIRST, connectorId: CONNECTOR }, { evseId: FIRST }, {}]) {
    await control.decide({ ...place, status: "Inoperative" });
    control.apply();
  }
  await control.decide({ status: "Operative" });
  await control.decide({ evseId: FIRST, status: "Operative" });
  control.apply();
  await settled();
  assert.deepEqual(asked, ["1 Enable", "2 Enable", "1 Disable", "2 Disable", "2 Enable"]);
  await control.decide({ evseId: FIRST, connectorId: CONNECTOR, status: "Operative" });
  control.apply();
  await settled();
  assert.equal(asked.at(-1), "1 Enable");
});

Deno.test("a decision that repeats the last one about its place costs no write", async () => {
  const { control, saved } = bench([{ evseId: FIRST, status: "Inoperative" }]);
  await control.decide({ evseId: FIRST, status: "Inoperative" });
  assert.equal(saved.length, 1);
  await control.decide({ evseId: FIRST, status: "Operative" });
  await control.decide({ evseId: FIRST, status: "Operative" });
  assert.equal(saved.length, 2);
  // Nothing decided yet: the first decision is kept, even if it is what holds anyway.
  await control.decide({ status: "Operative" });
  assert.equal(saved.length, 3);
});

Deno.test("an EVSE with a transaction follows when it is over", async () => {
  const { control, asked, busy } = bench();
  control.apply();
  busy.add(1);
  await control.decide({ status: "Inoperative" });
  assert.equal(control.isWaiting({}), true);
  assert.equal(control.isWaiting({ evseId: evseId(2) }), false);
  control.apply();
  await settled();
  assert.deepEqual(asked.slice(2), ["2 Disable"]);
  busy.delete(1);
  control.apply();
  await settled();
  assert.deepEqual(asked.slice(2), ["2 Disable", "1 Disable"]);
});

Deno.test("what waits for a transaction is known as scheduled until the CSMS changes its mind (G01.FR.05)", async () => {
  const { control, schedules, busy } = bench();
  control.apply();
  await settled();
  busy.add(1);
  await control.decide({ evseId: FIRST, status: "Inoperative" });
  control.apply();
  assert.deepEqual([...schedules], [[1, "scheduled"], [2, "none"]]);
  await control.decide({ evseId: FIRST, status: "Operative" });
  control.apply();
  assert.equal(schedules.get(1), "none");
});

Deno.test("the answer tells whether the EVSE is enabled, whatever was asked for", async () => {
  const { control, told, answers } = bench();
  answers.push(false, true);
  control.apply();
  await settled();
  assert.deepEqual(told.slice(2), ["1 disabled", "2 enabled"]);
  answers.push(true);
  await control.decide({ evseId: FIRST, status: "Inoperative" });
  control.apply();
  await settled();
  assert.deepEqual(told.slice(4), ["1 asked", "1 enabled"]);
});

Deno.test("an EVSE is Inoperative when it has agreed, or has not answered", async () => {
  const { control, told, answers } = bench();
  control.apply();
  await settled();
  for (const answer of [false, undefined]) {
    answers.push(answer);
    await control.decide({ evseId: FIRST, status: "Inoperative" });
    control.apply();
    await settled();
    const since = told.lastIndexOf("1 asked");
    assert.deepEqual(told.slice(since), [
      "1 asked",
      "1 Inoperative",
      ...answer === false ? ["1 disabled"] : [],
    ]);
    await control.decide({ evseId: FIRST, status: "Operative" });
    control.apply();
    await settled();
  }
});

Deno.test("an EVSE that refuses after a transaction is not scheduled any more; until it answers it is", async () => {
  const { control, schedules, answers, busy } = bench();
  control.apply();
  await settled();
  busy.add(1);
  await control.decide({ evseId: FIRST, status: "Inoperative" });
  control.apply();
  busy.delete(1);
  const late = Promise.withResolvers<boolean>();
  answers.push(late.promise);
  control.apply();
  control.apply();
  await settled();
  assert.equal(schedules.get(1), "scheduled");
  late.resolve(true);
  await settled();
  assert.equal(schedules.get(1), "none");
});

Deno.test("the answer to a command that was overtaken by another is not heeded", async () => {
  const { control, told, answers } = bench();
  control.apply();
  await settled();
  const late = Promise.withResolvers<boolean>();
  answers.push(late.promise);
  await control.decide({ evseId: FIRST, status: "Inoperative" });
  control.apply();
  await control.decide({ evseId: FIRST, status: "Operative" });
  control.apply();
  late.resolve(false);
  await settled();
  assert.equal(told.at(-1), "1 enabled");
  assert.equal(told.includes("1 disabled"), false);
});

Deno.test("a restarted EVSE is told again only what it cannot know", async () => {
  const { control, asked } = bench([{ evseId: FIRST, status: "Inoperative" }]);
  control.apply();
  control.evseRestarted(FIRST);
  control.evseRestarted(evseId(2));
  await settled();
  assert.deepEqual(asked, ["1 Disable", "2 Enable", "1 Disable"]);
});

Deno.test("held back, EVSEs go out of use as soon as they are free, and come back when released", async () => {
  const { control, asked, busy, statuses, saved } = bench();
  control.apply();
  busy.add(1);
  statuses.set(1, "Occupied");
  control.closeEvses("reset", "inUse");
  await settled();
  assert.deepEqual(asked.slice(2), ["2 Disable"]);
  busy.delete(1);
  control.apply();
  await settled();
  assert.deepEqual(asked.slice(2), ["2 Disable"]);
  statuses.set(1, "Available");
  control.apply();
  control.reopenEvses("reset");
  await settled();
  assert.deepEqual(asked.slice(3).toSorted(), ["1 Disable", "1 Enable", "2 Enable"]);
  assert.deepEqual(saved, []);
});

Deno.test("a cable alone is spared only as long as everybody who holds back spares it, and each releases its own", async () => {
  const { control, asked, busy, statuses } = bench();
  control.apply();
  busy.add(2);
  statuses.set(1, "Occupied");
  control.closeEvses("reset", "inUse");
  assert.equal(control.isOutOfUse(), false);
  control.closeEvses("firmware", "inTransaction");
  await settled();
  assert.deepEqual(asked.slice(2), ["1 Disable"]);
  assert.equal(control.isOutOfUse(), false);
  busy.delete(2);
  control.apply();
  await control.answered();
  assert.equal(control.isOutOfUse(), true);
  control.reopenEvses("firmware");
  control.reopenEvses("firmware");
  await settled();
  assert.deepEqual(asked.slice(3), ["2 Disable"]);
  control.reopenEvses("reset");
  await settled();
  assert.deepEqual(asked.slice(4).toSorted(), ["1 Enable", "2 Enable"]);
});

Deno.test("whoever reserved keeps the EVSE while drivers are kept away, unless nobody is spared (H01.FR.17)", async () => {
  const { control, asked, promised } = bench();
  control.apply();
  promised.add(1);
  control.closeEvses("reset", "inUse");
  await settled();
  assert.deepEqual(asked.slice(2), ["2 Disable"]);
  promised.delete(1);
  control.apply();
  await settled();
  assert.deepEqual(asked.slice(3), ["1 Disable"]);
  const strict = bench();
  strict.control.apply();
  strict.promised.add(1);
  strict.control.closeEvses("firmware", "inTransaction");
  await settled();
  assert.deepEqual(strict.asked.slice(2), ["1 Disable", "2 Disable"]);
});
