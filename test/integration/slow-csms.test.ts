import assert from "node:assert/strict";
import { sleep } from "../../src/kernel/clock.ts";
import type { Action } from "../../src/ocpp/messages.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

/** The CSMS takes its time for these actions, on the clock of the test. */
function slowAt(station: StationUnderTest, milliseconds: number, ...actions: Action[]): void {
  for (const action of actions) {
    station.csms.on(action, async () => {
      await sleep(station.clock, "csms.slow", milliseconds);
      return action === "Authorize" ? { idTokenInfo: { status: "Accepted" } } : {} as never;
    });
  }
}

Deno.test("90 plug-ins on two EVSEs and a CSMS that is slow at statuses: it ends up knowing how things stand", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const { csms } = station;
  await csms.expect("StatusNotification", ({ evseId }) => evseId === 2);
  slowAt(station, 400, "StatusNotification");
  for (let round = 0; round < 45; round++) {
    for (const id of [1, 2]) {
      await station.evse(id).plugIn();
      if (round < 44 || id === 2) await station.evse(id).unplug();
    }
  }
  await station.pass(10_000);
  const last = (id: number) =>
    csms.received("StatusNotification").filter(({ evseId }) => evseId === id).at(-1)?.connectorStatus;
  assert.deepEqual([last(1), last(2)], ["Occupied", "Available"]);
  // As many as the CSMS could take in that time, not as many as there were.
  assert(csms.received("StatusNotification").length < 40);
});

Deno.test("20 EVSEs with aligned values every second and a slow CSMS: a token is answered in time", async () => {
  await using station = await startStation({
    everest: { evses: 20 },
    variables: {
      "AlignedDataCtrlr.Interval": 1,
      "AlignedDataCtrlr.Measurands": "Energy.Active.Import.Register",
    },
  });
  const { csms } = station;
  await csms.expect("StatusNotification", ({ evseId }) => evseId === 20);
  slowAt(station, 400, "MeterValues", "Authorize", "TransactionEvent");
  await station.pass(30_000);
  await station.evse(3).plugIn();
  const outcome = station.everest.auth.swipe("CARD");
  await station.pass(2_000);
  assert.equal(await outcome, "UsedToStart");
  const asked = csms.calls.findIndex(({ action }) => action === "Authorize");
  assert(asked > 0);
  assert(station.log.messages("warning").includes("too many calls are waiting, one is not sent"));
  csms.answerAsUsual("MeterValues");
});
