import assert from "node:assert/strict";
import { assertMeterValue, meterEvents } from "../conformance/harness/meter-values.ts";
import {
  arrived,
  authorized,
  booted,
  energyTransferStarted,
  evConnectedPreSession,
  parkingBayUnoccupied,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const COMPUTED = "Energy.Active.Import.Register,Energy.Active.Import.Interval,Power.Offered";

const LISTS = [
  "SampledDataCtrlr.TxStartedMeasurands",
  "SampledDataCtrlr.TxUpdatedMeasurands",
  "SampledDataCtrlr.TxEndedMeasurands",
  "AlignedDataCtrlr.Measurands",
  "AlignedDataCtrlr.TxEndedMeasurands",
] as const;

async function set({ csms }: StationUnderTest, list: string, attributeValue: string) {
  const [component = "", variable = ""] = list.split(".");
  const { setVariableResult } = await csms.call("SetVariables", {
    setVariableData: [{ component: { name: component }, variable: { name: variable }, attributeValue }],
  });
  return setVariableResult[0]?.attributeStatus;
}

Deno.test("measurands that no meter of the station tells are rejected, in all five lists", async () => {
  await using station = await startStation();
  await booted(station);
  await station.pass(1000);
  for (const list of LISTS) {
    // The simulated meter tells no reactive power, and an alternating current has no direction; EVerest has no word for
    // the others.
    const never = [
      ...["Power.Reactive.Import", "Power.Reactive.Export", "Current.Export"],
      ...["Power.Factor", "Energy.Reactive.Import.Register"],
    ];
    for (const measurand of never) {
      assert.equal(await set(station, list, measurand), "Rejected", `${list} ${measurand}`);
    }
    const interval = list.endsWith("TxStartedMeasurands") ? "Rejected" : "Accepted";
    assert.equal(await set(station, list, "Energy.Active.Import.Interval"), interval, list);
    assert.equal(await set(station, list, "Power.Offered,Voltage,SoC"), "Accepted", list);
  }
});

Deno.test("offered power and the energy of the interval are computed from what meter and limits tell", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: {
      "SampledDataCtrlr.TxUpdatedMeasurands": COMPUTED,
      "SampledDataCtrlr.TxUpdatedInterval": "30",
    },
  });
  await energyTransferStarted(visit);
  await station.pass(60_000);
  const [, second] = meterEvents(station, "MeterValuePeriodic");
  const value = second?.meterValue?.[0];
  assert(value);
  assertMeterValue(value, "Sample.Periodic", COMPUTED);
  const of = (measurand: string) =>
    value.sampledValue.find((sampled) => sampled.measurand === measurand && sampled.phase === undefined)
      ?.value;
  // 16 A on three phases at 230 V, for half a minute.
  assert.equal(of("Power.Offered"), 11_040);
  assert.equal(of("Energy.Active.Import.Interval"), 92);
});

Deno.test("a silent meter is told once and its last value is not repeated (J02.FR.10)", async () => {
  await using station = await startStation({ everest: { evse: { meterIntervalMs: 3_600_000 } } });
  const { csms } = station;
  const visit = await arrived(station, {
    variables: {
      "SampledDataCtrlr.TxUpdatedMeasurands": "Energy.Active.Import.Register",
      "SampledDataCtrlr.TxUpdatedInterval": "30",
    },
  });
  await authorized(visit);
  await evConnectedPreSession(visit);
  await station.pass(1000);
  await energyTransferStarted(visit);
  await station.pass(300_000);
  // The reading of ChargingStarted is the last one.
  const events = meterEvents(station, "MeterValuePeriodic");
  assert.equal(events.length, 1);
  const { payload } = await csms.expect(
    "NotifyEvent",
    ({ eventData }) => eventData.some(({ techCode }) => techCode === "powermeter/Silent"),
  );
  const [event] = payload.eventData;
  assert.equal(event?.component.name, "FiscalMetering");
  assert.equal(event.component.evse?.id, 1);
  assert.equal(event.actualValue, "true");
  assert.equal(event.transactionId, visit.events.at(-1)?.transactionInfo.transactionId);
  const told = csms.received("NotifyEvent").flatMap(({ eventData }) => eventData)
    .filter(({ techCode }) => techCode === "powermeter/Silent");
  assert.equal(told.length, 1);
});

Deno.test("a reading is a clock-aligned value once: where the meter says nothing new, there is none (J02.FR.10)", async () => {
  await using station = await startStation({ everest: { evse: { meterIntervalMs: 3_600_000 } } });
  const visit = await arrived(station, {
    variables: {
      "AlignedDataCtrlr.Measurands": "Energy.Active.Import.Register",
      "AlignedDataCtrlr.Interval": "15",
      "SampledDataCtrlr.TxUpdatedInterval": "0",
    },
  });
  await energyTransferStarted(visit);
  await station.pass(60_000);
  // The reading of ChargingStarted is the last one.
  assert.equal(meterEvents(station, "MeterValueClock").length, 1);
});

Deno.test("SendDuringIdle keeps clock-aligned values of a transaction for its Ended event (J01)", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: {
      "AlignedDataCtrlr.SendDuringIdle": "true",
      "AlignedDataCtrlr.Interval": "30",
      "AlignedDataCtrlr.TxEndedInterval": "30",
      "AlignedDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register",
    },
  });
  await energyTransferStarted(visit);
  await station.pass(65_000);
  await parkingBayUnoccupied(visit);
  assert.deepEqual(meterEvents(station, "MeterValueClock"), []);
  const ended = visit.events.find(({ eventType }) => eventType === "Ended");
  const aligned = (ended?.meterValue ?? []).filter(({ sampledValue }) =>
    sampledValue.some(({ context }) => context === "Sample.Clock")
  );
  assert.equal(aligned.length, 2);
});
