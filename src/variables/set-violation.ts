import type { ReasonCode } from "../ocpp/reason-codes.ts";

/**
 * Why a value is not accepted: the code for the CSMS and one sentence for people. Never quotes a text value, which may be a
 * secret.
 */
export interface SetViolation {
  readonly reasonCode: ReasonCode;
  readonly text: string;
}
