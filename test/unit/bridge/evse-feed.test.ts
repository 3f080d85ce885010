import assert from "node:assert/strict";
import { evseManager } from "../../../src/everest/interfaces/evse-manager.ts";
import { iso15118Extensions } from "../../../src/everest/interfaces/iso15118-extensions.ts";
import { connectorId, evseId } from "../../../src/kernel/ids.ts";
import type { EvseEvent, MeterReading } from "../../../src/station/evse-event.ts";
import { feedEvse } from "../../../src/bridge/evse-feed.ts";
import { awaitEvses } from "../../../src/bridge/evses-ready.ts";
import { feedIso15118 } from "../../../src/bridge/iso15118-feed.ts";
import type { LiveValue, SupplyCapacity } from "../../../src/bridge/live-variables.ts";
import { connectionTo, FakeEverestModule } from "../../fakes/everest-module.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const timestamp = "2026-11-22T06:54:00.646Z";
const meter_value = { timestamp, energy_Wh_import: { total: 12 } };

const HARDWARE = {
  max_current_A_import: 32,
  min_current_A_import: 6,
  max_phase_count_import: 1,
  min_phase_count_import: 1,
  max_current_A_export: 0,
  min_current_A_export: 0,
  max_phase_count_export: 1,
  min_phase_count_export: 1,
  supports_changing_phases_during_charging: false,
  connector_type: "IEC62196Type2Socket",
};

function bench() {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const clock = new FakeClock();
  const heard: string[] = [];
  const events: EvseEvent[] = [];
  const readings: MeterReading[] = [];
  const capacities: SupplyCapacity[] = [];
  const manager = evseManager(module, connectionTo("evse_manager", "evse"), log);
  const tell = (values: readonly LiveValue[]) => {
    for (const { component, variable, value } of values) {
      if (value !== "") heard.push(`${component.name}.${variable.name}=${value}`);
    }
  };
  const sink = {
    onEvent: (event: EvseEvent) => {
      events.push(event);
      heard.push(event.kind);
    },
    onReading: (_evse: number, reading: MeterReading) => void readings.push(reading),
    onLiveValues: tell,
    onSupplyCapacity: (_evse: number, capacity: SupplyCapacity) => void capacities.push(capacity),
  };
  feedEvse(manager, { id: evseId(1), connectors: [{ id: connectorId(1) }] }, { sink, clock, log });
  feedIso15118(
    iso15118Extensions(module, connectionTo("extensions_15118", "iso"), log),
    evseId(1),
    { onLiveValues: tell, onChargingNeeds() {} },
    log,
  );
  const emit = (variable: string, value: unknown) => module.emit("evse", variable, value);
  const session = (event: string, more: Record<string, unknown> = {}) =>
    emit("session_event", { uuid: "s", timestamp, event, ...more });
  return { module, log, clock, heard, events, readings, capacities, manager, emit, session };
}

const measurands = (reading: MeterReading | undefined) =>
  reading?.sampledValues.map(({ measurand, value }) => `${measurand}=${value}`);

Deno.test("a session is passed on in order, and the connected EV with it", () => {
  const { heard, session } = bench();
  session("SessionStarted", { session_started: { reason: "EVConnected", meter_value } });
  session("AuthRequired");
  session("TransactionStarted", { transaction_started: { meter_value } });
  session("SessionFinished", { session_finished: { meter_value } });
  assert.deepEqual(heard, [
    "SessionStarted",
    "ConnectedEV.Available=true",
    "TransactionStarted",
    "ConnectedEV.Available=true",
    "SessionFinished",
    "ConnectedEV.Available=false",
  ]);
});

Deno.test("a swipe alone connects no EV", () => {
  const { heard, session } = bench();
  session("SessionStarted", { session_started: { reason: "Authorized", meter_value } });
  assert.deepEqual(heard, ["SessionStarted"]);
});

Deno.test("readings of meter and events carry limit and state of charge until the session is over", () => {
  const { emit, session, readings, events } = bench();
  emit("limits", { max_current: 16, nr_of_phases_available: 3 });
  emit("ev_info", { soc: 40 });
  emit("powermeter", meter_value);
  const all = ["Energy.Active.Import.Register=12", "Current.Offered=16", "SoC=40"];
  assert.deepEqual(measurands(readings[0]), all);
  session("SessionFinished", { session_finished: { meter_value } });
  assert.deepEqual(measurands(events[0]?.meter), all);
  emit("powermeter", meter_value);
  assert.deepEqual(measurands(readings[1]), all.slice(0, 2));
});

Deno.test("after a power loss the resumed transaction ends under its own id", () => {
  const { session, events } = bench();
  session("SessionResumed", { uuid: "before" });
  session("TransactionFinished", { uuid: "", transaction_finished: { reason: "PowerLoss", meter_value } });
  assert.deepEqual(events.map(({ kind, sessionId }) => [kind, sessionId]), [
    ["SessionResumed", "before"],
    ["TransactionFinished", "before"],
  ]);
});

Deno.test("the published public key completes signatures", () => {
  const { emit, session, events } = bench();
  emit("powermeter_public_key_ocmf", "key");
  const signed_meter_value = { signed_meter_data: "d", signing_method: "s", encoding_method: "e" };
  session("TransactionFinished", { transaction_finished: { meter_value, signed_meter_value } });
  assert.ok(events[0]?.kind === "TransactionFinished");
  assert.equal(events[0].signed?.publicKey, "key");
});

Deno.test("what is known of hardware and EV becomes live variables", () => {
  const { module, emit, heard } = bench();
  emit("powermeter", { ...meter_value, power_W: { total: 7000 } });
  emit("hw_capabilities", HARDWARE);
  emit("supported_energy_transfer_modes", ["DC_extended"]);
  emit("evse_id", "DE*PNX*E1*1");
  emit("ev_info", { evcc_id: "AA:BB:CC:DD:EE:FF" });
  module.emit("iso", "service_renegotiation_supported", true);
  assert.deepEqual(heard, [
    "EVSE.Power=7000",
    "EVSE.SupplyPhases=1",
    "Connector.SupplyPhases=1",
    "EVSE.SupplyPhases=0",
    "Connector.SupplyPhases=0",
    "V2XChargingCtrlr.Available=false",
    "V2XChargingCtrlr.Enabled=false",
    "V2XChargingCtrlr.SupportedEnergyTransferModes=DC",
    "EVSE.ISO15118EvseId=DE*PNX*E1*1",
    "ConnectedEV.VehicleId=AA:BB:CC:DD:EE:FF",
    "ISO15118Ctrlr.ServiceRenegotiationSupport=true",
  ]);
});

Deno.test("what an EVSE can carry is told once it is known not to deliver direct current", () => {
  const { capacities, emit } = bench();
  emit("hw_capabilities", HARDWARE);
  assert.deepEqual(capacities, []);
  emit("supported_energy_transfer_modes", ["AC_single_phase_core"]);
  emit("hw_capabilities", {
    ...HARDWARE,
    max_current_A_import: 16.100000381469727,
    max_phase_count_import: 3,
  });
  assert.deepEqual(capacities, [{ phases: 1, amperesPerPhase: 32 }, { phases: 3, amperesPerPhase: 16.1 }]);
  emit("supported_energy_transfer_modes", ["DC_extended"]);
  emit("hw_capabilities", HARDWARE);
  assert.equal(capacities.length, 2);
});

Deno.test("what had to be guessed is in the log, with the EVSE", () => {
  const { clock, session, events, log } = bench();
  session("SessionFinished", { timestamp: "later" });
  assert.equal(events[0]?.timestampMs, clock.wallMs());
  assert.deepEqual(log.lines.at(-1)?.fields, {
    evse: 1,
    what: "session_event",
    reason: 'timestamp "later" cannot be read; using the current time',
  });
});

Deno.test("the start waits for every EVSE, ready or waiting for us", async () => {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const evses = [1, 2].map((id) => evseManager(module, connectionTo("evse_manager", `evse_${id}`), log));
  const ready = awaitEvses(evses);
  let done = false;
  const all = ready.all.then(() => done = true);
  module.emit("evse_1", "waiting_for_external_ready", true);
  module.emit("evse_2", "ready", false);
  await Promise.resolve();
  assert.equal(done, false);
  assert.deepEqual(ready.missing(), ["evse_2"]);
  module.emit("evse_2", "ready", true);
  await all;
  assert.deepEqual(ready.missing(), []);
});
