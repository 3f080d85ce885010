import assert from "node:assert/strict";
import { type EverestOptions, type EverestSimulation, startEverest } from "../fakes/everest/start-everest.ts";
import { type BusClient, connectBusClient, NO_REPLY } from "../fakes/mqtt/bus-client.ts";
import { FakeClock } from "../fakes/fake-clock.ts";

interface SeenEvent {
  readonly event: string;
  readonly uuid: string;
  readonly [part: string]: unknown;
}

/** A module in the place of ours: says yes to every token and keeps what the EVSEs tell. */
class Probe {
  readonly events: SeenEvent[] = [];
  answer: Record<string, unknown> | typeof NO_REPLY = {
    authorization_status: "Accepted",
    tariff_messages: [],
  };

  constructor(readonly client: BusClient, private readonly moduleId: string) {
    client.on("modules/+/impl/evse/var/session_event", ({ json }) => {
      this.events.push((json as { data: { data: SeenEvent } }).data.data);
    });
    client.onCmd(moduleId, "auth_validator", "validate_token", () => this.answer);
  }

  /** The events since the last call, by name. */
  names(): string[] {
    return this.events.splice(0).map(({ event }) => event);
  }

  call(module: string, implementation: string, command: string, args: unknown = null) {
    return this.client.call(module, implementation, command, args, this.moduleId);
  }

  async boot(everest: EverestSimulation): Promise<void> {
    const waiting = everest.evses.map(({ moduleId }) =>
      this.client.next(`modules/${moduleId}/impl/evse/var/waiting_for_external_ready`)
    );
    await this.client.publishRaw("everest/modules/ocpp/ready", '{"data":true,"msg_type":"ModuleReady"}');
    await Promise.all(waiting);
    for (const { moduleId } of everest.evses) {
      await this.call(moduleId, "evse", "external_ready_to_start_charging");
    }
  }
}

async function withEverest(
  body: (everest: EverestSimulation, probe: Probe, clock: FakeClock) => Promise<void>,
  options: EverestOptions = {},
): Promise<void> {
  const clock = new FakeClock();
  const everest = await startEverest({ clock, ...options });
  const probe = new Probe(await connectBusClient(everest.address, everest.prefix), everest.moduleId);
  try {
    await probe.boot(everest);
    await body(everest, probe, clock);
    await probe.client.settled();
  } finally {
    await probe.client.close();
    await everest.stop();
  }
}

/** Fires the timer and waits until everything it caused is on the bus. */
async function pass(clock: FakeClock, probe: Probe, timer: string, last: string): Promise<void> {
  const done = probe.client.next(
    "modules/+/impl/evse/var/session_event",
    ({ json }) => (json as { data: { data: SeenEvent } }).data.data.event === last,
  );
  await clock.fire(timer);
  await done;
}

Deno.test("plug, swipe, charge, pause, swipe, unplug: the events of the recorded run", () =>
  withEverest(async (everest, probe, clock) => {
    const evse = everest.evse(1);
    await evse.plugIn();
    assert.equal(await everest.auth.swipe("RFID0001"), "UsedToStart");
    await pass(clock, probe, "everest.evse-1.charge", "ChargingStarted");
    await evse.pauseEv();
    assert.equal(await everest.auth.swipe("RFID0001"), "UsedToStop");
    await pass(clock, probe, "everest.evse-1.stop", "TransactionFinished");
    await evse.unplug();
    await probe.client.settled();
    const seen = [...probe.events];
    assert.deepEqual(probe.names(), [
      "SessionStarted",
      "AuthRequired",
      "Authorized",
      "TransactionStarted",
      "PrepareCharging",
      "ChargingStarted",
      "StoppingCharging",
      "ChargingPausedEV",
      "ChargingFinished",
      "TransactionFinished",
      "SessionFinished",
    ]);
    assert.equal(new Set(seen.map(({ uuid }) => uuid)).size, 1);
    const finished = seen[9]?.transaction_finished as { reason: string; id_tag: { id_token: unknown } };
    assert.equal(finished.reason, "Local");
    assert.deepEqual(finished.id_tag.id_token, { value: "RFID0001", type: "ISO14443" });
  }));

Deno.test("a token before the cable, and a token that nobody plugged in for", () =>
  withEverest(async (everest, probe, clock) => {
    await probe.call("auth", "main", "set_connection_timeout", { connection_timeout: 10 });
    assert.equal(await everest.auth.swipe("RFID0001"), "UsedToStart");
    await everest.evse(1).plugIn();
    await everest.auth.swipe("RFID0002");
    await pass(clock, probe, "everest.auth.connection-timeout-2", "SessionFinished");
    assert.deepEqual(probe.names(), [
      ...["SessionStarted", "Authorized", "AuthRequired", "TransactionStarted", "PrepareCharging"],
      ...["SessionStarted", "Authorized", "ChargingStarted", "Deauthorized", "SessionFinished"],
    ]);
  }));

Deno.test("a rejected token starts nothing", () =>
  withEverest(async (everest, probe) => {
    probe.answer = { authorization_status: "Blocked", tariff_messages: [] };
    await everest.evse(1).plugIn();
    assert.equal(await everest.auth.swipe("BAD"), "Rejected");
    assert.equal(everest.evse(1).candidacy, "waitsForToken");
  }));

Deno.test("a token from the CSMS goes to the EVSE it names, without a question when prevalidated", () =>
  withEverest(async (everest, probe) => {
    probe.answer = { authorization_status: "Blocked", tariff_messages: [] };
    await everest.evse(1).plugIn();
    await everest.evse(2).plugIn();
    const started = probe.client.next(
      "modules/evse_manager_2/impl/evse/var/session_event",
      ({ json }) => (json as { data: { data: SeenEvent } }).data.data.event === "TransactionStarted",
    );
    await probe.client.publishVar("ocpp", "auth_provider", "provided_token", {
      id_token: { value: "REMOTE", type: "Central" },
      authorization_type: "OCPP",
      prevalidated: true,
      request_id: 7,
      connectors: [2],
    });
    const { data } = (await started).json as { data: { data: { transaction_started: { id_tag: unknown } } } };
    assert.deepEqual(data.data.transaction_started.id_tag, {
      ...{ id_token: { value: "REMOTE", type: "Central" }, authorization_type: "OCPP", prevalidated: true },
      ...{ request_id: 7, connectors: [2] },
    });
  }));

Deno.test("stop_transaction answers first and then ends; without a transaction it is refused", () =>
  withEverest(async (everest, probe, clock) => {
    const stop = () =>
      probe.call("evse_manager_1", "evse", "stop_transaction", { request: { reason: "Remote" } });
    await everest.evse(1).plugIn();
    assert.deepEqual(await stop(), { kind: "result", value: false });
    await everest.auth.swipe("RFID0001");
    assert.deepEqual(await stop(), { kind: "result", value: true });
    assert.equal(everest.evse(1).candidacy, "inTransaction");
    await pass(clock, probe, "everest.evse-1.stop", "TransactionFinished");
    assert.equal(everest.evse(1).candidacy, "unusable");
  }));

Deno.test("a fault is two errors, suspends charging, and is cleared again", () =>
  withEverest(async (everest, probe, clock) => {
    const errors: string[] = [];
    probe.client.on("modules/+/impl/+/error/#", ({ json }) => {
      const { data } = json as { data: { type: string; state: string; origin: { module_id: string } } };
      errors.push(`${data.origin.module_id} ${data.type} ${data.state}`);
    });
    await everest.evse(1).plugIn();
    await everest.auth.swipe("RFID0001");
    await pass(clock, probe, "everest.evse-1.charge", "ChargingStarted");
    await everest.evse(1).fault("evse_board_support/MREC8EmergencyStop");
    await everest.evse(1).clearFault("evse_board_support/MREC8EmergencyStop");
    await probe.client.settled();
    assert.deepEqual(errors, [
      "yeti_driver_1 evse_board_support/MREC8EmergencyStop Active",
      "evse_manager_1 evse_manager/Inoperative Active",
      "yeti_driver_1 evse_board_support/MREC8EmergencyStop ClearedByModule",
      "evse_manager_1 evse_manager/Inoperative ClearedByModule",
    ]);
    assert.deepEqual(probe.events.at(-1)?.charging_paused_evse, { reasons: [1] });
  }));

Deno.test("after a power cut the EVSE ends what it remembers, and sees the cable after external ready", () =>
  withEverest(async (everest, probe, clock) => {
    await everest.evse(1).plugIn();
    await everest.auth.swipe("RFID0001");
    await probe.client.settled();
    const uuid = probe.events.at(-1)?.uuid;
    probe.names();
    await everest.powerCut();
    const back = probe.client.next(
      "modules/evse_manager_1/impl/evse/var/session_event",
      ({ json }) => (json as { data: { data: SeenEvent } }).data.data.event === "AuthRequired",
    );
    await probe.boot(everest);
    await clock.fire("everest.evse-1.cable");
    await back;
    const [resumed, finished, started] = probe.events;
    assert.deepEqual([resumed?.event, resumed?.uuid], ["SessionResumed", uuid]);
    assert.deepEqual([finished?.event, finished?.uuid], ["TransactionFinished", ""]);
    assert.equal((finished?.transaction_finished as { reason: string }).reason, "PowerLoss");
    assert.equal(started?.event, "SessionStarted");
    assert.notEqual(started?.uuid, uuid);
  }));

Deno.test("a reserved EVSE tells so, and a used reservation ends without an event", () =>
  withEverest(async (everest, probe) => {
    await everest.evse(1).reserve(5);
    await everest.evse(1).plugIn();
    await everest.auth.swipe("RFID0001");
    await everest.evse(2).reserve(6);
    await everest.evse(2).endReservation();
    await probe.client.settled();
    const started = probe.events.find(({ event }) => event === "TransactionStarted");
    assert.equal((started?.transaction_started as { reservation_id: number }).reservation_id, 5);
    assert.deepEqual(probe.names().filter((name) => name.startsWith("Reservation")), [
      "ReservationStart",
      "ReservationStart",
      "ReservationEnd",
    ]);
  }));

Deno.test("a disabled EVSE starts no session until it is enabled", () =>
  withEverest(async (everest, probe) => {
    const source = (state: string) => ({
      connector_id: 1,
      cmd_source: { enable_source: "CSMS", enable_state: state, enable_priority: 5000 },
    });
    const enable = (state: string) => probe.call("evse_manager_1", "evse", "enable_disable", source(state));
    assert.deepEqual(await enable("Disable"), { kind: "result", value: false });
    await everest.evse(1).plugIn();
    assert.equal(await everest.auth.swipe("RFID0001"), "UsedToStart"); // EVSE 2 takes it
    assert.deepEqual(await enable("Enable"), { kind: "result", value: true });
    await probe.client.settled();
    assert.deepEqual(probe.names(), [
      ...["Disabled", "SessionStarted", "Authorized", "Enabled", "SessionStarted", "AuthRequired"],
    ]);
  }));

Deno.test("the meter counts what the EV draws", () =>
  withEverest(async (everest, probe, clock) => {
    await everest.evse(1).plugIn();
    await everest.auth.swipe("RFID0001");
    await pass(clock, probe, "everest.evse-1.charge", "ChargingStarted");
    const hour = probe.client.next("modules/evse_manager_1/impl/evse/var/powermeter", ({ json }) =>
      (json as { data: { data: { energy_Wh_import: { total: number } } } }).data.data.energy_Wh_import.total >
        11000);
    clock.advance(3_600_000);
    await hour;
    assert.equal(Math.round(everest.evse(1).meter.wattHours), 16 * 230 * 3);
  }, { evse: { meterIntervalMs: 600_000 } }));

Deno.test("a group token and the master pass stop what others started", () =>
  withEverest(async (everest, probe, clock) => {
    await probe.call("auth", "main", "set_master_pass_group_id", { master_pass_group_id: "MASTER" });
    const group = (value: string) => ({ parent_id_token: { value, type: "Central" } });
    probe.answer = { authorization_status: "Accepted", tariff_messages: [], ...group("G1") };
    await everest.evse(1).plugIn();
    await everest.auth.swipe("A");
    assert.equal(await everest.auth.swipe("B"), "UsedToStop");
    await pass(clock, probe, "everest.evse-1.stop", "TransactionFinished");
    await everest.evse(2).plugIn();
    await everest.auth.swipe("C");
    probe.answer = { authorization_status: "Accepted", tariff_messages: [], ...group("MASTER") };
    assert.equal(await everest.auth.swipe("M"), "UsedToStop");
    await pass(clock, probe, "everest.evse-2.stop", "TransactionFinished");
    const reasons = probe.events.flatMap(({ transaction_finished }) =>
      transaction_finished ? [(transaction_finished as { reason: string }).reason] : []
    );
    assert.deepEqual(reasons, ["Local", "MasterPass"]);
  }));

Deno.test("a module that dies in the middle of a validation lets nobody in", () =>
  withEverest(async (everest, probe) => {
    probe.answer = NO_REPLY;
    await everest.evse(1).plugIn();
    const outcome = everest.auth.swipe("RFID0001");
    await everest.powerCut();
    assert.equal(await outcome, "Rejected");
  }));

Deno.test("whatever is illegal on the bus fails the stop, with what and where", async () => {
  const everest = await startEverest({ clock: new FakeClock() });
  const probe = new Probe(await connectBusClient(everest.address, everest.prefix), everest.moduleId);
  await probe.boot(everest);
  await probe.call("auth", "main", "set_connection_timeout", { connection_timeout: 5 });
  await probe.call("evse_manager_1", "evse", "force_unlock", { connector_id: 1, hurry: true });
  await probe.client.publishVar("ocpp", "ocpp_generic", "is_connected", "yes");
  await probe.client.publishVar("ocpp", "auth_validator", "mood", 1);
  void probe.call("system", "main", "explode");
  await everest.record.call(({ command }) => command === "explode");
  await probe.client.close();
  await assert.rejects(everest.stop(), (error: Error) => {
    const found = error.message.split("\n").slice(1).sort();
    assert.deepEqual(found, [
      "ocpp calls auth: auth.set_connection_timeout: connection_timeout: is not within 10..300",
      "ocpp calls evse_manager_1: evse_manager.force_unlock: hurry: is not declared",
      "ocpp calls system: system has no command explode",
      "ocpp publishes: auth_token_validator has no variable mood",
      'ocpp publishes: ocpp.is_connected: must be true or false, is "yes"',
    ]);
    return true;
  });
  assert.deepEqual(everest.record.callsOf("force_unlock")[0]?.args, { connector_id: 1, hurry: true });
});
