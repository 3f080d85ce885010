import assert from "node:assert/strict";
import {
  arrived,
  configured,
  energyTransferStarted,
  transactionIdOf,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { stationCommand } from "./station-command.ts";

Deno.test("log: requests with their answers, filters, one message in full, export as open-ocpp-trace", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const { status } = await station.csms.call("RequestStopTransaction", { transactionId: "unknown" });
  assert.equal(status, "Rejected");
  const tail = await stationCommand(station, "log tail");
  assert.equal(tail.exitStatus, 0);
  assert.match(tail.text, /^\S+Z +station +BootNotification +\d+ m?s +Accepted +\S+$/m);
  await station.csms.call("SetVariables", {
    setVariableData: [{
      ...{
        component: { name: "OCPPCommCtrlr" },
        variable: { name: "HeartbeatInterval" },
        attributeValue: "soon",
      },
    }],
  });
  const errors = await stationCommand(station, "log tail --errors");
  assert.equal(errors.lines.length, 3, errors.text);
  assert.match(errors.lines[1]!, /CSMS +RequestStopTransaction .*Rejected/);
  assert.match(errors.lines[2]!, /CSMS +SetVariables .*Rejected/);
  const id = transactionIdOf(visit);
  const events = await stationCommand(station, `log tail --transaction ${id.slice(0, 8)} --evse 1`);
  assert.ok(events.lines.length > 1);
  assert.match(events.lines[1]!, /station +TransactionEvent Started +1 /);
  assert.ok(
    events.lines.slice(2).every((line) => /station +TransactionEvent Updated +1 /.test(line)),
    events.text,
  );
  const slip = await stationCommand(station, "log tail --action TransactionEvents");
  assert.deepEqual([slip.exitStatus, slip.complaints], [
    2,
    ["OCPP 2.0.1 has no message TransactionEvents; did you mean TransactionEvent?"],
  ]);
  const shown = await stationCommand(station, "log show --action bootnotification --count 1");
  assert.match(shown.lines[0]!, /station: BootNotification \(/);
  assert.ok(shown.text.includes('"chargingStation": {'));
  assert.ok(shown.text.includes('"interval": '));
  const exported = (await stationCommand(station, "log export --json")).lines.map((line) => JSON.parse(line));
  const boot = exported.filter(({ action }) => action === "BootNotification");
  assert.deepEqual(
    boot.map(({ messageType, direction, transport, schemaVersion, chargePointId }) => [
      ...[messageType, direction, transport, schemaVersion, chargePointId],
    ]),
    [
      ["CALL", "cp-to-csms", "json", "1.1", "CS-0001"],
      ["CALLRESULT", "csms-to-cp", "json", "1.1", "CS-0001"],
    ],
  );
  for (const { raw, messageId, messageType, payload } of exported) {
    const frame = JSON.parse(raw);
    assert.equal(frame[1], messageId);
    assert.deepEqual(messageType === "CALL" ? frame[3] : frame[2], payload);
  }
});

Deno.test("log: no secret, and a reason when there is no log", async () => {
  await using station = await startStation();
  await arrived(station);
  await configured(station, { "SecurityCtrlr.BasicAuthPassword": "another-secret-password" });
  const { text } = await stationCommand(station, "log show --action SetVariables");
  assert.ok(text.includes("BasicAuthPassword"));
  assert.ok(!text.includes("another-secret-password"));
  const none = await stationCommand(station, "log show nothing-has-this-id");
  assert.deepEqual([none.exitStatus, none.lines], [0, ["No message in the log fits."]]);
  await using silent = await startStation({ variables: { "InternalCtrlr.LogMessages": "false" } });
  await arrived(silent);
  const { exitStatus, complaints } = await stationCommand(silent, "log tail");
  assert.equal(exitStatus, 2);
  assert.match(complaints.join(), /LogMessagesFormat must contain log$/);
});
