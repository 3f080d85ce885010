import assert from "node:assert/strict";
import { startIso15118Station } from "./harness/certificates.ts";
import {
  assertAskedByCertificate,
  certificatesInstalled,
  contractAccepted,
  contractPresented,
  newContract,
  plugAndChargeOf,
  V2G_IDENTITY,
} from "./harness/plug-and-charge.ts";
import { arrived, energyTransferStarted, evConnectedPreSession } from "./harness/reusable-states.ts";

for (const start of ["PowerPathClosed", "EVConnected", "Authorized"]) {
  Deno.test(`TC_C_52_CS Authorization using Contract Certificates 15118 - Online - Central contract certificate validation - Accepted (${start})`, async () => {
    await using station = await startIso15118Station();
    const { csms } = station;
    csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted" }, certificateStatus: "Accepted" }));
    const visit = await arrived(station, {
      start,
      variables: {
        "AuthCtrlr.Enabled": "true",
        "AuthCtrlr.DisableRemoteAuthorization": "false",
        "ISO15118Ctrlr.CentralContractValidationAllowed": "true",
        "ISO15118Ctrlr.ContractCertificateInstallationEnabled": "true",
        "ISO15118Ctrlr.V2GCertificateInstallationEnabled": "true",
        "ISO15118Ctrlr.PnCEnabled": "true",
        ...V2G_IDENTITY,
      },
    });
    // Prerequisite: the root that issued the contract is not installed.
    await certificatesInstalled(station);
    assert.equal(plugAndChargeOf(station.everest)["central_contract_validation_allowed"], true);
    const contract = await newContract();
    await evConnectedPreSession(visit);
    // Steps 1 and 2.
    const outcome = contractPresented(station, contract);
    const { payload } = await csms.expect("Authorize");
    assertAskedByCertificate(payload, contract);
    assert.equal(await outcome, "UsedToStart");
    // Steps 3 and 4.
    await contractAccepted(visit);
    // Step 5.
    await energyTransferStarted(visit);
  });
}
