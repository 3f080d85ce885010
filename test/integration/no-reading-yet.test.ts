import assert from "node:assert/strict";
import { arrived, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const REGISTER = {
  "SampledDataCtrlr.TxStartedMeasurands": "Energy.Active.Import.Register",
  "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register",
  "SampledDataCtrlr.TxUpdatedInterval": "0",
};

/** Every value of the total register, with its context. */
function registers({ csms }: StationUnderTest): readonly (readonly [string, string | undefined, number])[] {
  return csms.received("TransactionEvent").flatMap(({ eventType, meterValue = [] }) =>
    meterValue.flatMap(({ sampledValue }) =>
      sampledValue.filter(({ phase }) => phase === undefined)
        .map(({ context, value }) => [eventType, context, value] as const)
    )
  );
}

async function charges(station: StationUnderTest): Promise<void> {
  await station.evse(1).plugIn();
  await station.everest.auth.swipe("RFID0001");
  await station.pass(1000);
  await station.evse(1).startCharging();
  await station.pass(600_000);
}

Deno.test("an EVSE without a meter tells no energy, least of all none (E02.FR.09)", async () => {
  await using station = await startStation({ start: false, everest: { evse: { stopDelayMs: 100 } } });
  station.evse(1).silenceMeter();
  station.start();
  await arrived(station, { variables: REGISTER });
  await charges(station);
  await station.everest.auth.swipe("RFID0001");
  await station.pass(1000);
  await station.evse(1).unplug();
  await queueEmptied(station);
  assert.deepEqual(registers(station), []);
  const types = station.csms.received("TransactionEvent").map(({ eventType }) => eventType);
  assert.deepEqual(types, ["Started", "Updated", "Ended"]);
});

Deno.test("a meter that is not back after a power cut: the transaction ends with the last it has said", async () => {
  await using station = await startStation({ everest: { evse: { stopDelayMs: 100 } } });
  await arrived(station, { variables: REGISTER });
  await charges(station);
  const before = station.evse(1).meter.read().energy_Wh_import.total;
  await station.stop();
  await station.everest.powerCut();
  station.evse(1).silenceMeter();
  station.start();
  await station.csms.expect("BootNotification");
  await station.pass(15_000);
  await queueEmptied(station);
  const ended = station.csms.received("TransactionEvent").at(-1);
  assert.equal(ended?.eventType, "Ended");
  assert.equal(ended.transactionInfo.stoppedReason, "PowerLoss");
  const [, context, wattHours] = registers(station).at(-1)!;
  assert.equal(context, "Transaction.End");
  assert(wattHours > before * 0.9, `${wattHours} of ${before} Wh`);
});
