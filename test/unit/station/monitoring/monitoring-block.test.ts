import assert from "node:assert/strict";
import fc from "fast-check";
import { DELAYED_TIMER, LEAST_EVENT_INTERVAL_MS } from "../../../../src/station/monitoring/monitor-watch.ts";
import {
  DELTA,
  monitoringBench,
  type MonitoringSetting,
  POWER,
  settled,
  STATE,
  UPPER,
  withDirectory,
} from "./monitoring-bench.ts";

type Bench = Awaited<ReturnType<typeof monitoringBench>>;

/** A test on one bench. */
function on(
  name: string,
  setting: Omit<MonitoringSetting, "directory">,
  test: (b: Bench) => Promise<void>,
): void {
  Deno.test(name, () =>
    withDirectory(async (directory) => {
      const b = await monitoringBench({ directory, ...setting });
      try {
        await test(b);
      } finally {
        b.close();
      }
    }));
}

/** Tests that restart the process; every bench is closed with the directory. */
function restarting(
  name: string,
  test: (start: (setting?: Omit<MonitoringSetting, "directory">) => Promise<Bench>) => Promise<void>,
) {
  Deno.test(name, () =>
    withDirectory(async (directory) => {
      let running: Bench | undefined;
      await test(async (setting = {}) => {
        running?.close();
        return running = await monitoringBench({ directory, ...setting });
      });
      running?.close();
    }));
}

on(
  "a value that flaps at 10 Hz costs bounded messages, and the first and the last state are told",
  {},
  async (b) => {
    await b.setMonitors(UPPER);
    for (let step = 0; step < 600; step++) {
      b.set(POWER, step % 2 === 0 ? "101" : "99");
      b.clock.advance(100);
      if (step % 10 === 0) await settled();
    }
    b.set(POWER, "150");
    b.clock.advance(LEAST_EVENT_INTERVAL_MS);
    const told = await b.told();
    assert.equal(told[0], "Alerting 101");
    assert.equal(told.at(-1), "Alerting 150");
    assert.ok(told.length <= 1 + Math.ceil(65_000 / LEAST_EVENT_INTERVAL_MS), String(told.length));
    told.forEach((event, index) => assert.equal(event.endsWith("cleared"), index % 2 === 1, told.join()));
    assert.deepEqual(b.clock.pending(), []);
  },
);

on("a value that returned before its event was due says nothing", {}, async (b) => {
  await b.setMonitors(DELTA);
  b.set(STATE, "Occupied");
  b.set(STATE, "Faulted");
  b.set(STATE, "Occupied");
  assert.deepEqual(b.clock.pending(), [DELAYED_TIMER]);
  b.clock.advance(LEAST_EVENT_INTERVAL_MS);
  assert.deepEqual(await b.told(), ["Delta Occupied"]);
});

on("a value that is set again and again to the same is told once", {}, async (b) => {
  await b.setMonitors(UPPER, DELTA);
  for (let i = 0; i < 20; i++) {
    b.set(POWER, "500");
    b.set(STATE, "Occupied");
    b.clock.advance(60_000);
  }
  assert.deepEqual((await b.told()).sort(), ["Alerting 500", "Delta Occupied"]);
});

on("a bound that the value exceeds already is told at once, and one of an integer may be an integer", {
  power: "500",
}, async (b) => {
  const [result] = await b.setMonitors({ ...UPPER, value: 100 });
  assert.equal(result?.status, "Accepted");
  assert.deepEqual(await b.told(), ["Alerting 500"]);
});

on("a monitor whose severity is not reported waits, and tells what is true when it is", {
  variables: { ActiveMonitoringLevel: "4" },
}, async (b) => {
  await b.setMonitors(DELTA);
  b.set(STATE, "Occupied");
  b.set(STATE, "Reserved");
  assert.deepEqual(await b.told(), []);
  const reply = await b.block.handlers.SetMonitoringLevel!({ severity: 5 });
  assert.ok(reply.kind === "result" && reply.response.status === "Accepted");
  assert.deepEqual(await b.told(), ["Delta Reserved"]);
});

on("Enabled false stops every monitor, true goes on with what is true", {}, async (b) => {
  await b.setMonitors(DELTA, { ...STATE, type: "Periodic", value: 10, severity: 5 });
  const enabled = (attributeValue: string) =>
    b.deviceModel.setVariables([{
      component: { name: "MonitoringCtrlr" },
      variable: { name: "Enabled" },
      attributeValue,
    }], "csms");
  await enabled("false");
  b.set(STATE, "Occupied");
  b.clock.advance(25_000);
  assert.deepEqual(await b.told(), []);
  await enabled("true");
  assert.deepEqual(await b.told(), ["Delta Occupied"]);
  b.clock.advance(5000);
  assert.deepEqual(await b.told(), ["Delta Occupied", "Periodic Occupied"]);
});

on("offline: up to OfflineQueuingSeverity events are queued in order, of the others the last state is told", {
  variables: { OfflineQueuingSeverity: "3" },
}, async (b) => {
  await b.setMonitors(UPPER, DELTA);
  b.csms.online = false;
  for (const [watts, state] of [["500", "Occupied"], ["50", "Faulted"], ["600", "Reserved"]] as const) {
    b.set(POWER, watts);
    b.set(STATE, state);
    b.clock.advance(10_000);
    await settled();
  }
  const offlineMs = b.clock.wallMs();
  b.csms.online = true;
  b.csms.sent.length = 0;
  b.events.release();
  b.block.online();
  const told = await b.told();
  assert.deepEqual(told, ["Alerting 500", "Alerting 50 cleared", "Alerting 600", "Delta Reserved"]);
  const events = b.csms.requests("NotifyEvent").flatMap(({ eventData }) => eventData);
  const ids = events.map(({ eventId }) => eventId);
  assert.deepEqual(ids, ids.toSorted((one, other) => one - other));
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(
    events.slice(0, 3).every(({ timestamp }) => Date.parse(timestamp) < offlineMs),
    "their own times",
  );
});

on("a periodic monitor neither holds up another nor makes up for a suspended process", {}, async (b) => {
  await b.setMonitors(
    { ...STATE, type: "Periodic", value: 1, severity: 5 },
    { ...POWER, type: "Periodic", value: 10, severity: 5 },
    UPPER,
  );
  b.set(POWER, "7");
  for (let i = 0; i < 10; i++) {
    b.clock.advance(1000);
    await settled();
  }
  assert.equal((await b.told()).filter((event) => event === "Periodic Available").length, 10);
  assert.equal((await b.told()).filter((event) => event === "Periodic 7").length, 1);
  b.set(POWER, "700");
  assert.equal((await b.told()).at(-1), "Alerting 700");
});

on("clock-aligned: at the multiples of the interval, also after the clock was set", {}, async (b) => {
  b.clock.setWall(Date.parse("2026-01-15T10:07:30.000Z"));
  await b.setMonitors({ ...STATE, type: "PeriodicClockAligned", value: 900, severity: 5 });
  const times = async () => {
    await settled();
    return b.csms.requests("NotifyEvent").flatMap(({ eventData }) => eventData).map(({ timestamp }) =>
      timestamp.slice(11, 19)
    );
  };
  b.clock.advance(450_000);
  assert.deepEqual(await times(), ["10:15:00"]);
  b.clock.setWall(Date.parse("2026-01-15T11:29:40.000Z"));
  for (let i = 0; i < 3; i++) b.clock.advance(20_000);
  // The wall clock is looked at every minute at the latest: the first moment after a jump may be told so late.
  assert.deepEqual(await times(), ["10:15:00", "11:30:40"]);
});

on(
  "clock-aligned: at the right moment when the station itself sets the clock, in either direction",
  {},
  async (b) => {
    b.clock.setWall(Date.parse("2026-01-15T10:07:30.000Z"));
    await b.setMonitors(
      { ...STATE, type: "PeriodicClockAligned", value: 900, severity: 5 },
      { ...STATE, type: "Periodic", value: 3600, severity: 5 },
    );
    for (const wall of ["2026-01-15T11:29:50.000Z", "2026-01-15T09:14:50.000Z"]) {
      b.clock.advance(5000);
      b.clock.setWall(Date.parse(wall));
      b.block.clockSet();
      b.clock.advance(10_000);
    }
    await settled();
    assert.deepEqual(
      b.csms.requests("NotifyEvent").flatMap(({ eventData }) => eventData).map(({ timestamp }) =>
        timestamp.slice(11, 19)
      ),
      ["11:30:00", "09:15:00"],
    );
  },
);

on("a transaction monitor works only while a transaction is open on its EVSE, each time from the start", {
  power: "10",
}, async (b) => {
  await b.setMonitors(
    { ...UPPER, transaction: true },
    { ...STATE, type: "Periodic", value: 60, severity: 5, transaction: true },
  );
  b.set(POWER, "500");
  b.clock.advance(120_000);
  b.transaction(2, "tx-2");
  assert.deepEqual(await b.told(), []);
  b.transaction(1, "tx-1");
  assert.deepEqual(await b.told(), ["Alerting 500"]);
  b.clock.advance(60_000);
  const events = b.csms.requests("NotifyEvent").flatMap(({ eventData }) => eventData);
  assert.deepEqual(await b.told(), ["Alerting 500", "Periodic Available"]);
  assert.ok(events.every(({ transactionId }) => transactionId === "tx-1"));
  b.transaction(1, undefined);
  b.set(POWER, "5");
  b.clock.advance(600_000);
  // What was raised during the transaction is cleared with it.
  assert.deepEqual((await b.told()).slice(2), ["Alerting 500 cleared"]);
  const cleared = b.csms.requests("NotifyEvent").at(-1)?.eventData[0];
  assert.equal(cleared?.transactionId, "tx-1");
  b.set(POWER, "600");
  b.transaction(1, "tx-3");
  assert.equal((await b.told()).at(-1), "Alerting 600");
});

on("a value that shows the end of a transaction belongs to it, for a while and at its EVSE", {
  power: "500",
}, async (b) => {
  await b.setMonitors(
    { ...POWER, type: "Delta", value: 1, severity: 5 },
    { ...STATE, type: "Delta", value: 1, severity: 5 },
    { ...POWER, type: "Periodic", value: 1, severity: 6 },
  );
  const told = async () => {
    await b.told();
    return b.csms.requests("NotifyEvent").flatMap(({ eventData }) => eventData)
      .filter(({ trigger }) => trigger !== "Periodic")
      .map(({ actualValue, transactionId = "none" }) => `${actualValue} ${transactionId}`);
  };
  b.transaction(1, "tx-1");
  b.transaction(2, "tx-2");
  b.transaction(1, undefined);
  b.transaction(2, undefined);
  b.clock.advance(1000);
  b.set(POWER, "5");
  // Whether an EV is there is no matter of its transaction.
  b.set(STATE, "Occupied");
  assert.deepEqual(await told(), ["5 tx-1", "Occupied none"]);
  const periodic = b.csms.requests("NotifyEvent").flatMap(({ eventData }) => eventData)
    .find(({ trigger }) => trigger === "Periodic");
  assert.equal(periodic?.transactionId, undefined);
  b.clock.advance(9000);
  b.set(POWER, "50");
  assert.deepEqual((await told()).slice(2), ["50 none"]);
  // Another transaction counts more.
  b.transaction(1, "tx-3");
  b.transaction(1, undefined);
  b.transaction(1, "tx-4");
  b.clock.advance(LEAST_EVENT_INTERVAL_MS);
  b.set(POWER, "500");
  assert.deepEqual((await told()).slice(3), ["500 tx-4"]);
});

on("the alert of a transaction that ends at once is cleared when an event is allowed again", {
  power: "10",
}, async (b) => {
  await b.setMonitors({ ...UPPER, transaction: true });
  b.transaction(1, "tx-1");
  b.set(POWER, "500");
  b.clock.advance(1000);
  b.transaction(1, undefined);
  assert.deepEqual(await b.told(), ["Alerting 500"]);
  // The next transaction begins before: the alert goes on, and is cleared in it.
  b.transaction(1, "tx-2");
  b.clock.advance(1000);
  b.set(POWER, "10");
  b.clock.advance(LEAST_EVENT_INTERVAL_MS);
  assert.deepEqual(await b.told(), ["Alerting 500", "Alerting 10 cleared"]);
  b.clock.advance(LEAST_EVENT_INTERVAL_MS);
  b.set(POWER, "700");
  b.transaction(1, undefined);
  b.clock.advance(LEAST_EVENT_INTERVAL_MS);
  assert.deepEqual((await b.told()).slice(2), ["Alerting 700", "Alerting 700 cleared"]);
});

on("an alert that cannot be cleared at the end of its transaction is cleared when the CSMS can be told", {
  power: "10",
  variables: { OfflineQueuingSeverity: "0" },
}, async (b) => {
  await b.setMonitors({ ...UPPER, transaction: true });
  b.transaction(1, "tx-1");
  b.set(POWER, "500");
  assert.deepEqual(await b.told(), ["Alerting 500"]);
  b.csms.online = false;
  b.clock.advance(60_000);
  b.transaction(1, undefined);
  b.csms.online = true;
  b.block.online();
  assert.deepEqual(await b.told(), ["Alerting 500", "Alerting 500 cleared"]);
  b.block.online();
  b.clock.advance(60_000);
  assert.equal((await b.told()).length, 2);
});

on("connected but not accepted is like away: only what is queued is evaluated", {
  variables: { OfflineQueuingSeverity: "4" },
}, async (b) => {
  await b.setMonitors(UPPER, { ...STATE, type: "Periodic", value: 10, severity: 5 });
  b.registration.isAccepted = false;
  b.clock.advance(60_000);
  b.set(POWER, "500");
  assert.deepEqual(await b.told(), ["Alerting 500"]);
  b.registration.isAccepted = true;
  b.block.online();
  b.clock.advance(10_000);
  assert.deepEqual((await b.told()).slice(1), ["Periodic Available"]);
});

on("the disk refuses: nothing is set, cleared or changed, and the answers say so", {}, async (b) => {
  const [result] = await b.setMonitors(DELTA);
  b.db.statement("DROP TABLE custom_monitor").run();
  assert.deepEqual((await b.setMonitors(UPPER)).map(({ status }) => status), ["Rejected"]);
  assert.deepEqual(await b.clear(result!.id!), ["Rejected"]);
  assert.equal(await b.setBase("HardWiredOnly"), "Rejected");
  assert.deepEqual(await b.monitors(), [`${result!.id} Delta 1 5`]);
  assert.equal(b.log.messages("error").length, 3);
});

on("an event that the disk refuses is tried again with the next value", {}, async (b) => {
  await b.setMonitors(DELTA);
  b.db.statement("ALTER TABLE held_event RENAME TO away").run();
  b.set(STATE, "Occupied");
  assert.deepEqual(await b.told(), []);
  b.db.statement("ALTER TABLE away RENAME TO held_event").run();
  b.clock.advance(LEAST_EVENT_INTERVAL_MS);
  b.set(STATE, "Occupied");
  assert.deepEqual(await b.told(), ["Delta Occupied"]);
});

const FILE_DELTA = {
  type: "Delta",
  value: 1,
  severity: 5,
  transaction: false,
  origin: "PreconfiguredMonitor",
} as const;
const FILE_UPPER = {
  type: "UpperThreshold",
  value: 900,
  severity: 1,
  transaction: false,
  origin: "HardWiredMonitor",
} as const;
const FILES = { state: [FILE_DELTA], power: [FILE_UPPER] };

restarting(
  "an alert of before the restart is cleared after it, when the value has returned (N07.FR.14)",
  async (start) => {
    const before = await start({ power: "500" });
    await before.setMonitors(UPPER);
    assert.deepEqual(await before.told(), ["Alerting 500"]);
    const still = await start({ power: "500" });
    assert.deepEqual(await still.told(), []);
    const after = await start({ power: "20" });
    assert.deepEqual(await after.told(), ["Alerting 20 cleared"]);
  },
);

restarting("the alert of a transaction that ended while the process was away is cleared", async (start) => {
  const before = await start();
  await before.setMonitors({ ...UPPER, transaction: true });
  before.transaction(1, "tx-1");
  before.set(POWER, "500");
  assert.deepEqual(await before.told(), ["Alerting 500"]);
  const after = await start({ power: "0" });
  assert.deepEqual(await after.told(), ["Alerting 0 cleared"]);
  const later = await start({ power: "0" });
  assert.deepEqual(await later.told(), []);
});

restarting(
  "a hard-wired monitor of a file takes the place of the CSMS's, a preconfigured one gives way",
  async (start) => {
    let b = await start();
    await b.setMonitors({ ...UPPER, value: 50, severity: 1 }, DELTA);
    b = await start({ files: FILES });
    assert.deepEqual((await b.monitors()).sort(), ["2 Delta 1 5", "4 UpperThreshold 900 1"]);
    assert.match(b.log.messages("warning").join(), /a hard-wired one in its place/);
    b = await start({ files: FILES });
    assert.equal((await b.monitors()).length, 2);
  },
);

restarting("the base is a state: what it removed stays away, what All restores comes back", async (start) => {
  let b = await start({ files: FILES });
  assert.deepEqual(await b.monitors(), ["1 Delta 1 5", "2 UpperThreshold 900 1"]);
  await b.setMonitors({ ...DELTA, severity: 7 });
  assert.deepEqual(await b.clear(1, 2, 99), ["Accepted", "Rejected", "NotFound"]);
  b = await start({ files: FILES });
  assert.deepEqual(await b.monitors(), ["2 UpperThreshold 900 1", "3 Delta 1 7"]);
  assert.equal(await b.setBase("All"), "Accepted");
  assert.deepEqual((await b.monitors()).sort(), ["1 Delta 1 5", "2 UpperThreshold 900 1", "3 Delta 1 7"]);
  await b.setBase("HardWiredOnly");
  b = await start({ files: FILES });
  assert.deepEqual(await b.monitors(), ["2 UpperThreshold 900 1"]);
  assert.equal(
    b.deviceModel.text({
      component: { name: "MonitoringCtrlr" },
      variable: { name: "ActiveMonitoringBase" },
    }),
    "HardWiredOnly",
  );
  await b.setBase("FactoryDefault");
  b = await start({ files: FILES });
  assert.deepEqual((await b.monitors()).sort(), ["1 Delta 1 5", "2 UpperThreshold 900 1"]);
});

restarting(
  "a changed file changes its monitor, but not one that the CSMS put in its place",
  async (start) => {
    let b = await start({ files: FILES });
    await b.setMonitors({ ...DELTA, id: 1, value: 3 });
    b = await start({
      files: { state: [{ ...FILE_DELTA, value: 9 }], power: [{ ...FILE_UPPER, value: 800 }] },
    });
    assert.deepEqual((await b.monitors()).sort(), ["1 Delta 3 5", "2 UpperThreshold 800 1"]);
    await b.setBase("FactoryDefault");
    assert.deepEqual((await b.monitors()).sort(), ["1 Delta 9 5", "2 UpperThreshold 800 1"]);
    // Gone from the file, and back under another number: nothing is known of it any more.
    b = await start({ files: { state: [FILE_DELTA] } });
    b = await start({ files: FILES });
    assert.deepEqual((await b.monitors()).sort(), ["1 Delta 1 5", "3 UpperThreshold 900 1"]);
  },
);

restarting("a monitor on a variable that is gone is dropped and named", async (start) => {
  let b = await start();
  await b.setMonitors(UPPER, DELTA);
  b = await start({ withoutPower: true });
  assert.deepEqual(await b.monitors(), ["2 Delta 1 5"]);
  assert.match(b.log.messages("warning").join(), /removed: its variable cannot be monitored/);
  b = await start();
  assert.deepEqual(await b.monitors(), ["2 Delta 1 5"]);
});

restarting("a reference value of the file is where the first change counts from", async (start) => {
  const power = [{ ...FILE_DELTA, value: 50, reference: "100" }];
  const b = await start({ files: { power }, power: "200" });
  assert.deepEqual(await b.told(), ["Delta 200"]);
});

Deno.test("whatever is set, cleared, based and restarted, the disk and the report agree, and no id comes twice", async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("set" as const), severity: fc.nat(3), value: fc.nat(50) }),
    fc.record({
      kind: fc.constant("replace" as const),
      id: fc.nat(6),
      value: fc.nat(50),
      severity: fc.nat(3),
    }),
    fc.record({ kind: fc.constant("clear" as const), id: fc.nat(6) }),
    fc.record({
      kind: fc.constant("base" as const),
      base: fc.constantFrom("All" as const, "FactoryDefault" as const, "HardWiredOnly" as const),
    }),
    fc.record({ kind: fc.constant("restart" as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), (steps) =>
      withDirectory(async (directory) => {
        const setting = { directory, files: FILES };
        let b = await monitoringBench(setting);
        const given = new Set<number>([1, 2]);
        for (const one of steps) {
          if (one.kind === "set") {
            const [result] = await b.setMonitors({ ...UPPER, ...one, type: "Delta" });
            if (result?.id !== undefined) {
              assert.ok(!given.has(result.id), `id ${result.id} twice`);
              given.add(result.id);
            }
          }
          if (one.kind === "replace") await b.setMonitors({ ...UPPER, ...one, type: "Delta" });
          if (one.kind === "clear") await b.clear(one.id);
          if (one.kind === "base") await b.setBase(one.base);
          if (one.kind !== "restart") continue;
          const before = await b.monitors();
          b.close();
          b = await monitoringBench(setting);
          assert.deepEqual((await b.monitors()).sort(), before.sort());
        }
        const present = await b.monitors();
        assert.ok(present.includes("2 UpperThreshold 900 1"), "the hard-wired one is always there");
        b.close();
      })),
    { numRuns: 40 },
  );
});
