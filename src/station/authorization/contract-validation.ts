import type {
  AuthorizeCertificateStatusEnumType,
  IdTokenInfoType,
  OCSPRequestDataType,
  RequestOf,
} from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

/** What was presented: a token, and with Plug & Charge its contract certificate or the hash data of it. */
export type PresentedCredentials = Pick<
  RequestOf<"Authorize">,
  "idToken" | "certificate" | "iso15118CertificateHashData"
>;

export interface AuthorizationVerdict {
  readonly idTokenInfo: IdTokenInfoType;
  readonly certificateStatus?: AuthorizeCertificateStatusEnumType;
}

/** Judges contract certificates of Plug & Charge (C07). Nothing rejects. */
export interface ContractCertificates {
  /** What checking the chain against the installed roots gave; an answer that does not come is "rejected". */
  verify(chain: string): Promise<"trusted" | "expired" | "issuerUnknown" | "rejected">;
  /** What the CSMS needs to ask for the revocation status; empty when it cannot be had. */
  ocspRequestData(chain: string): Promise<readonly OCSPRequestDataType[]>;
}

/** What checking the contract leads to. */
export type ContractStep =
  /** The contract alone decides. */
  | { readonly kind: "decided"; readonly verdict: AuthorizationVerdict }
  /** The token is to be looked up with these credentials; `certificateStatus` is the station's own finding. */
  | {
    readonly kind: "lookUp";
    readonly credentials: PresentedCredentials;
    readonly certificateStatus?: AuthorizeCertificateStatusEnumType;
  };

const CENTRAL_VALIDATION = variableKey("ISO15118Ctrlr", "CentralContractValidationAllowed");
const OFFLINE_VALIDATION = variableKey("ISO15118Ctrlr", "ContractValidationOffline");
/** Room for hash data in AuthorizeRequest: leaf, two sub-CAs and root. */
const MAX_HASH_DATA = 4;
const LOCAL_OFFLINE = variableKey("AuthCtrlr", "LocalAuthorizeOffline");

/** Online: what of the contract goes to the CSMS, which judges it. */
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
  // The CSMS validates what the station cannot, when both agreed on that.
  return deviceModel.boolean(CENTRAL_VALIDATION) ? lookUp({ idToken, certificate }) : decided("Invalid");
}

/** Offline: the station's own check of the contract, where that is allowed. */
export async function contractOffline(
  { idToken, certificate }: PresentedCredentials,
  certificates: ContractCertificates,
  deviceModel: DeviceModel,
): Promise<ContractStep> {
  // Hash data say nothing to a station that can ask nobody.
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

/** A verdict that the station gives itself. */
export function verdict(
  status: IdTokenInfoType["status"],
  certificateStatus?: AuthorizeCertificateStatusEnumType,
): AuthorizationVerdict {
  return { idTokenInfo: { status }, ...(certificateStatus === undefined ? {} : { certificateStatus }) };
}
