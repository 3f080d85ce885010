import assert from "node:assert/strict";
import { connectorId, type EvseId, evseId } from "../../../../src/kernel/ids.ts";
import type { MeterValueType, RequestOf } from "../../../../src/ocpp/messages.ts";
import { createLatestReadings } from "../../../../src/station/metering/latest-readings.ts";
import { ReportedMeasurands } from "../../../../src/station/metering/measurands.ts";
import {
  ALIGNED_TIMER,
  createMeteringBlock,
  type MeteredTransactions,
  sampledTimer,
} from "../../../../src/station/metering/metering-block.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";
import { register } from "../transactions/evse-events.ts";

const START = Date.parse("2026-01-15T10:00:30.000Z");
const MINUTE = 60_000;

/** Transactions that come and go as the test says, and remember what metering gave them. */
class FakeTransactions implements MeteredTransactions {
  readonly open = new Set<EvseId>();
  readonly given: string[] = [];
  #listener: Parameters<MeteredTransactions["onEvent"]>[0] = () => {};

  active() {
    return [...this.open].map((evse) => ({ evseId: evse }));
  }
  meterReading(): void {}
  reportMeterValue(evse: EvseId, trigger: string, value: MeterValueType, atMs: number): Promise<void> {
    return this.#give(`${evse} ${trigger} ${new Date(atMs).toISOString().slice(11, 19)}`, value);
  }
  keepForEnded(evse: EvseId, value: MeterValueType): Promise<void> {
    return this.#give(`${evse} kept`, value);
  }
  onEvent(listener: Parameters<MeteredTransactions["onEvent"]>[0]): void {
    this.#listener = listener;
  }
  event(evse: EvseId, eventType: "Started" | "Ended"): void {
    if (eventType === "Started") this.open.add(evse);
    else this.open.delete(evse);
    this.#listener({ evseId: evse, request: { eventType } as RequestOf<"TransactionEvent"> });
  }
  #give(what: string, value: MeterValueType): Promise<void> {
    this.given.push(`${what} ${inWords(value)}`);
    return Promise.resolve();
  }
}

function inWords({ timestamp, sampledValue }: MeterValueType): string {
  const values = sampledValue.map(({ context, value }) => `${context}=${value}`).join(",");
  return `${timestamp.slice(11, 19)} ${values}`;
}

function createBench(variables: Readonly<Record<string, string>> = {}) {
  const clock = new FakeClock(START);
  const csms = new FakeCsms();
  csms.always("MeterValues", {});
  const transactions = new FakeTransactions();
  const measurands = new ReportedMeasurands();
  const silences: string[] = [];
  const deviceModel = new FakeDeviceModel({
    "SampledDataCtrlr.TxUpdatedMeasurands": "Energy.Active.Import.Register",
    "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register",
    "AlignedDataCtrlr.Measurands": "Energy.Active.Import.Register",
    "AlignedDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register",
    ...variables,
  });
  const block = createMeteringBlock({
    clock,
    csms,
    deviceModel,
    transactions,
    log: new RecordingLogger(),
    evses: [1, 2].map((id) => ({ id: evseId(id), connectors: [{ id: connectorId(1) }] })),
    readings: createLatestReadings(),
    measurands,
    meterSilence: (evse, state) => void silences.push(`${evse} ${state}`),
  });
  return {
    block,
    clock,
    csms,
    transactions,
    deviceModel,
    measurands,
    silences,
    /** The meter of every EVSE shows this now. */
    meter(wattHours: number) {
      for (const id of [1, 2]) {
        block.reading(evseId(id), { timestampMs: clock.wallMs(), sampledValues: [register(wattHours)] });
      }
    },
    /** Time passes with a reading every second. */
    pass(ms: number) {
      for (let left = ms; left > 0; left -= 1000) {
        clock.advance(Math.min(1000, left));
        this.meter(clock.monotonicMs() / 1000);
      }
    },
    sent: () =>
      csms.requests("MeterValues").map((request) =>
        `${request.evseId} ${request.meterValue.map(inWords).join(";")}`
      ),
  };
}

Deno.test("sampled values are reported every interval from the start of the transaction until its end (J02.FR.11)", () => {
  const bench = createBench({ "SampledDataCtrlr.TxUpdatedInterval": "10" });
  bench.block.start();
  bench.meter(5);
  bench.clock.advance(3000);
  bench.transactions.event(evseId(1), "Started");
  bench.pass(25_000);
  bench.transactions.event(evseId(1), "Ended");
  bench.pass(60_000);
  assert.deepEqual(bench.transactions.given, [
    "1 MeterValuePeriodic 10:00:43 10:00:42 Sample.Periodic=12",
    "1 MeterValuePeriodic 10:00:53 10:00:52 Sample.Periodic=22",
  ]);
});

Deno.test("a silent meter has no values: nothing from before the transaction, nothing twice, and one event (J02.FR.10)", () => {
  const bench = createBench({
    "SampledDataCtrlr.TxUpdatedInterval": "10",
    "SampledDataCtrlr.TxEndedInterval": "10",
    "AlignedDataCtrlr.TxEndedInterval": "60",
  });
  bench.block.start();
  bench.meter(5);
  bench.transactions.event(evseId(1), "Started");
  bench.clock.advance(30_000);
  bench.transactions.given.length = 0;
  bench.clock.advance(10_000);
  assert.deepEqual(bench.transactions.given, []);
  bench.meter(6);
  bench.clock.advance(5 * MINUTE);
  assert.deepEqual(bench.transactions.given, [
    "1 MeterValuePeriodic 10:01:20 10:01:10 Sample.Periodic=6",
    "1 kept 10:01:10 Sample.Periodic=6",
    "1 kept 10:02:00 Sample.Clock=6",
  ]);
  assert.deepEqual(bench.silences, ["1 cleared", "2 cleared", "1 raised"]);
  bench.meter(7);
  assert.deepEqual(bench.silences.slice(3), ["1 cleared"]);
});

Deno.test("a reading that only its driver repeats is no news", () => {
  const bench = createBench({ "SampledDataCtrlr.TxUpdatedInterval": "10" });
  bench.block.start();
  bench.transactions.event(evseId(1), "Started");
  const reading = { timestampMs: START, sampledValues: [register(5)] };
  for (let second = 0; second < 30; second++) {
    bench.block.reading(evseId(1), { ...reading });
    bench.clock.advance(1000);
  }
  assert.equal(bench.transactions.given.length, 1);
});

Deno.test("the energy of an interval is what the register counted since the value before", () => {
  const measurands = "Energy.Active.Import.Register,Energy.Active.Import.Interval";
  const bench = createBench({
    "SampledDataCtrlr.TxUpdatedInterval": "10",
    "SampledDataCtrlr.TxUpdatedMeasurands": measurands,
    "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Interval",
    "SampledDataCtrlr.TxEndedInterval": "20",
    "AlignedDataCtrlr.Measurands": "Energy.Active.Import.Interval",
    "AlignedDataCtrlr.Interval": "30",
  });
  bench.block.start();
  bench.pass(5000);
  bench.transactions.event(evseId(1), "Started");
  bench.pass(40_000);
  const energies = (what: RegExp) =>
    bench.transactions.given.filter((line) => what.test(line)).map((line) => line.split(" ").at(-1));
  assert.deepEqual(energies(/Periodic \d/), [
    "Sample.Periodic=14,Sample.Periodic=9",
    "Sample.Periodic=24,Sample.Periodic=10",
    "Sample.Periodic=34,Sample.Periodic=10",
    "Sample.Periodic=44,Sample.Periodic=10",
  ]);
  assert.deepEqual(energies(/kept/), ["Sample.Periodic=19", "Sample.Periodic=20"]);
  // The first aligned moment ends no interval that anybody has seen begin.
  bench.transactions.event(evseId(1), "Ended");
  bench.pass(MINUTE);
  assert.deepEqual(bench.sent().slice(0, 2), ["1 10:01:30 Sample.Clock=30", "2 10:01:30 Sample.Clock=30"]);
});

Deno.test("values for Ended are kept on their own interval", () => {
  const bench = createBench({ "SampledDataCtrlr.TxEndedInterval": "60" });
  bench.block.start();
  bench.meter(5);
  bench.transactions.event(evseId(2), "Started");
  bench.pass(2 * MINUTE);
  assert.deepEqual(bench.transactions.given, [
    "2 kept 10:01:29 Sample.Periodic=59",
    "2 kept 10:02:29 Sample.Periodic=119",
  ]);
});

Deno.test("an interval of 0, disabled sampling or no measurands send nothing", () => {
  for (
    const variables of [
      { "SampledDataCtrlr.TxUpdatedInterval": "0" },
      { "SampledDataCtrlr.TxUpdatedInterval": "10", "SampledDataCtrlr.Enabled": "false" },
      { "SampledDataCtrlr.TxUpdatedInterval": "10", "SampledDataCtrlr.TxUpdatedMeasurands": "" },
    ]
  ) {
    const bench = createBench(variables);
    bench.block.start();
    bench.meter(5);
    bench.transactions.event(evseId(1), "Started");
    bench.pass(MINUTE);
    assert.deepEqual(bench.transactions.given, []);
  }
});

Deno.test("a changed interval takes effect in the running transaction; an unchanged one keeps its beat", () => {
  const bench = createBench({ "SampledDataCtrlr.TxUpdatedInterval": "60" });
  bench.block.start();
  bench.meter(5);
  bench.transactions.event(evseId(1), "Started");
  bench.clock.advance(50_000);
  bench.deviceModel.values.set("SampledDataCtrlr.TxUpdatedMeasurands", "Energy.Active.Import.Register");
  bench.deviceModel.setActual(
    { component: { name: "SampledDataCtrlr" }, variable: { name: "TxUpdatedMeasurands" } },
    "Energy.Active.Import.Register",
  );
  assert.equal(bench.clock.remainingMs(sampledTimer(evseId(1))), 10_000);
  bench.deviceModel.setActual(
    { component: { name: "sampleddatactrlr" }, variable: { name: "TxUpdatedInterval" } },
    "60",
  );
  bench.deviceModel.setActual(
    { component: { name: "SampledDataCtrlr" }, variable: { name: "TxUpdatedInterval" } },
    "5",
  );
  assert.equal(bench.clock.remainingMs(sampledTimer(evseId(1))), 5000);
});

Deno.test("the timers of a transaction that was recovered run from the start", () => {
  const bench = createBench({ "SampledDataCtrlr.TxUpdatedInterval": "10" });
  bench.transactions.open.add(evseId(2));
  bench.block.start();
  assert.equal(bench.clock.remainingMs(sampledTimer(evseId(2))), 10_000);
});

Deno.test("outside transactions every EVSE sends MeterValues at the aligned moments, all dated the same (J01.FR.14)", () => {
  const bench = createBench({ "AlignedDataCtrlr.Interval": "900" });
  bench.block.start();
  bench.pass(30 * MINUTE);
  assert.deepEqual(bench.sent(), [
    "1 10:15:00 Sample.Clock=869",
    "2 10:15:00 Sample.Clock=869",
    "1 10:30:00 Sample.Clock=1769",
    "2 10:30:00 Sample.Clock=1769",
  ]);
});

Deno.test("the EVSE of a transaction reports aligned values in it, the others outside (J01.FR.22)", () => {
  const bench = createBench({ "AlignedDataCtrlr.Interval": "900" });
  bench.block.start();
  bench.transactions.event(evseId(1), "Started");
  bench.pass(15 * MINUTE);
  assert.deepEqual(bench.transactions.given, ["1 MeterValueClock 10:15:00 10:15:00 Sample.Clock=869"]);
  assert.deepEqual(bench.sent(), ["2 10:15:00 Sample.Clock=869"]);
});

Deno.test("aligned values for Ended are kept at their own moments (TC_J_03)", () => {
  const bench = createBench({ "AlignedDataCtrlr.TxEndedInterval": "60" });
  bench.block.start();
  bench.transactions.event(evseId(1), "Started");
  bench.pass(2 * MINUTE);
  assert.deepEqual(bench.transactions.given, [
    "1 kept 10:01:00 Sample.Clock=29",
    "1 kept 10:02:00 Sample.Clock=89",
  ]);
});

Deno.test("SendDuringIdle for the station: a transaction anywhere silences all EVSEs (J01.FR.20, TC_J_06)", () => {
  const bench = createBench({
    "AlignedDataCtrlr.Interval": "900",
    "AlignedDataCtrlr.SendDuringIdle": "true",
  });
  bench.block.start();
  bench.transactions.event(evseId(1), "Started");
  bench.pass(15 * MINUTE);
  assert.deepEqual([bench.sent(), bench.transactions.given], [[], []]);
  bench.transactions.event(evseId(1), "Ended");
  bench.pass(15 * MINUTE);
  assert.equal(bench.sent().length, 2);
});

Deno.test("SendDuringIdle does not keep the Ended event from having its aligned values (J01)", () => {
  const bench = createBench({
    "AlignedDataCtrlr.TxEndedInterval": "60",
    "AlignedDataCtrlr.SendDuringIdle": "true",
  });
  bench.block.start();
  bench.transactions.event(evseId(1), "Started");
  bench.pass(MINUTE);
  assert.deepEqual(bench.transactions.given, ["1 kept 10:01:00 Sample.Clock=29"]);
});

Deno.test("SendDuringIdle for one EVSE silences only that one (J01.FR.19)", () => {
  const bench = createBench({
    "AlignedDataCtrlr.Interval": "900",
    "AlignedDataCtrlr[1].SendDuringIdle": "true",
  });
  bench.block.start();
  bench.transactions.event(evseId(1), "Started");
  bench.pass(15 * MINUTE);
  assert.deepEqual([bench.sent(), bench.transactions.given], [["2 10:15:00 Sample.Clock=869"], []]);
});

Deno.test("an old reading keeps its own date", () => {
  const bench = createBench({ "AlignedDataCtrlr.Interval": "900" });
  bench.block.start();
  bench.meter(5);
  bench.clock.advance(15 * MINUTE);
  assert.deepEqual(bench.sent(), ["1 10:00:30 Sample.Clock=5", "2 10:00:30 Sample.Clock=5"]);
  // And is not sent again.
  bench.clock.advance(15 * MINUTE);
  assert.equal(bench.sent().length, 2);
});

Deno.test("aligned moments follow the wall clock when it is set", () => {
  const bench = createBench({ "AlignedDataCtrlr.Interval": "900" });
  bench.block.start();
  bench.clock.advance(MINUTE);
  bench.clock.setWall(Date.parse("2026-01-15T12:14:30.000Z"));
  bench.pass(2 * MINUTE);
  assert.deepEqual(bench.sent().map((text) => text.slice(0, 10)), ["1 12:15:00", "2 12:15:00"]);
});

Deno.test("a changed aligned interval takes effect at once", () => {
  const bench = createBench({ "AlignedDataCtrlr.Interval": "0" });
  bench.block.start();
  assert.equal(bench.clock.remainingMs(ALIGNED_TIMER), undefined);
  bench.deviceModel.setActual(
    { component: { name: "AlignedDataCtrlr" }, variable: { name: "Interval" } },
    "60",
  );
  assert.equal(bench.clock.remainingMs(ALIGNED_TIMER), 30_000);
});

Deno.test("TriggerMessage MeterValues sends what the meters show, after the answer (F06.FR.06)", () => {
  const bench = createBench();
  const trigger = bench.block.triggers.MeterValues!;
  assert.equal(trigger(undefined).status, "Rejected");
  bench.meter(7);
  assert.equal(trigger({ id: 9 }).status, "Rejected");
  const verdict = trigger({ id: 2 });
  assert.deepEqual(bench.sent(), []);
  if (verdict.status === "Accepted") verdict.send();
  assert.deepEqual(bench.sent(), ["2 10:00:30 Trigger=7"]);
  assert.equal(bench.csms.sent[0]?.lane, "control");
});

const energyOfEvse1 = (lines: readonly string[]) =>
  lines.filter((line) => line.startsWith("1 ")).map((line) => Number(/=([0-9.]+)$/.exec(line)?.[1]));

Deno.test("the energy of an interval begins with the transaction, not with the one before (J02.FR.01)", () => {
  const bench = createBench({
    "AlignedDataCtrlr.TxEndedInterval": "60",
    "AlignedDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Interval",
    "AlignedDataCtrlr.Measurands": "",
    "SampledDataCtrlr.TxEndedInterval": "0",
  });
  bench.block.start();
  for (let driver = 0; driver < 2; driver++) {
    bench.pass(10_000);
    bench.transactions.event(evseId(1), "Started");
    bench.pass(130_000);
    bench.transactions.event(evseId(1), "Ended");
    const energies = energyOfEvse1(bench.transactions.given.splice(0));
    assert(energies.length >= 2 && energies.every((wattHours) => wattHours <= 60), `${energies}`);
    bench.pass(3_600_000);
  }
});

Deno.test("the energy of the first interval after a pause of the timer is of that interval", () => {
  const bench = createBench({
    "AlignedDataCtrlr.Interval": "60",
    "AlignedDataCtrlr.Measurands": "Energy.Active.Import.Interval",
  });
  const interval = (seconds: string) =>
    bench.deviceModel.setActual(
      { component: { name: "AlignedDataCtrlr" }, variable: { name: "Interval" } },
      seconds,
    );
  bench.block.start();
  bench.pass(200_000);
  interval("0");
  bench.pass(3_600_000);
  interval("60");
  bench.pass(200_000);
  const energies = energyOfEvse1(bench.sent());
  assert(energies.length >= 5 && energies.every((wattHours) => wattHours <= 60), `${energies}`);
});

Deno.test("stopped, nothing is sent any more", () => {
  const bench = createBench({
    "AlignedDataCtrlr.Interval": "60",
    "SampledDataCtrlr.TxUpdatedInterval": "10",
  });
  bench.block.start();
  bench.transactions.event(evseId(1), "Started");
  bench.block.stop();
  assert.deepEqual(bench.clock.pending(), []);
});
