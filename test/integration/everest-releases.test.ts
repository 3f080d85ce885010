import assert from "node:assert/strict";
import { installDefinitions } from "../fixtures/everest.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

const BUSES = [
  { release: "2026.02", dialect: "old" },
  { release: "2026-08", dialect: "new" },
] as const;

for (const { release, dialect } of BUSES) {
  Deno.test(`a session works on the bus of EVerest ${release}`, async () => {
    // What we send is limited to what that release knows.
    const data_dir = await Deno.makeTempDir({ prefix: "everest-data-" });
    await installDefinitions(release, data_dir);
    await using station = await startStation({ everest: { dialect, manager: { settings: { data_dir } } } });
    const { csms, everest } = station;
    await csms.expect("BootNotification");
    await station.evse(1).plugIn();
    await everest.auth.swipe("RFID0001");
    const started = await csms.expect("TransactionEvent");
    assert.equal(started.payload.eventType, "Started");
    await station.evse(1).unplug();
    const ended = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
    assert.equal(ended.payload.transactionInfo.stoppedReason, "EVDisconnected");
    assert.deepEqual(station.log.messages("notice").filter((text) => /the installed EVerest/.test(text)), []);
    await Deno.remove(data_dir, { recursive: true });
  });
}

Deno.test("a command that the installed interface lacks is answered at once, and nothing that it could not survive is sent", async () => {
  const data_dir = await Deno.makeTempDir({ prefix: "everest-data-" });
  await Deno.mkdir(`${data_dir}/interfaces`);
  await Deno.mkdir(`${data_dir}/types`);
  await Deno.writeTextFile(
    `${data_dir}/interfaces/system.yaml`,
    "cmds:\n  get_boot_reason:\n    result: { type: string }\nvars: {}\n",
  );
  await Deno.writeTextFile(
    `${data_dir}/interfaces/ocpp.yaml`,
    "cmds: {}\nvars:\n  connection_status: { type: object, $ref: /ocpp#/ConnectionStatus }\n",
  );
  await Deno.writeTextFile(
    `${data_dir}/types/ocpp.yaml`,
    [
      "types:",
      "  ConnectionStatus:",
      "    type: object",
      "    additionalProperties: false",
      "    required: [connected]",
      "    properties:",
      "      connected: { type: boolean }",
      "",
    ].join("\n"),
  );
  await using station = await startStation({ everest: { manager: { settings: { data_dir } } } });
  const { csms, everest } = station;
  await csms.expect("BootNotification");
  const status = await everest.record.variable(({ variable }) => variable === "connection_status");
  assert.deepEqual(status.value, { connected: true });
  const answer = await csms.call("GetLog", {
    requestId: 1,
    logType: "DiagnosticsLog",
    log: { remoteLocation: "https://logs.example/" },
  });
  assert.deepEqual([answer.status, answer.statusInfo?.reasonCode], ["Rejected", "InternalError"]);
  assert.deepEqual(everest.record.callsOf("upload_logs"), []);
  await Deno.remove(data_dir, { recursive: true });
});
