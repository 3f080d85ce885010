import assert from "node:assert/strict";
import { hashOf, startIso15118Station } from "./harness/certificates.ts";
import { customerInformation } from "./harness/customer-information.ts";
import {
  certificatesInstalled,
  contractAccepted,
  contractPresented,
  newContract,
} from "./harness/plug-and-charge.ts";
import {
  arrived,
  energyTransferStarted,
  energyTransferSuspended,
  evConnectedPreSession,
  queueEmptied,
} from "./harness/reusable-states.ts";

Deno.test("TC_N_63_CS Clear Customer Information - Clear and report - customerCertificate", async () => {
  await using station = await startIso15118Station();
  const visit = await arrived(station, {
    start: "EVConnected",
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
  assert.equal(await contractPresented(station, contract), "UsedToStart");
  await contractAccepted(visit);
  await energyTransferStarted(visit);
  // Manual action: the EV ends the session.
  await energyTransferSuspended(visit);
  await station.evse(1).unplug();
  await queueEmptied(station);
  // Steps 1 to 4: the hash of the contract stands in the log, as the CSMS was asked with it.
  const customerCertificate = hashOf(contract.certificate, contract.issuer);
  const data = await customerInformation(station, { report: true, clear: true, customerCertificate });
  assert.match(data, /^Log files, cleared:\n\d+ mentions/);
  // Steps 5 to 8.
  const left = await customerInformation(station, { report: true, clear: false, customerCertificate }, 2);
  assert.equal(left, "");
});
