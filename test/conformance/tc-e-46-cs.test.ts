import assert from "node:assert/strict";
import { startIso15118Station } from "./harness/certificates.ts";
import {
  certificatesInstalled,
  contractAccepted,
  contractPresented,
  newContract,
} from "./harness/plug-and-charge.ts";
import {
  arrived,
  energyTransferStarted,
  evConnectedPreSession,
  nextEvent,
  nothingMore,
} from "./harness/reusable-states.ts";

for (const stop of ["Authorized", "PowerPathClosed", "EnergyTransfer", "EVConnected"]) {
  Deno.test(`TC_E_46_CS End of charging process 15118 (stop point ${stop})`, async () => {
    await using station = await startIso15118Station();
    const { csms } = station;
    csms.on("Authorize", () => ({ idTokenInfo: { status: "Accepted" }, certificateStatus: "Accepted" }));
    const visit = await arrived(station, { stop });
    const contract = await newContract();
    await certificatesInstalled(station, contract);
    await evConnectedPreSession(visit);
    // Authorized15118, errata 2025-04.
    const outcome = contractPresented(station, contract);
    await csms.expect("Authorize");
    assert.equal(await outcome, "UsedToStart");
    await contractAccepted(visit);
    await energyTransferStarted(visit);
    // The EV sends SessionStopReq(Terminate).
    await station.evse(1).stopByEv();
    // Steps 1 and 2.
    const event = await nextEvent(visit);
    assert.equal(event.triggerReason, "StopAuthorized");
    assert.equal(event.transactionInfo.chargingState, "EVConnected");
    const ends = stop !== "EVConnected";
    assert.equal(event.eventType, ends ? "Ended" : "Updated");
    if (ends) assert.equal(event.transactionInfo.stoppedReason, "StoppedByEV");
    await nothingMore(visit);
  });
}
