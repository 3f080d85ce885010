import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  evConnectedPreSession,
  transactionIdOf,
  type Visit,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

// Auth withdraws also from drivers who have shown a card and may plug in at any EVSE, unless it is told the token.

/** What Auth is asked to withdraw when the CSMS stops. */
async function withdrawnByStop({ station, ...visit }: Visit): Promise<readonly unknown[]> {
  const { status } = await station.csms.call("RequestStopTransaction", {
    transactionId: transactionIdOf({ station, ...visit }),
  });
  assert.equal(status, "Accepted");
  await station.settle();
  return station.everest.record.callsOf("withdraw_authorization").map(({ args }) => args["request"]);
}

Deno.test("RequestStopTransaction takes nothing from drivers at other EVSEs where nobody was authorized (F03.FR.02)", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station, { start: "EVConnected", stop: "EVConnected,Authorized" });
  await evConnectedPreSession(visit);
  assert.deepEqual(await withdrawnByStop(visit), []);
});

Deno.test("RequestStopTransaction takes the token of the transaction, and no other (F03.FR.02)", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station, { start: "Authorized", stop: "EVConnected,Authorized" });
  await authorized(visit);
  assert.deepEqual(await withdrawnByStop(visit), [
    { evse_id: 1, id_token: { value: "RFID0001", type: "ISO14443" } },
  ]);
});
