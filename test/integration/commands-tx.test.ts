import assert from "node:assert/strict";
import {
  arrived,
  backOnline,
  energyTransferStarted,
  goneOffline,
  transactionIdOf,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { stationCommand } from "./station-command.ts";

Deno.test("tx: an open transaction, what of it waits with its meter values, and what is confirmed", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  const none = await stationCommand(station, "tx list");
  assert.deepEqual([none.exitStatus, none.lines], [0, [
    "No transaction is open, and no event of one waits.",
  ]]);
  await energyTransferStarted(visit);
  const id = transactionIdOf(visit);
  const online = await stationCommand(station, "tx list");
  assert.equal(online.exitStatus, 0, online.text);
  assert.match(
    online.lines[1]!,
    new RegExp(`^${id} +1 +Charging +.* ago +${visit.events.length} confirmed, 0 wait$`),
  );
  await goneOffline(station);
  await station.evse(1).unplug();
  await station.settle();
  const ended = await stationCommand(station, "tx list");
  assert.equal(ended.exitStatus, 1);
  assert.match(ended.lines[1]!, new RegExp(`^${id} .*[1-9] wait$`));
  const shown = await stationCommand(station, `tx show ${id.slice(0, 8)}`);
  assert.equal(shown.exitStatus, 1);
  assert.match(shown.text, /^\d+ +Ended +\S+ +\S+Z +queue \d+$/m);
  assert.match(shown.text, /^\d+ +\S+Z +Transaction\.End +Energy\.Active\.Import\.Register +[\d.]+ k?Wh$/m);
  await backOnline(station);
  for (let event = await station.csms.expect("TransactionEvent"); event.payload.eventType !== "Ended";) {
    event = await station.csms.expect("TransactionEvent");
  }
});

Deno.test("tx show: an id that is not there", async () => {
  await using station = await startStation();
  await arrived(station);
  const { exitStatus, complaints } = await stationCommand(station, "tx show 4711");
  assert.deepEqual([exitStatus, complaints.length], [2, 1]);
  assert.match(complaints[0]!, /^no transaction 4711 is open or waits; OCPP201 log show --transaction 4711$/);
});
