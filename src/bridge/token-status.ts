import type { TokenValidationStatusMessage } from "../everest/interfaces/types/authorization.ts";

/**
 * The remoteStartId of a CSMS token that can no longer start a transaction; undefined for any other status.
 */
export function toDroppedRemoteStart({ token, status }: TokenValidationStatusMessage): number | undefined {
  if (token.authorization_type !== "OCPP") return undefined;
  switch (status) {
    case "Rejected":
    case "TimedOut":
    case "Withdrawn":
      return token.request_id;
    case "Processing":
    case "Accepted":
    case "UsedToStart":
    case "UsedToStop":
    case "UsedToReauthorize":
      return undefined;
  }
}
