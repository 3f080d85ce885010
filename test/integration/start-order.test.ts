import assert from "node:assert/strict";
import { booted, queueEmptied } from "../conformance/harness/reusable-states.ts";
import type { StationOptions } from "../conformance/harness/station-under-test.ts";
import { FailingCommand } from "../fakes/everest/command-failures.ts";
import { assertNothingOpen, Bench, endsWithinASecond } from "./cut-off-bench.ts";

const MAPPED_SINK = { moduleId: "grid_connection_point", implementationId: "external_limits" };

/** What makes a start fail for good, and what the log says then. */
const FATAL: readonly (readonly [string, StationOptions, RegExp])[] = [
  [
    "an EVSE is connected in another place than its number",
    {
      everest: {
        evses: 2,
        connections: {
          evse_manager: [2, 1].map((evse) => ({
            moduleId: `evse_manager_${evse}`,
            implementationId: "evse",
          })),
        },
      },
    },
    /^evse_manager_2 is connected as EVSE 1 but has the id 2$/,
  ],
  [
    "an energy sink has no EVSE",
    { everest: { mappings: { grid_connection_point: null } } },
    /^grid_connection_point, connected as evse_energy_sink, has no EVSE mapping$/,
  ],
  [
    "an energy sink is for an EVSE that there is not",
    { everest: { mappings: { grid_connection_point: { module: { evse: 3 } } } } },
    /^grid_connection_point, connected as evse_energy_sink, is mapped to EVSE 3, which does not exist$/,
  ],
  ...["evse_manager", "auth", "system", "security"].map((requirement) =>
    [
      `nobody is connected as ${requirement}`,
      { everest: { connections: { [requirement]: [] } } },
      new RegExp(`^no module is connected to the requirement ${requirement}$`),
    ] as const
  ),
];

for (const [what, options, reason] of FATAL) {
  Deno.test(`a start where ${what} ends with status 1 and says so`, async () => {
    await using bench = await Bench.create(options);
    bench.start();
    const { exitCode } = await endsWithinASecond(bench.station);
    assert.equal(exitCode, 1);
    assert.match(String(bench.station.log.lines.at(-1)?.fields["reason"]), reason);
    await assertNothingOpen(bench);
  });
}

Deno.test("a start where connectors are not numbered 1, 2, … ends with status 1 and says so", async () => {
  await using bench = await Bench.create({});
  const { station } = bench;
  const evse = { moduleId: "evse_manager_1", implementationId: "evse" };
  const connectors = [{ id: 1 }, { id: 3 }];
  station.everest.client.sabotageCmd(
    evse,
    "get_evse",
    (answer) => void answer({ retval: { id: 1, connectors } }),
  );
  bench.start();
  assert.equal((await endsWithinASecond(station)).exitCode, 1);
  const { reason } = station.log.lines.at(-1)?.fields ?? {};
  assert.equal(reason, "evse_manager_1 numbers its connectors 1, 3 instead of 1, 2, …");
  await assertNothingOpen(bench);
});

Deno.test("a mapping may stand at the implementation of the sink", async () => {
  const mapping = { module: { evse: 2 }, implementations: { external_limits: { evse: 0 } } };
  await using bench = await Bench.create({
    everest: {
      mappings: { grid_connection_point: mapping },
      connections: { evse_energy_sink: [MAPPED_SINK] },
    },
  });
  bench.start();
  await booted(bench.station);
  const { args } = await bench.station.everest.record.call(({ command }) =>
    command === "set_external_limits"
  );
  assert(args["value"]);
});

Deno.test("the log says every ten seconds which EVSEs are missing; after a minute they are asked all the same", async () => {
  await using bench = await Bench.create({ everest: { evsesStart: "manual" } });
  const { station } = bench;
  bench.start();
  await station.clock.timerSet("evse-reminder");
  await station.evse(2).start();
  await station.settle();
  for (let seconds = 0; seconds < 60; seconds += 10) await station.pass(10_000);
  const reminders = station.log.lines.filter(({ message }) =>
    message === "waiting for EVSEs to become ready"
  );
  assert.deepEqual(reminders.map(({ fields }) => fields["missing"]), Array(6).fill(["evse_manager_1"]));
  await booted(station);
  // It comes up at last, and is let go then.
  await station.evse(1).start();
  await station.settle();
  await station.evse(1).plugIn();
  await station.csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Occupied");
});

Deno.test("what happens before the station runs is told in its order, and before what happens afterwards", async () => {
  await using bench = await Bench.create({ everest: { evsesStart: "manual" } });
  const { station } = bench;
  const { csms, everest, clock } = station;
  bench.start();
  await clock.timerSet("evse-reminder");
  const uuid = "early-session";
  const say = (event: string, more: Readonly<Record<string, unknown>> = {}) =>
    everest.client.publishVar("evse_manager_1", "evse", "session_event", {
      uuid,
      timestamp: new Date(clock.wallMs()).toISOString(),
      event,
      ...more,
    });
  const meter_value = {
    timestamp: new Date(clock.wallMs()).toISOString(),
    energy_Wh_import: { total: 1000 },
  };
  const id_tag = {
    id_token: { value: "RFID0001", type: "ISO14443" },
    authorization_type: "RFID",
    prevalidated: false,
  };
  await say("SessionStarted", { session_started: { reason: "EVConnected", meter_value } });
  await say("AuthRequired");
  for (let reading = 0; reading < 200; reading++) {
    await everest.client.publishVar("evse_manager_1", "evse", "powermeter", meter_value);
  }
  await say("Authorized", { authorization_event: { meter_value } });
  await say("TransactionStarted", { transaction_started: { id_tag, meter_value } });
  await say("PrepareCharging");
  await say("ChargingStarted", { charging_state_changed_event: { meter_value } });
  await station.settle();
  assert.equal(csms.connections, 0);
  for (const evse of everest.evses) await evse.start();
  const { payload: boot } = await csms.expect("BootNotification");
  assert.equal(boot.reason, "PowerUp");
  const first = await csms.expect("StatusNotification", ({ evseId }) => evseId === 1);
  // The first that the CSMS hears of the connector is what happened early.
  assert.equal(first.payload.connectorStatus, "Occupied");
  const started = await csms.expect("TransactionEvent");
  assert.equal(started.payload.eventType, "Started");
  assert.equal(started.payload.transactionInfo.transactionId, uuid);
  await csms.expect(
    "TransactionEvent",
    ({ transactionInfo }) => transactionInfo.chargingState === "Charging",
  );
  const numbers = csms.received("TransactionEvent").map(({ seqNo }) => seqNo);
  assert.deepEqual(numbers, numbers.map((_, index) => index));
});

Deno.test("a start that failed is repeated as if it were the first: the boot reason is still there", async () => {
  await using bench = await Bench.create({ everest: { bootReason: "RemoteReset" } });
  const { station } = bench;
  {
    const evse = { moduleId: "evse_manager_2", implementationId: "evse" };
    const answers = [{ retval: { id: 7, connectors: [] } }];
    using _failing = new FailingCommand(station.everest.client, evse, "get_evse", {
      what: "a wrong id",
      answers,
    });
    bench.start();
    assert.equal((await endsWithinASecond(station)).exitCode, 1);
  }
  // The whole of EVerest is started again, as its manager does when a module has failed.
  await station.everest.powerCut();
  bench.start();
  assert.equal((await station.csms.expect("BootNotification")).payload.reason, "RemoteReset");
  await station.csms.expect("StatusNotification", ({ evseId }) => evseId === 2);
});

Deno.test("a start that was ended before the global ready is taken up by the next process", async () => {
  await using bench = await Bench.create({ everest: { manager: { globalReady: "held" } } });
  const { station } = bench;
  const { manager, client, moduleId } = station.everest;
  bench.start();
  await manager.moduleReady;
  void station.stop();
  assert.equal((await endsWithinASecond(station)).exitCode, 0);
  const ready = client.next(`modules/${moduleId}/ready`);
  bench.start();
  await ready;
  await manager.allReady();
  await booted(station);
});

Deno.test("a restart of our process while a car charges: its session goes on, others are known, nothing is told twice", async () => {
  await using bench = await Bench.create({ everest: { evses: 3 } });
  const { station } = bench;
  const { csms, everest } = station;
  bench.start();
  await booted(station);
  await station.settle();
  await station.evse(1).plugIn();
  await everest.auth.swipe("RFID0001");
  await station.evse(1).startCharging();
  const charging = await csms.expect(
    "TransactionEvent",
    ({ transactionInfo }) => transactionInfo.chargingState === "Charging",
  );
  const { transactionId } = charging.payload.transactionInfo;
  await station.evse(2).plugIn();
  await csms.expect(
    "StatusNotification",
    ({ connectorStatus, evseId }) => evseId === 2 && connectorStatus === "Occupied",
  );
  await queueEmptied(station);
  const before = csms.received("TransactionEvent").length;

  void station.stop();
  assert.equal((await endsWithinASecond(station)).exitCode, 0);
  bench.start();
  await station.clock.fire("everest.dialect");
  await csms.expect("BootNotification");
  for (const [evse, status] of [[1, "Occupied"], [2, "Occupied"], [3, "Available"]] as const) {
    const { payload } = await csms.expect("StatusNotification", ({ evseId }) => evseId === evse);
    assert.equal(payload.connectorStatus, status, `EVSE ${evse}`);
  }
  await queueEmptied(station);
  assert.equal(csms.received("TransactionEvent").length, before);

  await station.evse(1).unplug();
  const ended = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  assert.equal(ended.payload.transactionInfo.transactionId, transactionId);
  const numbers = csms.received("TransactionEvent").map(({ seqNo }) => seqNo);
  assert.deepEqual(numbers, numbers.map((_, index) => index));
  // The cable that was plugged in before needs a token only.
  await everest.auth.swipe("RFID0002");
  const started = await csms.expect(
    "TransactionEvent",
    ({ eventType, evse }) => eventType === "Started" && evse?.id === 2,
  );
  assert.equal(started.payload.seqNo, 0);
});

Deno.test("EVSEs that came up while nobody listened are not waited for by the next process", async () => {
  await using bench = await Bench.create({ everest: { evsesStart: "manual", bootReason: "RemoteReset" } });
  const { station } = bench;
  bench.start();
  await station.clock.timerSet("evse-reminder");
  void station.stop();
  assert.equal((await endsWithinASecond(station)).exitCode, 0);
  for (const evse of station.everest.evses) await evse.start();
  bench.start();
  // The manager has cleared its definitions: after a while what it was last time counts.
  await station.clock.fire("everest.dialect");
  assert.equal((await station.csms.expect("BootNotification")).payload.reason, "RemoteReset");
  await station.settle();
  await station.evse(1).plugIn();
  await station.csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Occupied");
});
