import assert from "node:assert/strict";
import { CallError } from "../fakes/csms/csms.ts";
import { arrived, configured } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { stationCommand } from "./station-command.ts";

Deno.test("queue: one that does not drain, because the CSMS answers with errors", async () => {
  await using station = await startStation();
  await arrived(station);
  await configured(station, { "TxCtrlr.TxStartPoint": "EVConnected" });
  station.csms.on("TransactionEvent", () => new CallError("InternalError", "no database"));
  await station.evse(1).plugIn();
  await station.csms.expect("TransactionEvent");
  await station.settle();
  const { exitStatus, text } = await stationCommand(station, "queue list");
  assert.equal(exitStatus, 1);
  assert.match(text, /TransactionEvent .* refused once$/m);
  const errors = await stationCommand(station, "log tail --errors --action TransactionEvent");
  assert.match(errors.lines[1]!, /CALLERROR InternalError/);
  const status = await stationCommand(station, "status");
  assert.match(status.lines.join(" "), /1 message waits for the CSMS/);
});
