import assert from "node:assert/strict";
import { startIso15118Station } from "./harness/certificates.ts";
import {
  assertAskedByHash,
  certificatesInstalled,
  contractAccepted,
  contractPresented,
  newContract,
  V2G_IDENTITY,
} from "./harness/plug-and-charge.ts";
import { arrived, energyTransferStarted, evConnectedPreSession } from "./harness/reusable-states.ts";

for (const start of ["PowerPathClosed", "EVConnected", "Authorized"]) {
  Deno.test(`TC_C_50_CS Authorization using Contract Certificates 15118 - Online - Local contract certificate validation - Accepted (${start})`, async () => {
    await using station = await startIso15118Station();
    const { csms } = station;
    csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted" }, certificateStatus: "Accepted" }));
    const visit = await arrived(station, {
      start,
      variables: {
        "AuthCtrlr.Enabled": "true",
        "AuthCtrlr.DisableRemoteAuthorization": "false",
        "ISO15118Ctrlr.CentralContractValidationAllowed": "false",
        "ISO15118Ctrlr.ContractCertificateInstallationEnabled": "true",
        "ISO15118Ctrlr.V2GCertificateInstallationEnabled": "true",
        "ISO15118Ctrlr.PnCEnabled": "true",
        ...V2G_IDENTITY,
      },
    });
    const contract = await newContract();
    await certificatesInstalled(station, contract);
    await evConnectedPreSession(visit);
    // Steps 1 and 2.
    const outcome = contractPresented(station, contract);
    const { payload } = await csms.expect("Authorize");
    assertAskedByHash(payload, contract);
    assert.equal(await outcome, "UsedToStart");
    // Steps 3 and 4.
    await contractAccepted(visit);
    // Step 5.
    await energyTransferStarted(visit);
  });
}
