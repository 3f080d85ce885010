import type { Logger } from "../../kernel/logger.ts";
import type {
  AuthorizeCertificateStatusEnumType,
  IdTokenInfoType,
  OCSPRequestDataType,
  RequestOf,
} from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Csms } from "../ports/csms.ts";

/** What was presented: a token, and with Plug & Charge its contract certificate or the hash data of it. */
export type PresentedCredentials = Pick<
  RequestOf<"Authorize">,
  "idToken" | "certificate" | "iso15118CertificateHashData"
>;

export interface AuthorizationVerdict {
  readonly idTokenInfo: IdTokenInfoType;
  readonly certificateStatus?: AuthorizeCertificateStatusEnumType;
}

/** Judges contract certificates of Plug & Charge (C07). */
export interface ContractCertificates {
  /** What checking the chain against the installed roots gave. */
  verify(chain: string): Promise<"trusted" | "issuerUnknown" | "rejected">;
  /** What the CSMS needs to ask for the revocation status; empty when it cannot be had. */
  ocspRequestData(chain: string): Promise<readonly OCSPRequestDataType[]>;
}

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
const CENTRAL_VALIDATION = variableKey("ISO15118Ctrlr", "CentralContractValidationAllowed");

/** Block C, but for what is known locally: whether a presented token may charge. */
export function createAuthorizationBlock(deps: AuthorizationDeps): AuthorizationBlock {
  const { csms, deviceModel, certificates, log } = deps;

  async function authorize(presented: PresentedCredentials): Promise<AuthorizationVerdict> {
    if (needsNoAuthorization(presented, deviceModel)) return verdict("Accepted");
    const credentials = presented.idToken.type === "eMAID" ? await contractCredentials(presented) : presented;
    if ("idTokenInfo" in credentials) return credentials;
    const known = await deps.local?.(credentials);
    if (known) return known;
    if (!csms.isOnline()) return unknownOffline();
    // C01.FR.21, C12.FR.05: without the CSMS's help nothing is known of a token that is not known locally.
    if (deviceModel.boolean(DISABLE_REMOTE)) return verdict("Unknown");
    return await askCsms(credentials);
  }

  async function askCsms(request: PresentedCredentials): Promise<AuthorizationVerdict> {
    const outcome = await csms.call("Authorize", request);
    if (outcome.kind === "result") {
      const { idTokenInfo, certificateStatus } = outcome.response;
      return { idTokenInfo, ...(certificateStatus === undefined ? {} : { certificateStatus }) };
    }
    log.warning("the CSMS could not be asked about a token", { outcome: outcome.kind });
    return csms.isOnline() ? verdict("Unknown") : unknownOffline();
  }

  /** C13.FR.02, C15.FR.08: the CSMS judges the token when it hears of the transaction (C15.FR.02). */
  function unknownOffline(): AuthorizationVerdict {
    return verdict(deviceModel.boolean(OFFLINE_UNKNOWN) === true ? "Accepted" : "Unknown");
  }

  /** What of a contract goes to the CSMS, or the verdict when nothing may (C07). */
  async function contractCredentials(
    { idToken, certificate, iso15118CertificateHashData: hashes }: PresentedCredentials,
  ): Promise<PresentedCredentials | AuthorizationVerdict> {
    // C07.FR.06: offline validation belongs to the local rules, which are plugged in as `local`.
    if (!csms.isOnline()) return verdict("NotAtThisTime");
    // C07.FR.01
    if (hashes && hashes.length > 0) return { idToken, iso15118CertificateHashData: hashes };
    if (certificate === undefined) return verdict("Invalid");
    const isTrusted = await certificates.verify(certificate) !== "issuerUnknown";
    const data = isTrusted ? await certificates.ocspRequestData(certificate) : [];
    if (data.length > 0) return { idToken, iso15118CertificateHashData: data };
    // C07.FR.02: the CSMS validates what the station cannot, when both agreed on that.
    if (deviceModel.boolean(CENTRAL_VALIDATION)) return { idToken, certificate };
    return verdict("Invalid");
  }

  return { authorize };
}

function needsNoAuthorization({ idToken }: PresentedCredentials, deviceModel: DeviceModel): boolean {
  // C02.FR.01, C03.FR.01: a start button, or a token that the CSMS made itself.
  if (idToken.type === "NoAuthorization" || idToken.type === "Central") return true;
  return deviceModel.boolean(ENABLED) === false;
}

function verdict(status: IdTokenInfoType["status"]): AuthorizationVerdict {
  return { idTokenInfo: { status } };
}
