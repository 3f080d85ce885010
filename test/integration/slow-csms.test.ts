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
  // Long enough for every one of them, had they all waited.
  await station.pass(100_000);
  const last = (id: number) =>
    csms.received("StatusNotification").filter(({ evseId }) => evseId === id).at(-1)?.connectorStatus;
  assert.deepEqual([last(1), last(2)], ["Occupied", "Available"]);
  const told = csms.received("StatusNotification").length;
  assert(told < 10, `${told} statuses, of which nobody needs more than the newest`);
});

Deno.test("20 cars at once and a CSMS that is slow at their statuses: a token does not wait for them", async () => {
  await using station = await startStation({ everest: { evses: 20 } });
  const { csms } = station;
  await csms.expect("StatusNotification", ({ evseId }) => evseId === 20);
  slowAt(station, 400, "StatusNotification", "Authorize");
  for (let id = 1; id <= 20; id++) await station.evse(id).plugIn();
  let outcome: string | undefined;
  const swiped = station.everest.auth.swipe("CARD").then((result) => outcome = result);
  await station.pass(2_000);
  assert.equal(outcome, "UsedToStart");
  const told = csms.received("StatusNotification").length;
  assert(told < 30, `${told} statuses were told meanwhile`);
  await swiped;
  csms.answerAsUsual("StatusNotification");
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
