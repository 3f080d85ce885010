import assert from "node:assert/strict";
import { poweredUp } from "./harness/power-up.ts";
import { certificateInstalled, newRoot, startIso15118Station } from "./harness/certificates.ts";

Deno.test("TC_M_27_CS Certificate Installation EV - Failed", async () => {
  await using station = await startIso15118Station();
  const { csms, everest } = station;
  csms.on("Get15118EVCertificate", () => ({ status: "Failed", exiResponse: "" }));
  await poweredUp(station);
  await certificateInstalled(station, "V2GRootCertificate", await newRoot("V2G root"));
  await certificateInstalled(station, "MORootCertificate", await newRoot("MO root"));
  await station.evse(1).plugIn();
  await everest.iso15118.requestCertificate({
    exi_request: btoa("a request of the vehicle"),
    iso15118_schema_version: "urn:iso:15118:2:2013:MsgDef",
    certificate_action: "Install",
  });
  // Step 1.
  const { payload } = await csms.expect("Get15118EVCertificate");
  assert.deepEqual(payload, {
    action: "Install",
    exiRequest: btoa("a request of the vehicle"),
    iso15118SchemaVersion: "urn:iso:15118:2:2013:MsgDef",
  });
  // Step 2: the vehicle gets the answer.
  await everest.record.call(({ command }) => command === "set_get_certificate_response");
  assert.deepEqual(everest.iso15118.answers, [{
    status: "Failed",
    certificate_action: "Install",
  }]);
});
