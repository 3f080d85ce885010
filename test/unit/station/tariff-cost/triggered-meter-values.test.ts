import assert from "node:assert/strict";
import { type EvseId, evseId } from "../../../../src/kernel/ids.ts";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import { createLatestReadings } from "../../../../src/station/metering/latest-readings.ts";
import {
  costTimer,
  createTriggeredMeterValues,
} from "../../../../src/station/tariff-cost/triggered-meter-values.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms } from "../fake-csms.ts";

type Ended = { readonly evseId: EvseId; readonly request: RequestOf<"TransactionEvent"> };

/** EVSE 1 and 2 have the transactions tx1 and tx2. */
function bench() {
  const clock = new FakeClock();
  const csms = new FakeCsms();
  csms.always("MeterValues", {});
  const readings = createLatestReadings();
  const log = new RecordingLogger();
  const listeners: ((event: Ended) => void)[] = [];
  const triggers = createTriggeredMeterValues({
    csms,
    readings,
    clock,
    log,
    transactions: {
      evseOf: (id) => id === "tx1" ? evseId(1) : id === "tx2" ? evseId(2) : undefined,
      onEvent: (listener) => void listeners.push(listener),
    },
  });
  return {
    clock,
    log,
    triggers,
    read(evse: number, registerWh: number) {
      const reading = {
        timestampMs: clock.wallMs(),
        sampledValues: [{ value: registerWh, measurand: "Energy.Active.Import.Register" as const }],
      };
      readings.record(evseId(evse), reading);
      triggers.reading(evseId(evse), reading);
    },
    ended(evse: number) {
      const request = { eventType: "Ended" } as RequestOf<"TransactionEvent">;
      for (const listener of listeners) listener({ evseId: evseId(evse), request });
    },
    told: () =>
      csms.requests("MeterValues").map(({ evseId, meterValue }) => [
        evseId,
        meterValue[0]?.sampledValue[0]?.value,
        meterValue[0]?.sampledValue[0]?.context,
      ]),
  };
}

Deno.test("every EVSE has triggers of its own, which end with its transaction", () => {
  const { triggers, read, ended, told, clock } = bench();
  triggers.set("tx1", { registerWh: 100, atMs: clock.wallMs() + 1000 });
  triggers.set("tx2", { registerWh: 100, atMs: clock.wallMs() + 1000 });
  read(1, 50);
  read(2, 50);
  ended(1);
  clock.advance(1000);
  read(1, 100);
  read(2, 100);
  assert.deepEqual(told(), [[2, 50, "Other"], [2, 100, "Other"]]);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("new triggers replace the old ones, the time too", () => {
  const { triggers, read, told, clock } = bench();
  triggers.set("tx1", { registerWh: 100, atMs: clock.wallMs() + 1000 });
  triggers.set("tx1", { registerWh: 200 });
  clock.advance(1000);
  read(1, 150);
  assert.deepEqual(told(), []);
  read(1, 200);
  assert.deepEqual(told(), [[1, 200, "Other"]]);
});

Deno.test("at its time the last reading is sent; without any there is nothing to send", () => {
  const { triggers, read, told, clock } = bench();
  triggers.set("tx1", { atMs: clock.wallMs() + 1000 });
  clock.advance(1000);
  assert.deepEqual(told(), []);
  read(1, 7);
  triggers.set("tx1", { atMs: clock.wallMs() + 1000 });
  assert.equal(clock.remainingMs(costTimer(evseId(1))), 1000);
  clock.advance(1000);
  assert.deepEqual(told(), [[1, 7, "Other"]]);
});

Deno.test("an unknown transaction and a time that has passed are named in the log", () => {
  const { triggers, log, clock } = bench();
  triggers.set("tx3", { registerWh: 1 });
  triggers.set("tx1", { atMs: clock.wallMs() });
  assert.equal(log.messages("warning").length, 2);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("nothing waits any more once it is stopped", () => {
  const { triggers, read, told, clock } = bench();
  triggers.set("tx1", { registerWh: 100, atMs: clock.wallMs() + 1000 });
  triggers.stop();
  read(1, 100);
  assert.deepEqual([told(), clock.pending()], [[], []]);
});
