import assert from "node:assert/strict";
import { toTimestamp } from "../../src/kernel/clock.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { arrived, energyTransferStarted, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Within this time the station has noticed that the clock was set. */
const NOTICED_MS = 5_000;
const REGISTER = {
  "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register",
  "SampledDataCtrlr.TxUpdatedInterval": "0",
};

async function charging(): Promise<StationUnderTest> {
  const station = await startStation({ everest: { evse: { stopDelayMs: 100 } } });
  await energyTransferStarted(await arrived(station, { variables: REGISTER }));
  await station.pass(10 * MINUTE_MS);
  return station;
}

const setClock = ({ clock }: StationUnderTest, byMs: number) => clock.setWall(clock.wallMs() + byMs);

async function ended(station: StationUnderTest) {
  await queueEmptied(station);
  const event = station.csms.received("TransactionEvent").at(-1);
  assert.equal(event?.eventType, "Ended");
  return event;
}

for (const [name, byMs] of [["back", -DAY_MS], ["forward", DAY_MS]] as const) {
  for (const noticed of ["before the stop", "never", "before a restart"] as const) {
    Deno.test(`the time spent charging does not follow a clock that is set ${name}, noticed ${noticed}`, async () => {
      await using station = await charging();
      setClock(station, byMs);
      if (noticed !== "never") await station.pass(NOTICED_MS);
      if (noticed === "before a restart") await processRestarted(station);
      await station.everest.auth.swipe("RFID0001");
      await station.pass(1000);
      const seconds = (await ended(station)).transactionInfo.timeSpentCharging ?? 0;
      // The restart takes as long as the manager may need.
      assert(seconds >= 600 && seconds < 700, `${seconds} s`);
    });
  }
}

Deno.test("a clock that is set back does not keep what the meter says afterwards from an end that nobody sees", async () => {
  await using station = await charging();
  setClock(station, -DAY_MS);
  await station.pass(60 * MINUTE_MS);
  const last = station.evse(1).meter.read().energy_Wh_import.total;
  await station.everest.client.publishVar("evse_manager_1", "evse", "session_event", {
    ...{ event: "SessionStarted", uuid: crypto.randomUUID(), session_started: { reason: "EVConnected" } },
    timestamp: toTimestamp(station.clock.wallMs()),
  });
  const value = (await ended(station)).meterValue?.at(-1)?.sampledValue.find(({ phase }) =>
    phase === undefined
  );
  assert(value && value.value > last * 0.95, `${value?.value} of ${last} Wh`);
});
