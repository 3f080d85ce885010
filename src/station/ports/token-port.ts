import type { EvseId } from "../../kernel/ids.ts";
import type { IdTokenInfoType, IdTokenType } from "../../ocpp/messages.ts";

/** A token that the CSMS wants to start a transaction with (RequestStartTransaction). */
export interface RemoteToken {
  readonly idToken: IdTokenType;
  readonly groupIdToken?: IdTokenType;
  readonly remoteStartId: number;
  /** Absent: any EVSE may take it. */
  readonly evseId?: EvseId;
  /** True when the station need not ask the CSMS again (AuthCtrlr.AuthorizeRemoteStart is false). */
  readonly prevalidated: boolean;
}

/** Towards EVerest's Auth module. */
export interface TokenPort {
  provideToken(token: RemoteToken): void;
  /** The CSMS changed its mind about a token in a TransactionEventResponse. */
  publishTokenUpdate(evse: EvseId, info: IdTokenInfoType): void;
}
