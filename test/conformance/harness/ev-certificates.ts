import assert from "node:assert/strict";
import type { ResponseOf } from "../../../src/ocpp/messages.ts";
import { certificateInstalled, newRoot, startIso15118Station } from "./certificates.ts";
import { poweredUp } from "./power-up.ts";

const EXI_REQUEST = btoa("a request of the vehicle");
const SCHEMA_VERSION = "urn:iso:15118:2:2013:MsgDef";

/** A vehicle asks for its contract certificate, and the CSMS answers with `response`; resolves with what the vehicle gets. */
export async function vehicleAsks(
  action: "Install" | "Update",
  response: ResponseOf<"Get15118EVCertificate">,
): Promise<readonly unknown[]> {
  await using station = await startIso15118Station();
  const { csms, everest } = station;
  csms.on("Get15118EVCertificate", () => response);
  await poweredUp(station);
  await certificateInstalled(station, "V2GRootCertificate", await newRoot("V2G root"));
  await certificateInstalled(station, "MORootCertificate", await newRoot("MO root"));
  await station.evse(1).plugIn();
  await everest.iso15118.requestCertificate({
    exi_request: EXI_REQUEST,
    iso15118_schema_version: SCHEMA_VERSION,
    certificate_action: action,
  });
  // Step 1.
  const { payload } = await csms.expect("Get15118EVCertificate");
  assert.deepEqual(payload, { action, exiRequest: EXI_REQUEST, iso15118SchemaVersion: SCHEMA_VERSION });
  // Step 2: the vehicle gets the answer.
  await everest.record.call(({ command }) => command === "set_get_certificate_response");
  return everest.iso15118.answers;
}
