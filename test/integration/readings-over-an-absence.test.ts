import assert from "node:assert/strict";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { arrived, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const REGISTER = {
  "SampledDataCtrlr.TxStartedMeasurands": "Energy.Active.Import.Register",
  "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register",
  "SampledDataCtrlr.TxUpdatedInterval": "0",
};

const swipe = ({ everest }: StationUnderTest, value: string) =>
  everest.auth.present({
    id_token: { value, type: "ISO14443" },
    authorization_type: "RFID",
    prevalidated: true,
  });

/** The last total register that Ended events tell, with its time. */
function lastRegisters({ csms }: StationUnderTest) {
  return csms.received("TransactionEvent").filter(({ eventType }) => eventType === "Ended")
    .map(({ meterValue }) => {
      const last = meterValue?.at(-1);
      const value = last?.sampledValue.find(({ phase }) => phase === undefined);
      return {
        context: value?.context,
        wattHours: value?.value ?? 0,
        atMs: Date.parse(last?.timestamp ?? ""),
      };
    });
}

Deno.test("who charged before an absence does not pay for who charged meanwhile (E06.FR.11)", async () => {
  await using station = await startStation({ everest: { evse: { stopDelayMs: 100 } } });
  await arrived(station, { variables: REGISTER });
  const evse = station.evse(1);
  await evse.plugIn();
  await swipe(station, "DRIVER-A");
  await station.pass(1_000);
  await evse.startCharging();
  await station.pass(600_000);
  const stoppedMs = station.clock.wallMs();
  const stoppedWh = evse.meter.read().energy_Wh_import.total;
  await station.stop();
  await evse.unplug();
  station.clock.advance(1_000);
  await evse.plugIn();
  await swipe(station, "DRIVER-B");
  await evse.startCharging();
  for (let minute = 0; minute < 60; minute++) station.clock.advance(60_000);
  await processRestarted(station);
  await station.pass(5_000);
  await evse.pauseEv();
  await queueEmptied(station);
  const [ended] = lastRegisters(station);
  assert.equal(ended?.context, "Transaction.End");
  assert(ended.atMs <= stoppedMs && ended.atMs >= stoppedMs - 2_000, new Date(ended.atMs).toISOString());
  assert(ended.wattHours <= stoppedWh && ended.wattHours > stoppedWh * 0.99, `${ended.wattHours} Wh`);
});
