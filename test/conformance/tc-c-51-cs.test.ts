import assert from "node:assert/strict";
import { startIso15118Station } from "./harness/certificates.ts";
import {
  assertAskedByHash,
  assertNoCharging,
  certificatesInstalled,
  contractPresented,
  newContract,
} from "./harness/plug-and-charge.ts";
import { arrived, evConnectedPreSession, nothingMore } from "./harness/reusable-states.ts";

Deno.test("TC_C_51_CS Authorization using Contract Certificates 15118 - Online - Local contract certificate validation - Rejected", async () => {
  await using station = await startIso15118Station();
  const { csms } = station;
  csms.on("Authorize", () => ({
    idTokenInfo: { status: "Invalid" },
    certificateStatus: "ContractCancelled",
  }));
  const visit = await arrived(station, {
    variables: {
      "AuthCtrlr.Enabled": "true",
      "AuthCtrlr.DisableRemoteAuthorization": "false",
      "ISO15118Ctrlr.CentralContractValidationAllowed": "false",
      "ISO15118Ctrlr.PnCEnabled": "true",
    },
  });
  const contract = await newContract();
  await certificatesInstalled(station, contract);
  await evConnectedPreSession(visit);
  // Steps 1 and 2.
  const outcome = contractPresented(station, contract);
  const { payload } = await csms.expect("Authorize");
  assertAskedByHash(payload, contract);
  assert.equal(await outcome, "Rejected");
  // Post scenario validations.
  await assertNoCharging(station);
  await nothingMore(visit);
});
