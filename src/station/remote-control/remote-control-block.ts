import {
  type EvseId,
  evseId as toEvseId,
  type TransactionId,
  transactionId as toTransactionId,
} from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { IdTokenType, RequestOf, StatusInfoType } from "../../ocpp/messages.ts";
import { type ReasonCode, statusInfo } from "../../ocpp/reason-codes.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import { isSecondToken } from "../authorization/second-token.ts";
import { isMasterPassGroup } from "../authorization/master-pass.ts";
import type { StartScope } from "../block.ts";
import { namedGroup } from "../group-token.ts";
import { type HandlerTable, type Reply, result } from "../handlers.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import type { RemoteToken, TokenPort } from "../ports/token-port.ts";
import { NOT_STORED, storedFor } from "../stored-request.ts";
import type { StartProfiles } from "../smart-charging/charging-profiles-block.ts";
import type { ActiveTransaction } from "../transactions/active-transaction.ts";
import type { PendingRemoteStarts } from "./pending-remote-starts.ts";

export interface RemoteControlDeps {
  readonly log: Logger;
  readonly deviceModel: DeviceModel;
  readonly evses: readonly EvseLayout[];
  readonly availability: EvseAvailability;
  readonly transactions: RemotelyControlledTransactions;
  readonly tokens: Pick<TokenPort, "provideToken">;
  /** Shared with the transactions block, which claims pending starts. */
  readonly pending: PendingRemoteStarts;
  readonly chargingProfiles: StartProfiles;
  /** True once the CSMS has accepted the BootNotification. */
  isAccepted(): boolean;
  /** The group that the local list or the cache names for a token. Absent: the station knows no tokens. */
  readonly knownGroup?: (idToken: IdTokenType) => IdTokenType | undefined;
  /** Absent: nothing is reserved. */
  readonly reservations?: ReservationCheck;
}

export interface EvseAvailability {
  /** True when a connector of the EVSE is neither Faulted nor Unavailable. */
  isAvailableForRemoteStart(evse: EvseId): boolean;
}

/** True when the EVSE is reserved for a different idToken and groupIdToken. */
export type ReservationCheck = (
  evse: EvseId,
  idToken: IdTokenType,
  groupIdToken: IdTokenType | undefined,
) => Promise<boolean>;

/** The part of the transactions block that remote control uses. */
export interface RemotelyControlledTransactions {
  activeTransaction(evse: EvseId): ActiveTransaction | undefined;
  transactionById(transactionId: TransactionId): ActiveTransaction | undefined;
  isAuthorized(evse: EvseId): boolean;
  remoteStartAccepted(evse: EvseId, remoteStartId: number): Promise<void>;
  stop(transactionId: TransactionId, reason: "Remote"): Promise<boolean>;
}

export interface RemoteControlBlock {
  readonly handlers: HandlerTable;
  /** To be called once, with what started: remote starts of before may still become sessions, or are over. */
  started(scope: StartScope): void;
}

const AUTHORIZE_REMOTE_START = variableKey("AuthCtrlr", "AuthorizeRemoteStart");
const CONNECTION_TIMEOUT = variableKey("TxCtrlr", "EVConnectionTimeOut");
/** When the (required) variable is absent. */
const DEFAULT_CONNECTION_TIMEOUT_SECONDS = 120;
/**
 * Until a token is authorized. Only then does Auth begin to wait for the EV, at least some seconds whatever
 * EVConnectionTimeOut says. It tells when that is over; what it does not tell of is forgotten later.
 */
const AUTHORIZATION_SECONDS = 60;

type StartRequest = RequestOf<"RequestStartTransaction">;

/** F01–F04: the CSMS starts and stops transactions. */
export function createRemoteControlBlock(deps: RemoteControlDeps): RemoteControlBlock {
  const { log, deviceModel, evses, availability, transactions, tokens, pending, chargingProfiles } = deps;

  async function requestStart(request: StartRequest): Promise<Reply<"RequestStartTransaction">> {
    const choice = await chooseEvse(request);
    if (choice.kind === "rejected") {
      log.info("a remote start is rejected", { remoteStartId: request.remoteStartId, ...choice.statusInfo });
      return result<"RequestStartTransaction">({ status: "Rejected", statusInfo: choice.statusInfo });
    }
    const { evseId } = choice;
    const { remoteStartId, idToken } = request;
    const groupIdToken = namedGroup(request.groupIdToken);
    if (!pending.add({ remoteStartId, idToken, ...(evseId && { evseId }) }, patienceSeconds())) {
      return result<"RequestStartTransaction">({ status: "Rejected", statusInfo: statusInfo("OutOfMemory") });
    }
    // On disk before the transaction can come of it.
    const accepted = chargingProfiles.accepted(
      { remoteStartId, ...(evseId && { evseId }) },
      request.chargingProfile,
    );
    if (await storedFor("RequestStartTransaction", accepted, log) === "refused") {
      pending.drop(remoteStartId);
      return result<"RequestStartTransaction">({ status: "Rejected", statusInfo: NOT_STORED });
    }
    const open = evseId && transactions.activeTransaction(evseId);
    if (open) await transactions.remoteStartAccepted(open.evseId, remoteStartId);
    // The token is processed as if it had been presented at the station.
    const token: RemoteToken = {
      idToken,
      remoteStartId,
      // Prevalidated: no AuthorizeRequest follows. When the variable is absent, the token is authorized like
      // one from the reader.
      prevalidated: deviceModel.boolean(AUTHORIZE_REMOTE_START) === false,
      ...(groupIdToken && { groupIdToken }),
      ...((evseId || choice.evseIds.length < evses.length) && { evseIds: choice.evseIds }),
    };
    // The response contains the id of an open transaction. The token follows the response (note of
    // F01.FR.01).
    return result<"RequestStartTransaction">(
      { status: "Accepted", ...(open && { transactionId: open.transactionId }) },
      () => tokens.provideToken(token),
    );
  }

  function patienceSeconds(): number {
    const connectionSeconds = deviceModel.integer(CONNECTION_TIMEOUT) ?? DEFAULT_CONNECTION_TIMEOUT_SECONDS;
    return AUTHORIZATION_SECONDS + connectionSeconds;
  }

  /** Those of an earlier process of which something waits: a profile, or a transaction for its authorization. */
  function startsOfBefore(): ReadonlySet<number> {
    const marked = evses.flatMap(({ id }) => {
      const open = transactions.activeTransaction(id);
      return open === undefined || open.authorized ? [] : open.remoteStartId ?? [];
    });
    return new Set([...chargingProfiles.waitingStarts(), ...marked]);
  }

  async function chooseEvse(request: StartRequest): Promise<Choice> {
    if (!deps.isAccepted()) return rejected("CSNotAccepted");
    // What the CSMS leaves out, list or cache may know (C12.FR.09, C16.FR.03).
    const groups = [request.groupIdToken, deps.knownGroup?.(request.idToken)];
    if (groups.some((group) => isMasterPassGroup(group, deviceModel))) {
      return rejected("InvalidIdToken", "A master pass starts no transaction");
    }
    const choice = request.evseId === undefined
      ? await chooseAny(request)
      : await chooseNamed(toEvseId(request.evseId), request);
    if (choice.kind === "rejected" || request.chargingProfile === undefined) return choice;
    const start = { remoteStartId: request.remoteStartId, ...(choice.evseId && { evseId: choice.evseId }) };
    const refusal = chargingProfiles.refusal(request.chargingProfile, start);
    return refusal ? { kind: "rejected", statusInfo: refusal } : choice;
  }

  async function chooseNamed(evseId: EvseId, request: StartRequest): Promise<Choice> {
    if (!evses.some(({ id }) => id === evseId)) return rejected("UnknownEvse");
    const obstacle = await obstacleOn(evseId, request);
    return obstacle
      ? { kind: "rejected", statusInfo: obstacle }
      : { kind: "chosen", evseId, evseIds: [evseId] };
  }

  /** Without evseId the driver chooses by plugging in, unless only one EVSE is possible. */
  async function chooseAny(request: StartRequest): Promise<Choice> {
    const obstacles = await Promise.all(
      evses.map(async ({ id }) => ({ id, obstacle: await obstacleOn(id, request) })),
    );
    const evseIds = obstacles.filter(({ obstacle }) => obstacle === undefined).map(({ id }) => id);
    const [first, ...others] = evseIds;
    if (first === undefined) return rejected("NoEvseAvailable");
    return { kind: "chosen", evseIds, ...(others.length === 0 && { evseId: first }) };
  }

  async function obstacleOn(evseId: EvseId, request: StartRequest): Promise<StatusInfoType | undefined> {
    if (!availability.isAvailableForRemoteStart(evseId)) {
      return statusInfo("Unspecified", "The EVSE is Unavailable or Faulted");
    }
    // Only an authorized EVSE is an obstacle; one that waits for an authorization is not.
    if (transactions.isAuthorized(evseId)) return statusInfo("TxInProgress");
    const open = transactions.activeTransaction(evseId);
    if (open && isSecondToken(request.idToken, [evseId], [open])) return statusInfo("TxInProgress");
    if (await deps.reservations?.(evseId, request.idToken, namedGroup(request.groupIdToken))) {
      return statusInfo("Unspecified", "The EVSE is reserved for another token");
    }
    return undefined;
  }

  async function requestStop(
    request: RequestOf<"RequestStopTransaction">,
  ): Promise<Reply<"RequestStopTransaction">> {
    const reject = (info: StatusInfoType) =>
      result<"RequestStopTransaction">({ status: "Rejected", statusInfo: info });
    if (!deps.isAccepted()) return reject(statusInfo("CSNotAccepted"));
    const id = toTransactionId(request.transactionId);
    if (transactions.transactionById(id) === undefined) return reject(statusInfo("TxNotFound"));
    if (!await transactions.stop(id, "Remote")) {
      return reject(statusInfo("InternalError", "The EVSE does not stop its transaction"));
    }
    return result<"RequestStopTransaction">({ status: "Accepted" });
  }

  return {
    handlers: { RequestStartTransaction: requestStart, RequestStopTransaction: requestStop },
    started(scope) {
      for (const remoteStartId of startsOfBefore()) {
        // Auth has restarted, too, and expects nobody.
        if (scope === "station") pending.drop(remoteStartId);
        else pending.recall(remoteStartId, patienceSeconds());
      }
    },
  };
}

type Choice =
  /**
   * `evseId` is absent where several are left. Auth must not look at the others: a token that is used there, or one of
   * its group, would stop what it finds.
   */
  | { readonly kind: "chosen"; readonly evseId?: EvseId; readonly evseIds: readonly EvseId[] }
  | { readonly kind: "rejected"; readonly statusInfo: StatusInfoType };

function rejected(reason: ReasonCode, text?: string): Choice {
  return { kind: "rejected", statusInfo: statusInfo(reason, text) };
}
