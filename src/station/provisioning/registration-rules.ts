import type { Registration } from "./boot-gate.ts";

/**
 * B03.FR.08: while Rejected, every call of the CSMS is answered with the call error SecurityError. Before the
 * first answer and while Pending the CSMS may read and configure the station (B02.FR.01).
 */
export function refusesCalls(registration: Registration): boolean {
  return registration === "Rejected";
}

/**
 * B02.FR.05: RequestStartTransaction and RequestStopTransaction are answered with status Rejected until the
 * station is accepted, even if it may charge before (TxCtrlr.TxBeforeAcceptedEnabled).
 */
export function allowsRemoteTransactions(registration: Registration): boolean {
  return registration === "Accepted";
}
