import type { Registration } from "./boot-gate.ts";

/**
 * B03.FR.08: while Rejected, every CALL of the CSMS is answered with CALLERROR SecurityError, whatever it asks.
 * Before the first answer and while Pending the CSMS may ask and configure us (B02.FR.01).
 */
export function refusesCalls(registration: Registration): boolean {
  return registration === "Rejected";
}

/**
 * B02.FR.05: RequestStartTransaction and RequestStopTransaction are answered with status Rejected until the CSMS has
 * accepted us, even when the station may charge before (TxCtrlr.TxBeforeAcceptedEnabled).
 */
export function allowsRemoteTransactions(registration: Registration): boolean {
  return registration === "Accepted";
}
