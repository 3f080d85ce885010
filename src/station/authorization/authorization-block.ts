import type { Clock } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { IdTokenInfoType, IdTokenType } from "../../ocpp/messages.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { Block } from "../block.ts";
import { result } from "../handlers.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { Csms } from "../ports/csms.ts";
import { isSameToken } from "../same-token.ts";
import type { ActiveTransaction } from "../transactions/active-transaction.ts";
import {
  type CsmsContact,
  decideAuthorization,
  type ListEntry,
  needsNoAuthorization,
} from "./authorization-decision.ts";
import { type AuthorizationSettings, readAuthorizationSettings } from "./authorization-settings.ts";
import {
  type AuthorizationVerdict,
  type ContractCertificates,
  contractOffline,
  contractOnline,
  type ContractStep,
  needsContract,
  type PresentedCredentials,
  type TokenSource,
  verdict,
} from "./contract-validation.ts";
import { afterAttempt, isTooSoon, NO_ATTEMPTS } from "./key-code-attempts.ts";
import { isMasterPassGroup } from "./master-pass.ts";
import { isSecondToken } from "./second-token.ts";

export type { AuthorizationVerdict, ContractCertificates, PresentedCredentials, TokenSource };

export interface AuthorizationDeps {
  readonly csms: Csms;
  readonly deviceModel: DeviceModel;
  readonly certificates: ContractCertificates;
  readonly cache: TokenMemory;
  readonly list: { find(idToken: IdTokenType): ListEntry | undefined };
  /** The groups whose tokens may stop transactions that are authorized now (C09.FR.03). */
  groupsInUse(): readonly IdTokenType[];
  readonly evseIds: readonly EvseId[];
  readonly transactions: { active(): readonly ActiveTransaction[] };
  readonly clock: Clock;
  readonly log: Logger;
}

/** The authorization cache. */
export interface TokenMemory {
  isEnabled(): boolean;
  find(idToken: IdTokenType): IdTokenInfoType | undefined;
  used(idToken: IdTokenType): void;
  learn(idToken: IdTokenType, info: IdTokenInfoType): void;
  clear(): Promise<boolean>;
}

export interface AuthorizationBlock extends Block {
  /** Never rejects: a failure leads to a verdict, too. */
  authorize(presented: PresentedCredentials, circumstances?: Circumstances): Promise<AuthorizationVerdict>;
}

/** How a token is presented. */
export interface Circumstances {
  /** Default "driver". */
  readonly by?: TokenSource;
  /** The EVSEs at which the token can be used; default all. */
  readonly evseIds?: readonly EvseId[] | undefined;
}

type WithoutAnswer = Exclude<CsmsContact, "online">;

/** Block C: whether a presented token may charge. */
export function createAuthorizationBlock(deps: AuthorizationDeps): AuthorizationBlock {
  const { csms, deviceModel, certificates, cache, list, clock, log } = deps;
  let keyCodes = NO_ATTEMPTS;

  async function authorize(
    presented: PresentedCredentials,
    { by = "driver", evseIds = deps.evseIds }: Circumstances = {},
  ): Promise<AuthorizationVerdict> {
    if (isSecondToken(presented.idToken, evseIds, deps.transactions.active())) {
      log.notice("a second token is not accepted for a running transaction", { evseIds });
      return verdict("NotAtThisTime");
    }
    return await (presented.idToken.type === "KeyCode" ? authorizeKeyCode : judge)(presented, by);
  }

  async function authorizeKeyCode(
    presented: PresentedCredentials,
    by: TokenSource,
  ): Promise<AuthorizationVerdict> {
    if (isTooSoon(keyCodes, clock.monotonicMs())) {
      log.notice("a key code is refused unseen: too many wrong ones came before", { ...keyCodes });
      return verdict("NotAtThisTime");
    }
    const answer = await judge(presented, by);
    const outcome = answer.idTokenInfo.status === "Accepted" ? "accepted" : "refused";
    keyCodes = afterAttempt(keyCodes, outcome, clock.monotonicMs());
    return answer;
  }

  async function judge(presented: PresentedCredentials, by: TokenSource): Promise<AuthorizationVerdict> {
    const settings = readAuthorizationSettings(deviceModel);
    const connection = csms.isOnline() ? "online" : "offline";
    const answer = await authorizeWhile(connection, presented, by, settings);
    if (typeof answer !== "string") return answer;
    // The connection is lost while the CSMS is asked, or the CSMS does not answer: what is known here decides, also
    // about contracts.
    const own = await authorizeWhile(answer, presented, by, settings);
    return typeof own === "string" ? verdict("Unknown") : own;
  }

  async function authorizeWhile(
    connection: CsmsContact,
    presented: PresentedCredentials,
    by: TokenSource,
    settings: AuthorizationSettings,
  ): Promise<AuthorizationVerdict | WithoutAnswer> {
    const step: ContractStep = settings.isRequired && needsContract(presented, by)
      ? await checked(presented, settings, connection)
      : { kind: "lookUp", credentials: presented };
    if (step.kind === "decided") return step.verdict;
    const decision = decide(step.credentials.idToken, settings, connection);
    if (decision.kind === "askCsms") return await askCsms(step.credentials);
    const { certificateStatus } = step;
    return {
      idTokenInfo: decision.info,
      ...(certificateStatus === undefined ? {} : { certificateStatus }),
    };
  }

  /** A contract has more to check than its token (C07). */
  function checked(
    presented: PresentedCredentials,
    settings: AuthorizationSettings,
    connection: CsmsContact,
  ): Promise<ContractStep> {
    // A station that must not ask the CSMS checks the contract as if offline.
    const isAlone = connection !== "online" || settings.isRemoteDisabled;
    return (isAlone ? contractOffline : contractOnline)(presented, certificates, deviceModel);
  }

  function decide(idToken: IdTokenType, settings: AuthorizationSettings, connection: CsmsContact) {
    const isLookedUp = settings.isRequired && !needsNoAuthorization(idToken.type);
    const decision = decideAuthorization({
      tokenType: idToken.type,
      connection,
      settings,
      listed: isLookedUp ? list.find(idToken) : undefined,
      cached: isLookedUp ? cache.find(idToken) : undefined,
      isStoppedByGroup,
    });
    if (decision.kind === "askCsms") return decision;
    log.info("a token was judged without the CSMS", {
      status: decision.info.status,
      by: decision.by,
      connection,
    });
    if (decision.by === "cache" && decision.info.status === "Accepted") cache.used(idToken);
    return decision;
  }

  function isStoppedByGroup(group: IdTokenType): boolean {
    return isMasterPassGroup(group, deviceModel) ||
      deps.groupsInUse().some((used) => isSameToken(used, group));
  }

  async function askCsms(request: PresentedCredentials): Promise<AuthorizationVerdict | WithoutAnswer> {
    // Authorize is used here only (C01.FR.04).
    const outcome = await csms.call("Authorize", request);
    if (outcome.kind === "result") {
      const { idTokenInfo, certificateStatus } = outcome.response;
      cache.learn(request.idToken, idTokenInfo);
      return { idTokenInfo, ...(certificateStatus === undefined ? {} : { certificateStatus }) };
    }
    log.warning("the CSMS could not be asked about a token", { outcome: outcome.kind });
    if (!csms.isOnline() || outcome.kind === "offline") return "offline";
    return outcome.kind === "timeout" ? "unanswered" : verdict("Unknown");
  }

  return {
    handlers: {
      async ClearCache() {
        if (!cache.isEnabled()) {
          return result<"ClearCache">({ status: "Rejected", statusInfo: statusInfo("NotEnabled") });
        }
        return await cache.clear()
          ? result<"ClearCache">({ status: "Accepted" })
          : result<"ClearCache">({ status: "Rejected", statusInfo: statusInfo("InternalError") });
      },
    },
    authorize,
  };
}
