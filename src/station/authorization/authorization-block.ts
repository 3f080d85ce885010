import type { Logger } from "../../kernel/logger.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Csms } from "../ports/csms.ts";
import {
  type AuthorizationVerdict,
  type ContractCertificates,
  contractOffline,
  contractOnline,
  type ContractStep,
  type PresentedCredentials,
  verdict,
} from "./contract-validation.ts";

export type { AuthorizationVerdict, ContractCertificates, PresentedCredentials };

/**
 * Answers before the CSMS is asked, or not at all: the authorization cache and the local list (C10, C13) will be
 * plugged in here.
 */
export type LocalAuthorization = (
  presented: PresentedCredentials,
) => Promise<AuthorizationVerdict | undefined>;

export interface AuthorizationDeps {
  readonly csms: Csms;
  readonly deviceModel: DeviceModel;
  readonly certificates: ContractCertificates;
  readonly log: Logger;
  readonly local?: LocalAuthorization;
}

export interface AuthorizationBlock {
  /** Never rejects: whatever keeps us from an answer is a verdict too. */
  authorize(presented: PresentedCredentials): Promise<AuthorizationVerdict>;
}

const ENABLED = variableKey("AuthCtrlr", "Enabled");
const DISABLE_REMOTE = variableKey("AuthCtrlr", "DisableRemoteAuthorization");
const OFFLINE_UNKNOWN = variableKey("AuthCtrlr", "OfflineTxForUnknownIdEnabled");

/** Block C, but for what is known locally: whether a presented token may charge. */
export function createAuthorizationBlock(deps: AuthorizationDeps): AuthorizationBlock {
  const { csms, deviceModel, certificates, log } = deps;

  async function authorize(presented: PresentedCredentials): Promise<AuthorizationVerdict> {
    if (needsNoAuthorization(presented, deviceModel)) return verdict("Accepted");
    const answer = csms.isOnline() ? await online(presented) : "offline";
    // The line may be lost while the CSMS is asked; then the offline rules hold, those for contracts too.
    return answer === "offline" ? await offline(presented) : answer;
  }

  async function online(presented: PresentedCredentials): Promise<AuthorizationVerdict | "offline"> {
    const step = await checked(presented, contractOnline);
    if (step.kind === "decided") return step.verdict;
    const known = await deps.local?.(step.credentials);
    if (known) return known;
    // Without the CSMS's help nothing is known of a token that is not known locally.
    if (deviceModel.boolean(DISABLE_REMOTE)) return verdict("Unknown");
    return await askCsms(step.credentials);
  }

  async function askCsms(request: PresentedCredentials): Promise<AuthorizationVerdict | "offline"> {
    // This is the only use of Authorize.
    const outcome = await csms.call("Authorize", request);
    if (outcome.kind === "result") {
      const { idTokenInfo, certificateStatus } = outcome.response;
      return { idTokenInfo, ...(certificateStatus === undefined ? {} : { certificateStatus }) };
    }
    log.warning("the CSMS could not be asked about a token", { outcome: outcome.kind });
    return csms.isOnline() ? verdict("Unknown") : "offline";
  }

  async function offline(presented: PresentedCredentials): Promise<AuthorizationVerdict> {
    const step = await checked(presented, contractOffline);
    if (step.kind === "decided") return step.verdict;
    const own = step.certificateStatus === undefined ? {} : { certificateStatus: step.certificateStatus };
    const known = await deps.local?.(step.credentials);
    if (known) return { ...known, ...own };
    // The CSMS judges the token when it hears of the transaction.
    const mayCharge = deviceModel.boolean(OFFLINE_UNKNOWN) === true;
    return { ...verdict(mayCharge ? "Accepted" : "Unknown"), ...own };
  }

  /** Only a contract has more to check than its token (C07). */
  function checked(
    presented: PresentedCredentials,
    contract: typeof contractOnline,
  ): Promise<ContractStep> {
    if (presented.idToken.type === "eMAID") return contract(presented, certificates, deviceModel);
    return Promise.resolve({ kind: "lookUp", credentials: presented });
  }

  return { authorize };
}

function needsNoAuthorization({ idToken }: PresentedCredentials, deviceModel: DeviceModel): boolean {
  // A start button, or a token that the CSMS made itself.
  if (idToken.type === "NoAuthorization" || idToken.type === "Central") return true;
  // Every other token needs somebody's word, unless the CSMS wants none.
  return deviceModel.boolean(ENABLED) === false;
}
