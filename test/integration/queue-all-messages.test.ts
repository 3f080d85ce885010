import assert from "node:assert/strict";
import { startStation } from "../conformance/harness/station-under-test.ts";

/** A cable comes and goes while the CSMS cannot be reached; what it hears of that afterwards. */
async function toldAfterwards(queueAllMessages: boolean): Promise<string[]> {
  await using station = await startStation({
    variables: {
      "OCPPCommCtrlr.QueueAllMessages": queueAllMessages,
      "OCPPCommCtrlr.OfflineThreshold": 600,
      "OCPPCommCtrlr.RetryBackOffWaitMinimum": 7,
      "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    },
  });
  const { csms } = station;
  await csms.expect("BootNotification");
  await csms.expect("StatusNotification");
  await station.settle();
  csms.stopAccepting();
  csms.drop();
  await csms.disconnected();
  await station.evse(1).plugIn();
  await station.pass(1_000);
  await station.evse(1).unplug();
  await station.pass(1_000);
  csms.resume();
  const back = csms.nextConnection();
  const before = csms.received("StatusNotification").length;
  await station.pass(7_000);
  await back;
  await csms.expect("StatusNotification", ({ connectorStatus }) => connectorStatus === "Available");
  await station.settle();
  return csms.received("StatusNotification").slice(before).map(({ connectorStatus }) => connectorStatus);
}

Deno.test("QueueAllMessages: everything that happened while offline is delivered, in order", async () => {
  assert.deepEqual((await toldAfterwards(true)).slice(0, 2), ["Occupied", "Available"]);
});

Deno.test("without QueueAllMessages the CSMS hears how things stand, not how they came to be", async () => {
  assert.deepEqual(await toldAfterwards(false), ["Available"]);
});
