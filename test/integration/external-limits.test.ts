import assert from "node:assert/strict";
import { clear, composite, limitAtSink, profile, set } from "../conformance/harness/charging-profiles.ts";
import {
  arrived,
  backOnline,
  booted,
  energyTransferStarted,
  goneOffline,
  nextEvent,
} from "../conformance/harness/reusable-states.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

const OURS = "ocpp/OCPP_set_external_limits";
const ENABLED = { "SmartChargingCtrlr.ExternalControlSignalsEnabled": "true" };

Deno.test("a limit from outside is told, with its schedule where that is asked for; it limits what is reported, not what is pushed", async () => {
  await using station = await startStation({
    variables: { ...ENABLED, "SmartChargingCtrlr.NotifyChargingLimitWithSchedules": "true" },
  });
  await booted(station);
  await station.evse(1).enforce(10, OURS, "building_manager");
  const { payload } = await station.csms.expect("NotifyChargingLimit");
  assert.equal(payload.evseId, 1);
  assert.deepEqual(payload.chargingLimit, { chargingLimitSource: "EMS" });
  assert.deepEqual(payload.chargingSchedule?.[0]?.chargingSchedulePeriod, [{ startPeriod: 0, limit: 10 }]);
  assert.deepEqual(await composite(station, 1, 60), [[0, 10]]);
  assert.equal(await limitAtSink(station, 1), 48);
  // The CSMS cannot clear it.
  assert.equal(await clear(station, { chargingProfileId: -1 }), "Unknown");
  assert.equal(await clear(station, {}), "Unknown");
  assert.equal(
    (await set(station, 1, profile(station, "TxDefaultProfile", [[0, 6]], { id: -1 }))).status,
    "Rejected",
  );

  await station.evse(1).enforce(48, OURS, "evse_manager_1/evse_board_support_caps");
  const released = await station.csms.expect("ClearedChargingLimit");
  assert.deepEqual(released.payload, { evseId: 1, chargingLimitSource: "EMS" });
  assert.deepEqual(await composite(station, 1, 60), [[0, 48]]);
});

Deno.test("in a transaction a changed charging rate is an event of it; small changes are not told", async () => {
  await using station = await startStation({
    variables: { ...ENABLED, "SmartChargingCtrlr.LimitChangeSignificance": "10" },
  });
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await station.evse(1).enforce(20, OURS, "building_manager");
  await station.csms.expect("NotifyChargingLimit");
  const event = await nextEvent(visit);
  assert.equal(event.triggerReason, "ChargingRateChanged");
  assert.equal(event.eventType, "Updated");

  await station.evse(1).enforce(18, OURS, "building_manager");
  await station.settle();
  assert.equal(station.csms.received("NotifyChargingLimit").length, 1);
  assert.deepEqual(await composite(station, 1, 60), [[0, 18]]);
  await station.evse(1).enforce(17.9, OURS, "building_manager");
  await station.csms.expect("NotifyChargingLimit");
  assert.equal((await nextEvent(visit)).triggerReason, "ChargingRateChanged");

  await station.evse(1).enforce(48, OURS);
  await station.csms.expect("ClearedChargingLimit");
  assert.equal((await nextEvent(visit)).triggerReason, "ChargingRateChanged");
});

Deno.test("limits of the configuration and the hardware, and those that do not bind, come from nobody outside", async () => {
  await using station = await startStation({ variables: ENABLED });
  await booted(station);
  const { [0]: evse } = station.everest.evses;
  await evse!.enforce(
    10,
    OURS,
    "evse_manager_1_ocpp_sink/module_config",
    "evse_manager_1/evse_board_support_caps",
  );
  await evse!.enforce(48, OURS, "building_manager");
  await station.settle();
  assert.deepEqual(station.csms.received("NotifyChargingLimit"), []);
});

Deno.test("what comes while the CSMS is gone is told when it is back; what came and went is not", async () => {
  await using station = await startStation({ everest: { evses: 2 }, variables: ENABLED });
  await booted(station);
  await goneOffline(station);
  await station.evse(1).enforce(10, OURS, "building_manager");
  await station.evse(2).enforce(12, OURS, "building_manager");
  await station.evse(2).enforce(48, OURS);
  await station.settle();
  await backOnline(station);
  const { payload } = await station.csms.expect("NotifyChargingLimit");
  assert.equal(payload.evseId, 1);
  await station.settle();
  assert.equal(station.csms.received("NotifyChargingLimit").length, 1);
  assert.deepEqual(station.csms.received("ClearedChargingLimit"), []);
});

Deno.test("a limit of which a slow CSMS has not answered is told again, until it has", async () => {
  await using station = await startStation({ everest: { evses: 2 }, variables: ENABLED });
  const { csms } = station;
  await booted(station);
  csms.hold("NotifyChargingLimit");
  await station.evse(1).enforce(10, OURS, "building_manager");
  await csms.expect("NotifyChargingLimit");
  await station.pass(30_000);
  csms.answerAsUsual("NotifyChargingLimit");
  await station.pass(61_000);
  await csms.expect("NotifyChargingLimit");
  await station.pass(120_000);
  assert.equal(csms.received("NotifyChargingLimit").length, 2);
});

Deno.test("without ExternalControlSignalsEnabled nothing of it is told", async () => {
  await using station = await startStation();
  await booted(station);
  await station.evse(1).enforce(10, OURS, "building_manager");
  await station.settle();
  assert.deepEqual(station.csms.received("NotifyChargingLimit"), []);
  assert.deepEqual(await composite(station, 1, 60), [[0, 48]]);
});

Deno.test("of a limit in amperes and one in watts the one that leaves less is told", async () => {
  await using station = await startStation({
    variables: { ...ENABLED, "SmartChargingCtrlr.NotifyChargingLimitWithSchedules": "true" },
  });
  await booted(station);
  const source = "building_manager";
  const enforced = async (amperes: number, watts: number) => {
    await station.evse(1).enforceLimits({
      ac_max_current_A: { value: amperes, source },
      total_power_W: { value: watts, source },
    });
    const { payload } = await station.csms.expect("NotifyChargingLimit");
    const [schedule] = payload.chargingSchedule ?? [];
    return [schedule?.chargingSchedulePeriod[0]?.limit, schedule?.chargingRateUnit];
  };
  assert.deepEqual(await enforced(32, 3000), [3000, "W"]);
  // 3 kW of three phases of 230 V.
  assert.deepEqual(await composite(station, 1, 60), [[0, 4.3]]);
  assert.deepEqual(await enforced(4, 3000), [4, "A"]);
  // Amperes that bind nobody hide no watts.
  assert.deepEqual(await enforced(63, 2000), [2000, "W"]);
  assert.deepEqual(await composite(station, 1, 60), [[0, 2.8]]);
});

Deno.test("for direct current amperes from outside are those of the grid, and are told in watts", async () => {
  await using station = await startStation({
    variables: { ...ENABLED, "SmartChargingCtrlr.NotifyChargingLimitWithSchedules": "true" },
  });
  await booted(station);
  await station.evse(1).transferModes("DC_extended");
  await station.evse(1).enforce(10, "building_manager");
  const { payload } = await station.csms.expect("NotifyChargingLimit");
  const [schedule] = payload.chargingSchedule ?? [];
  assert.equal(schedule?.chargingRateUnit, "W");
  assert.deepEqual(schedule?.chargingSchedulePeriod, [{ startPeriod: 0, limit: 6900 }]);
});

Deno.test("a limit that ends while the process is away is told as cleared, one that stays is not told again", async () => {
  await using station = await startStation({ everest: { evses: 2 }, variables: ENABLED });
  await booted(station);
  await station.evse(1).enforce(10, OURS, "building_manager");
  await station.csms.expect("NotifyChargingLimit");
  await station.evse(2).enforce(12, OURS, "building_manager");
  await station.csms.expect("NotifyChargingLimit");
  await station.settle();
  await processRestarted(station);
  // What the bus has not told yet nobody knows to be over.
  assert.deepEqual(station.csms.received("ClearedChargingLimit"), []);
  await station.evse(1).enforce(48, OURS);
  await station.evse(2).enforce(12, OURS, "building_manager");
  const { payload } = await station.csms.expect("ClearedChargingLimit");
  assert.deepEqual(payload, { evseId: 1, chargingLimitSource: "EMS" });
  await station.settle();
  assert.equal(station.csms.received("NotifyChargingLimit").length, 2);
  assert.equal(station.csms.received("ClearedChargingLimit").length, 1);
  assert.deepEqual(await composite(station, 2, 60), [[0, 12]]);

  await processRestarted(station);
  await station.evse(1).enforce(48, OURS);
  await station.settle();
  assert.equal(station.csms.received("ClearedChargingLimit").length, 1);
});

Deno.test("a charging rate that changes while the CSMS is gone is one event, at its time", async () => {
  await using station = await startStation({ variables: ENABLED });
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await goneOffline(station);
  const changedMs = station.clock.wallMs();
  await station.evse(1).enforce(10, OURS, "building_manager");
  await station.settle();
  await backOnline(station);
  await station.csms.expect("NotifyChargingLimit");
  await station.pass(5_000);
  await station.settle();
  const rates = station.csms.received("TransactionEvent")
    .filter(({ triggerReason }) => triggerReason === "ChargingRateChanged");
  assert.deepEqual(
    rates.map(({ timestamp, offline }) => [Date.parse(timestamp), offline]),
    [[changedMs, true]],
  );
});
