import type {
  AuthorizeCertificateStatusEnumType,
  IdTokenInfoType,
  OCSPRequestDataType,
  RequestOf,
} from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

/** A presented token, and with Plug & Charge its contract certificate or the hash data of it. */
export type PresentedCredentials = Pick<
  RequestOf<"Authorize">,
  "idToken" | "certificate" | "iso15118CertificateHashData"
>;

/** "csms": handed over with RequestStartTransaction. "driver": presented at the station, or by the vehicle. */
export type TokenSource = "csms" | "driver";

export interface AuthorizationVerdict {
  readonly idTokenInfo: IdTokenInfoType;
  readonly certificateStatus?: AuthorizeCertificateStatusEnumType;
}

/** Checks contract certificates of Plug & Charge (C07). Nothing rejects. */
export interface ContractCertificates {
  /** Result of checking the chain against the installed roots; "rejected" without an answer. */
  verify(chain: string): Promise<"trusted" | "expired" | "issuerUnknown" | "rejected">;
  /** The data that the CSMS needs to request the revocation status; empty without an answer. */
  ocspRequestData(chain: string): Promise<readonly OCSPRequestDataType[]>;
}

/** Result of checking the contract. */
export type ContractStep =
  /** The contract alone decides. */
  | { readonly kind: "decided"; readonly verdict: AuthorizationVerdict }
  /**
   * The token is authorized with these credentials; `certificateStatus` is the result of the station's own
   * check.
   */
  | {
    readonly kind: "lookUp";
    readonly credentials: PresentedCredentials;
    readonly certificateStatus?: AuthorizeCertificateStatusEnumType;
  };

const CENTRAL_VALIDATION = variableKey("ISO15118Ctrlr", "CentralContractValidationAllowed");
const OFFLINE_VALIDATION = variableKey("ISO15118Ctrlr", "ContractValidationOffline");
/** Largest number of hash data in AuthorizeRequest: leaf, two sub-CAs and root. */
const MAX_HASH_DATA = 4;
const LOCAL_OFFLINE = variableKey("AuthCtrlr", "LocalAuthorizeOffline");

/**
 * True when a contract has to be shown (C07). The eMAID that an app tells comes from the CSMS without one, and is
 * authorized like any other token (C05, remarks); a vehicle that shows none is refused.
 */
export function needsContract(presented: PresentedCredentials, by: TokenSource): boolean {
  const { idToken, certificate, iso15118CertificateHashData: hashes } = presented;
  if (idToken.type !== "eMAID") return false;
  return by === "driver" || certificate !== undefined || hashes !== undefined;
}

/** Online: what is sent to the CSMS, which checks the contract. */
export async function contractOnline(
  { idToken, certificate, iso15118CertificateHashData: hashes }: PresentedCredentials,
  certificates: ContractCertificates,
  deviceModel: DeviceModel,
): Promise<ContractStep> {
  if (hashes && hashes.length > 0) return lookUp({ idToken, iso15118CertificateHashData: hashes });
  if (certificate === undefined) return decided("Invalid");
  const rootIsKnown = await certificates.verify(certificate) !== "issuerUnknown";
  const data = rootIsKnown ? await certificates.ocspRequestData(certificate) : [];
  if (data.length > 0) {
    return lookUp({ idToken, iso15118CertificateHashData: data.slice(0, MAX_HASH_DATA) });
  }
  // CentralContractValidationAllowed: the CSMS validates the chain if the station cannot.
  return deviceModel.boolean(CENTRAL_VALIDATION) ? lookUp({ idToken, certificate }) : decided("Invalid");
}

/** Offline: the station's own check of the contract, where that is allowed. */
export async function contractOffline(
  { idToken, certificate }: PresentedCredentials,
  certificates: ContractCertificates,
  deviceModel: DeviceModel,
): Promise<ContractStep> {
  // Hash data are useless while offline.
  if (certificate === undefined) return decided("Invalid");
  if (deviceModel.boolean(OFFLINE_VALIDATION) !== true) return decided("NotAtThisTime");
  switch (await certificates.verify(certificate)) {
    case "trusted":
      if (deviceModel.boolean(LOCAL_OFFLINE) !== true) return decided("Unknown", "Accepted");
      return { kind: "lookUp", credentials: { idToken }, certificateStatus: "Accepted" };
    case "expired":
      return decided("Expired", "CertificateExpired");
    case "issuerUnknown":
    case "rejected":
      return decided("Unknown");
  }
}

function lookUp(credentials: PresentedCredentials): ContractStep {
  return { kind: "lookUp", credentials };
}

function decided(
  status: IdTokenInfoType["status"],
  certificateStatus?: AuthorizeCertificateStatusEnumType,
): ContractStep {
  return { kind: "decided", verdict: verdict(status, certificateStatus) };
}

/** A verdict of the station itself. */
export function verdict(
  status: IdTokenInfoType["status"],
  certificateStatus?: AuthorizeCertificateStatusEnumType,
): AuthorizationVerdict {
  return { idTokenInfo: { status }, ...(certificateStatus === undefined ? {} : { certificateStatus }) };
}
