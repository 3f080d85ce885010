import assert from "node:assert/strict";
import fc from "fast-check";
import { connectorId, evseId, transactionId } from "../../../../src/kernel/ids.ts";
import { MAX_RAISED_ERRORS, MAX_WAITING_EVENTS } from "../../../../src/kernel/limits.ts";
import type { ErrorEvent } from "../../../../src/station/availability/error-event.ts";
import { createErrorReports } from "../../../../src/station/availability/error-reports.ts";
import { createEventReporter } from "../../../../src/station/events/event-reporter.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";
import { MemoryErrors } from "./memory-errors.ts";

const NOW = Date.parse("2026-01-15T10:00:00.000Z");

interface Setting {
  readonly variables?: Readonly<Record<string, string>>;
  readonly store?: MemoryErrors;
  readonly transactionOnEvse1?: string;
}

function bench({ variables = {}, store = new MemoryErrors(), transactionOnEvse1 }: Setting = {}) {
  const csms = new FakeCsms();
  const clock = new FakeClock(NOW);
  const deviceModel = new FakeDeviceModel(variables);
  const log = new RecordingLogger();
  const transaction = transactionOnEvse1 && { transactionId: transactionId(transactionOnEvse1) };
  const reporter = createEventReporter({
    ...{ csms, clock, log, store: store.events },
    queuingSeverity: () => Number(variables["MonitoringCtrlr.OfflineQueuingSeverity"] ?? 9),
    maxMessageBytes: () => 32_000,
  });
  const reports = createErrorReports({
    ...{ clock, deviceModel, log, store, events: reporter },
    layout: [
      { id: evseId(1), connectors: [{ id: connectorId(1) }] },
      { id: evseId(2), connectors: [{ id: connectorId(1) }, { id: connectorId(2) }] },
    ],
    transactionOn: (evse) => evse === 1 && transaction ? transaction : undefined,
  });
  return {
    ...{ csms, clock, deviceModel, log, store, reports, reporter },
    take(state: ErrorEvent["state"], extra: Partial<ErrorEvent> = {}) {
      return reports.apply({
        ...{ identity: "e", state, subject: { variable: "Problem" }, trigger: "Alerting", severity: 3 },
        ...{ techCode: "CX004", timestampMs: NOW, effect: "none", ...extra },
      });
    },
    events: () => csms.requests("NotifyEvent").flatMap(({ eventData }) => eventData),
    /** `+code` is a raise, `-code` a clear. */
    told: () =>
      csms.requests("NotifyEvent").flatMap(({ eventData }) => eventData)
        .map(({ cleared, techCode }) => `${cleared ? "-" : "+"}${techCode}`).join(" "),
    async drain() {
      csms.online = true;
      csms.always("NotifyEvent", {});
      reporter.release();
      for (let i = 0; i < 400; i++) await settled();
    },
  };
}

Deno.test("an error is told as an event on its own, with its number and the time it was raised", async () => {
  const b = bench();
  b.take("raised", { evseId: evseId(1), techInfo: "hot", timestampMs: NOW - 5000 });
  await settled();
  assert.deepEqual(b.csms.requests("NotifyEvent"), [{
    generatedAt: "2026-01-15T10:00:00.000Z",
    seqNo: 0,
    eventData: [{
      eventId: 40,
      timestamp: "2026-01-15T09:59:55.000Z",
      trigger: "Alerting",
      actualValue: "true",
      techCode: "CX004",
      techInfo: "hot",
      cleared: false,
      eventNotificationType: "HardWiredNotification",
      component: { name: "EVSE", evse: { id: 1 } },
      variable: { name: "Problem" },
    }],
  }]);
});

Deno.test("the value that an error gives its variable is cut as all values are", async () => {
  const b = bench({
    variables: { "DeviceDataCtrlr.ReportingValueSize": "3" },
  });
  b.take("raised", { evseId: evseId(1) });
  await settled();
  assert.equal(b.events()[0]?.actualValue, "tru");
});

Deno.test("an error belongs to the station, the EVSE or the connector, as far as its origin says", async () => {
  const at = async (extra: Partial<ErrorEvent>) => {
    const b = bench();
    b.take("raised", extra);
    await settled();
    const { component, variable } = b.events()[0]!;
    return { ...component, variable: variable.name };
  };
  const evse2 = { evseId: evseId(2) };
  const connector22 = { ...evse2, connectorId: connectorId(2) };
  assert.deepEqual(await at({}), { name: "ChargingStation", variable: "Problem" });
  assert.deepEqual(await at(evse2), { name: "EVSE", evse: { id: 2 }, variable: "Problem" });
  assert.deepEqual(await at(connector22), {
    name: "Connector",
    evse: { id: 2, connectorId: 2 },
    variable: "Problem",
  });
  // The CSMS knows of no such EVSE or connector.
  assert.equal((await at({ evseId: evseId(9) })).name, "ChargingStation");
  assert.equal((await at({ ...evse2, connectorId: connectorId(9) })).name, "EVSE");

  const rcd = (place: Partial<ErrorEvent>, at_?: "station" | "evse" | "connector") =>
    at({
      ...place,
      subject: { component: "RCD", instance: "A", variable: "Tripped", ...(at_ && { at: at_ }) },
    });
  const tripped = { name: "RCD", instance: "A", variable: "Tripped" };
  assert.deepEqual(await rcd({}), tripped);
  assert.deepEqual(await rcd({}, "connector"), tripped);
  assert.deepEqual(await rcd(connector22), { ...tripped, evse: { id: 2, connectorId: 2 } });
  assert.deepEqual(await rcd(connector22, "station"), tripped);
  assert.deepEqual(await rcd(connector22, "evse"), { ...tripped, evse: { id: 2 } });
  // The only connector of an EVSE need not be named; of several nobody knows which one it is.
  assert.deepEqual(await rcd({ evseId: evseId(1) }, "connector"), {
    ...tripped,
    evse: { id: 1, connectorId: 1 },
  });
  assert.deepEqual(await rcd(evse2, "connector"), { ...tripped, evse: { id: 2 } });
});

Deno.test("over-long codes and texts are cut off", async () => {
  const b = bench();
  b.take("raised", { techCode: "x".repeat(60), techInfo: "y".repeat(600) });
  await settled();
  const [event] = b.events();
  assert.deepEqual([event?.techCode?.length, event?.techInfo?.length], [50, 500]);
});

Deno.test("the transaction that goes on at the EVSE is named", async () => {
  const b = bench({ transactionOnEvse1: "tx-1" });
  b.csms.always("NotifyEvent", {});
  b.take("raised", { identity: "a", evseId: evseId(1) });
  b.take("raised", { identity: "b", evseId: evseId(2) });
  b.take("raised", { identity: "c" });
  await settled();
  await settled();
  assert.deepEqual(b.events().map((event) => event.transactionId), ["tx-1", undefined, undefined]);
});

Deno.test("a repeated raise and the clear of what is not raised are not told", async () => {
  const b = bench();
  b.csms.always("NotifyEvent", {});
  assert.equal(b.take("cleared"), undefined);
  assert.ok(b.take("raised"));
  assert.equal(b.take("raised", { techInfo: "again" }), undefined);
  assert.ok(b.take("cleared"));
  assert.equal(b.take("cleared"), undefined);
  await settled();
  await settled();
  assert.equal(b.told(), "+CX004 -CX004");
});

Deno.test("a clear happens now, and is about what the raise was about, whatever the map says by then", async () => {
  const b = bench();
  b.csms.always("NotifyEvent", {});
  b.take("raised", { evseId: evseId(1), subject: { component: "RCD", variable: "Tripped" } });
  b.clock.advance(7000);
  b.take("cleared", { techCode: "other", severity: 9 });
  for (let i = 0; i < 3; i++) await settled();
  const [, event] = b.events();
  assert.equal(event?.timestamp, "2026-01-15T10:00:07.000Z");
  assert.deepEqual([event?.component.name, event?.variable.name, event?.techCode, event?.actualValue], [
    "RCD",
    "Tripped",
    "CX004",
    "false",
  ]);
});

Deno.test("a variable is true while any error that concerns it is raised, and the event says what it is", async () => {
  const b = bench();
  b.csms.always("NotifyEvent", {});
  const values = () => ["RCD[1].Tripped", "EVSE[1].Problem"].map((name) => b.deviceModel.values.get(name));
  const subject = { component: "RCD", variable: "Tripped", at: "evse" } as const;
  const place = { evseId: evseId(1) };
  b.take("raised", { identity: "a", ...place, subject });
  assert.deepEqual(values(), ["true", "true"]);
  b.take("raised", { identity: "b", ...place, subject });
  b.take("raised", { identity: "c", ...place });
  b.take("cleared", { identity: "a" });
  assert.deepEqual(values(), ["true", "true"]);
  b.take("cleared", { identity: "b" });
  assert.deepEqual(values(), ["false", "true"]);
  b.take("cleared", { identity: "c" });
  assert.deepEqual(values(), ["false", "false"]);
  for (let i = 0; i < 6; i++) await settled();
  assert.deepEqual(b.events().map(({ actualValue, cleared }) => [actualValue, cleared]), [
    ["true", false],
    ["true", false],
    ["true", false],
    ["true", true],
    ["false", true],
    ["false", true],
  ]);
});

Deno.test("less severe errors than the CSMS wants to hear of are not told, and neither is their end (N05.FR.03)", async () => {
  const b = bench({ variables: { "MonitoringCtrlr.ActiveMonitoringLevel": "5" } });
  b.csms.always("NotifyEvent", {});
  b.take("raised", { identity: "loud", severity: 5, techCode: "loud" });
  b.take("raised", { identity: "low", severity: 6, techCode: "low" });
  assert.equal(b.deviceModel.values.get("ChargingStation.Problem"), "true");
  b.deviceModel.values.set("MonitoringCtrlr.ActiveMonitoringLevel", "9");
  b.take("cleared", { identity: "low" });
  b.take("cleared", { identity: "loud" });
  for (let i = 0; i < 4; i++) await settled();
  assert.equal(b.told(), "+loud -loud");
});

Deno.test("what happened while the CSMS could not be told is told in order; of minor errors what is still true (N07.FR.04)", async () => {
  const b = bench({ variables: { "MonitoringCtrlr.OfflineQueuingSeverity": "4" } });
  b.csms.online = false;
  b.take("raised", { identity: "minor", techCode: "minor", severity: 5 });
  b.take("raised", { identity: "severe", techCode: "severe", severity: 4 });
  b.take("raised", { identity: "stays", techCode: "stays", severity: 9 });
  b.take("cleared", { identity: "severe" });
  b.take("cleared", { identity: "minor" });
  await settled();
  await b.drain();
  assert.equal(b.told(), "+severe +stays -severe");
  assert.deepEqual(b.events().map(({ eventId }) => eventId), [41, 42, 43]);
  assert.deepEqual(b.store.events.load(), []);
});

Deno.test("the clear of a raise that perhaps arrived is told, although nobody confirmed the raise", async () => {
  const b = bench({ variables: { "MonitoringCtrlr.OfflineQueuingSeverity": "0" } });
  b.take("raised");
  await settled();
  b.csms.online = false;
  await b.csms.settle("NotifyEvent", { kind: "timeout" });
  b.take("cleared");
  await settled();
  await b.drain();
  assert.equal(b.told(), "+CX004 +CX004 -CX004");
  assert.deepEqual(b.events().map(({ eventId }) => eventId), [40, 40, 41]);
});

Deno.test("events wait for each other, and one that nobody answered is repeated with the same number", async () => {
  const b = bench();
  b.take("raised");
  b.take("cleared");
  await settled();
  assert.equal(b.told(), "+CX004");
  await b.csms.settle("NotifyEvent", { kind: "timeout" });
  b.clock.advance(60_000);
  await settled();
  await b.csms.answer("NotifyEvent", {});
  await b.csms.settle("NotifyEvent", { kind: "error", code: "InternalError", description: "" });
  b.clock.advance(600_000);
  assert.deepEqual(b.events().map(({ eventId }) => eventId), [40, 40, 41]);
});

Deno.test("a reconnect repeats what waits for its repetition, which then does not come", async () => {
  const b = bench();
  b.take("raised");
  await settled();
  await b.csms.settle("NotifyEvent", { kind: "timeout" });
  assert.equal(b.clock.pending().length, 1);
  b.reporter.release();
  await settled();
  await b.csms.answer("NotifyEvent", {});
  assert.equal(b.told(), "+CX004 +CX004");
  assert.deepEqual(b.clock.pending(), []);
});

Deno.test("a CSMS that is back before the old connection's answer is given up gets the event at once", async () => {
  const b = bench();
  b.take("raised");
  await settled();
  b.reporter.release();
  await b.csms.settle("NotifyEvent", { kind: "timeout" });
  assert.equal(b.told(), "+CX004 +CX004");
  await b.csms.answer("NotifyEvent", {});
  assert.deepEqual(b.store.events.load(), []);
  assert.deepEqual(b.clock.pending(), []);
});

Deno.test("a process that was killed left its events behind: they are told under their old numbers", async () => {
  const store = new MemoryErrors();
  const before = bench({ store });
  before.csms.online = false;
  before.take("raised", { identity: "a", techCode: "a" });
  before.take("raised", { identity: "b", techCode: "b" });
  await settled();
  const after = bench({ store });
  after.csms.online = false;
  after.reports.loadInherited();
  assert.equal(after.deviceModel.values.get("ChargingStation.Problem"), "true");
  after.take("cleared", { identity: "a" });
  after.take("raised", { identity: "b", techCode: "b" });
  after.take("raised", { identity: "c", techCode: "c" });
  await settled();
  await after.drain();
  assert.equal(after.told(), "+a +b -a +c");
  assert.deepEqual(after.events().map(({ eventId }) => eventId), [40, 41, 42, 43]);
  assert.equal(after.deviceModel.values.get("ChargingStation.Problem"), "true");
});

Deno.test("the first event that a killed process left behind may have been sent: its clear is told", async () => {
  const store = new MemoryErrors();
  const variables = { "MonitoringCtrlr.OfflineQueuingSeverity": "0" };
  const before = bench({ store });
  before.take("raised", { identity: "a", techCode: "a" });
  before.take("raised", { identity: "b", techCode: "b" });
  await settled();
  const after = bench({ store, variables });
  after.csms.online = false;
  after.reports.loadInherited();
  after.take("cleared", { identity: "a" });
  after.take("cleared", { identity: "b" });
  await settled();
  await after.drain();
  assert.equal(after.told(), "+a -a");
});

Deno.test("what an event of an earlier process is about can be read, also when the error is over", async () => {
  const store = new MemoryErrors();
  const before = bench({ store });
  before.csms.online = false;
  const error = { subject: { component: "RCD", variable: "Tripped" } };
  before.take("raised", error);
  before.take("cleared", error);
  await settled();
  assert.equal(bench({ store }).deviceModel.values.get("RCD.Tripped"), "false");
  // What the station maker says about a variable stays as it is.
  assert.equal(bench({ store, variables: { "RCD.Tripped": "" } }).deviceModel.values.get("RCD.Tripped"), "");
});

Deno.test("when all modules are new, what the CSMS knew of is told to be over, and what is not is raised anew", async () => {
  const store = new MemoryErrors();
  const before = bench({ store });
  before.csms.always("NotifyEvent", {});
  before.take("raised", {
    identity: "gone",
    techCode: "gone",
    subject: { component: "RCD", variable: "Tripped" },
  });
  before.take("raised", { identity: "again", techCode: "again" });
  for (let i = 0; i < 3; i++) await settled();
  assert.equal(before.told(), "+gone +again");
  const after = bench({ store });
  after.csms.always("NotifyEvent", {});
  after.reports.clearAll();
  after.take("raised", { identity: "again", techCode: "again" });
  for (let i = 0; i < 5; i++) await settled();
  assert.equal(after.told(), "-gone -again +again");
  // The CSMS can read what it was told.
  assert.equal(after.deviceModel.values.get("RCD.Tripped"), "false");
  assert.equal(after.deviceModel.values.get("ChargingStation.Problem"), "true");
});

Deno.test("10 000 errors that come and go offline: the limit is kept, the severe ones are told", async () => {
  const b = bench({ variables: { "MonitoringCtrlr.OfflineQueuingSeverity": "9" } });
  b.csms.online = false;
  for (let i = 0; i < 5000; i++) {
    const severe = i % 1000 === 0;
    const error = { identity: String(i), techCode: String(i), severity: severe ? 0 : 6 };
    b.take("raised", error);
    b.take("cleared", error);
    if (i % 100 === 0) await settled();
  }
  b.take("raised", { identity: "now", techCode: "now", severity: 9 });
  await settled();
  assert.ok(b.store.events.load().length <= MAX_WAITING_EVENTS + 1);
  assert.equal(b.log.messages("warning").length, 1);
  await b.drain();
  const told = b.told().split(" ");
  assert.deepEqual(b.log.lines.at(-1)?.fields, { count: 10_001 - told.length });
  assert.ok(told.length <= MAX_WAITING_EVENTS + 1, String(told.length));
  for (const code of ["+0", "-0", "+1000", "-4000", "+4999", "-4999", "+now"]) {
    assert.ok(told.includes(code), code);
  }
});

Deno.test("10 000 errors at once: the first are told, the others are complained about once", async () => {
  const b = bench();
  b.csms.online = false;
  for (let i = 0; i < 10_000; i++) b.take("raised", { identity: String(i), techCode: String(i) });
  assert.equal(b.take("cleared", { identity: String(MAX_RAISED_ERRORS) }), undefined);
  await settled();
  assert.equal(b.store.events.load().length, MAX_RAISED_ERRORS);
  assert.equal(b.log.messages("error").length, 1);
  // Room again.
  assert.ok(b.take("cleared", { identity: "0" }));
  assert.ok(b.take("raised", { identity: "late" }));
});

Deno.test("whatever comes, goes, is lost or restarted, the CSMS ends up knowing what is raised", async () => {
  const step = fc.record({
    identity: fc.constantFrom("a", "b", "c"),
    state: fc.constantFrom("raised" as const, "cleared" as const),
    link: fc.constantFrom("up", "down", "silent", "same"),
    restart: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.nat(9), async (steps, severity) => {
      const store = new MemoryErrors();
      const setting = { store, variables: { "MonitoringCtrlr.OfflineQueuingSeverity": String(severity) } };
      const known = new Set<string>();
      const raised = new Set<string>();
      const hear = (b: ReturnType<typeof bench>) => {
        for (const { techCode = "", cleared } of b.events()) {
          cleared ? known.delete(techCode) : known.add(techCode);
        }
        b.csms.sent.length = 0;
      };
      let b = bench(setting);
      for (const { identity, state, link, restart } of steps) {
        if (restart) {
          hear(b);
          b = bench(setting);
          b.csms.online = false;
          b.reports.loadInherited();
        }
        if (link === "down") b.csms.online = false;
        if (link === "up") await b.drain();
        if (link === "silent") b.csms.online = true;
        b.take(state, { identity, techCode: identity, severity: 5 });
        state === "raised" ? raised.add(identity) : raised.delete(identity);
        await settled();
        hear(b);
      }
      hear(b);
      b = bench(setting);
      b.reports.loadInherited();
      await b.drain();
      hear(b);
      assert.deepEqual([...known].sort(), [...raised].sort());
      assert.deepEqual(store.events.load(), []);
    }),
    { numRuns: 60 },
  );
});
