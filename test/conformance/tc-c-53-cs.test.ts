import assert from "node:assert/strict";
import { startIso15118Station } from "./harness/certificates.ts";
import {
  assertAskedByCertificate,
  assertNoCharging,
  certificatesInstalled,
  contractPresented,
  newContract,
} from "./harness/plug-and-charge.ts";
import { arrived, evConnectedPreSession, nothingMore } from "./harness/reusable-states.ts";

Deno.test("TC_C_53_CS Authorization using Contract Certificates 15118 - Online - Central contract validation fails", async () => {
  await using station = await startIso15118Station();
  const { csms } = station;
  csms.on("Authorize", () => ({
    idTokenInfo: { status: "Invalid" },
    certificateStatus: "CertificateRevoked",
  }));
  const visit = await arrived(station, {
    variables: {
      "AuthCtrlr.Enabled": "true",
      "AuthCtrlr.DisableRemoteAuthorization": "false",
      "ISO15118Ctrlr.CentralContractValidationAllowed": "true",
      "ISO15118Ctrlr.PnCEnabled": "true",
    },
  });
  // Prerequisite: the root that issued the contract is not installed.
  await certificatesInstalled(station);
  const contract = await newContract();
  await evConnectedPreSession(visit);
  // Steps 1 and 2.
  const outcome = contractPresented(station, contract);
  const { payload } = await csms.expect("Authorize");
  assertAskedByCertificate(payload, contract);
  assert.equal(await outcome, "Rejected");
  // Post scenario validations.
  await assertNoCharging(station);
  await nothingMore(visit);
});
