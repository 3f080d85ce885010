import assert from "node:assert/strict";
import { ISO15118_VARIABLES, startIso15118Station } from "../conformance/harness/certificates.ts";
import { getLog } from "../conformance/harness/log-uploads.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

async function actualValue({ csms }: StationUnderTest, component: string, name: string) {
  const question = { component: { name: component }, variable: { name } };
  const { getVariableResult } = await csms.call("GetVariables", { getVariableData: [question] });
  return getVariableResult[0]?.attributeValue;
}

Deno.test("a priority list that names a slot twice is Rejected", async () => {
  await using station = await startStation();
  await booted(station);
  const { setVariableResult } = await station.csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "OCPPCommCtrlr" },
      variable: { name: "NetworkConfigurationPriority" },
      attributeValue: "1,1",
    }],
  });
  assert.equal(setVariableResult[0]?.attributeStatus, "Rejected");
  assert.equal(setVariableResult[0]?.attributeStatusInfo?.reasonCode, "InvalidValue");
});

Deno.test("A02.FR.21: a V2G certificate request that the CSMS rejects switches Plug & Charge off until the next start", async () => {
  await using station = await startIso15118Station({
    variables: { ...ISO15118_VARIABLES, "ISO15118Ctrlr.PnCEnabled": "true" },
  });
  const { csms } = station;
  await booted(station);
  assert.equal(await actualValue(station, "ISO15118Ctrlr", "PnCEnabled"), "true");
  csms.on("SignCertificate", () => ({ status: "Rejected" }));
  await csms.call("TriggerMessage", { requestedMessage: "SignV2GCertificate" });
  await csms.expect("SignCertificate");
  await station.settle();
  assert.equal(await actualValue(station, "ISO15118Ctrlr", "PnCEnabled"), "false");
  await station.stop();
  station.start();
  await station.clock.fire("everest.dialect");
  await csms.expect("BootNotification");
  assert.equal(await actualValue(station, "ISO15118Ctrlr", "PnCEnabled"), "true");
});

Deno.test("a status that the system module repeats is one LogStatusNotification", async () => {
  await using station = await startStation();
  const { csms, everest } = station;
  await booted(station);
  assert.equal((await getLog(station)).status, "Accepted");
  await csms.expect("LogStatusNotification");
  for (let n = 0; n < 3; n++) {
    await everest.system.uploads.publish({ log_status: "Uploading", request_id: 1 });
  }
  await everest.system.uploads.publish({ log_status: "Uploaded", request_id: 1 });
  await csms.expect("LogStatusNotification", ({ status }) => status === "Uploaded");
  assert.deepEqual(csms.received("LogStatusNotification").map(({ status }) => status), [
    "Uploading",
    "Uploaded",
  ]);
});

Deno.test("a reset that the shutdown overtakes is no failed command in the log", async () => {
  await using station = await startStation();
  const { csms, everest, log } = station;
  await booted(station);
  // The system module is gone before it can answer.
  everest.client.sabotageCmd({ moduleId: "system", implementationId: "main" }, "reset", () => {});
  assert.equal((await csms.call("Reset", { type: "Immediate" })).status, "Accepted");
  await station.pass(1000);
  await station.clock.timerSet("everest.call.reset");
  assert.equal(await station.stop(), 0);
  const blamed = log.lines.filter(({ level, fields }) => level !== "info" && fields["command"] === "reset");
  assert.deepEqual(blamed, []);
});
