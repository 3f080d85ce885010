import type { EvseId } from "../../kernel/ids.ts";
import type { IdTokenInfoType, IdTokenType } from "../../ocpp/messages.ts";

/** The token of a RequestStartTransaction. */
export interface RemoteToken {
  readonly idToken: IdTokenType;
  readonly groupIdToken?: IdTokenType;
  readonly remoteStartId: number;
  /** Where the driver may start. Absent: at any EVSE. */
  readonly evseIds?: readonly EvseId[];
  /** True when no Authorize is needed (AuthCtrlr.AuthorizeRemoteStart is false). */
  readonly prevalidated: boolean;
}

/** Commands to EVerest's Auth module. */
export interface TokenPort {
  provideToken(token: RemoteToken): void;
  /** A TransactionEventResponse changed the status of a token. */
  publishTokenUpdate(evse: EvseId, info: IdTokenInfoType): void;
}
