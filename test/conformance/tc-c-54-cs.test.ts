import assert from "node:assert/strict";
import { startIso15118Station } from "./harness/certificates.ts";
import { certificatesInstalled, contractPresented, EMAID, newContract } from "./harness/plug-and-charge.ts";
import {
  arrived,
  backOnline,
  energyTransferStarted,
  goneOffline,
  nextEvent,
} from "./harness/reusable-states.ts";

const BACK_OFF_SECONDS = 120;

Deno.test("TC_C_54_CS Authorization using Contract Certificates 15118 - Offline - ContractValidationOffline is true", async () => {
  await using station = await startIso15118Station();
  const { csms } = station;
  const visit = await arrived(station, {
    start: "EVConnected",
    variables: {
      "AuthCtrlr.Enabled": "true",
      "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true",
      "OCPPCommCtrlr.OfflineThreshold": String(BACK_OFF_SECONDS + 60),
      "OCPPCommCtrlr.RetryBackOffWaitMinimum": String(BACK_OFF_SECONDS),
      "OCPPCommCtrlr.RetryBackOffRandomRange": "0",
      "ISO15118Ctrlr.ContractValidationOffline": "true",
      "ISO15118Ctrlr.PnCEnabled": "true",
    },
  });
  // Memory state; there is neither an authorization cache nor a local list to fill.
  const contract = await newContract();
  await certificatesInstalled(station, contract);
  // Step 1 and the manual actions.
  await goneOffline(station);
  await station.evse(1).plugIn();
  assert.equal(await contractPresented(station, contract), "UsedToStart");
  // Step 2.
  await backOnline(station);
  // Steps 3 and 4.
  const { payload: status } = await csms.expect(
    "StatusNotification",
    ({ connectorStatus }) => connectorStatus === "Occupied",
  );
  assert.equal(status.evseId, 1);
  // Steps 5 and 6.
  const started = await nextEvent(visit);
  visit.connected = true;
  assert.equal(started.triggerReason, "CablePluggedIn");
  assert.equal(started.transactionInfo.chargingState, "EVConnected");
  assert.equal(started.offline, true);
  // Steps 7 and 8.
  const authorized = await nextEvent(visit);
  visit.authorized = "local";
  assert.equal(authorized.triggerReason, "Authorized");
  assert.deepEqual(authorized.idToken, { idToken: EMAID, type: "eMAID" });
  assert.equal(authorized.offline, true);
  // The station has validated the contract itself.
  assert.deepEqual(csms.received("Authorize"), []);
  // Step 9.
  await energyTransferStarted(visit);
});
