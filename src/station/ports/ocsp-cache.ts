import type { CertificateHashDataType, OCSPRequestDataType } from "../../ocpp/messages.ts";

/** Status of the certificates that the station shows to vehicles. Nothing rejects. */
export interface OcspCache {
  /** What to ask for: the leaf and its sub-CAs; undefined when the store does not answer. */
  requests(): Promise<readonly OCSPRequestDataType[] | undefined>;
  /** `ocspResult`: DER of RFC 6960, base64. True when stored. */
  store(certificate: CertificateHashDataType, ocspResult: string): Promise<boolean>;
}

/** When something was last done, over restarts. */
export interface LastDone {
  /** Unix milliseconds; undefined when never. */
  at(name: string): number | undefined;
  done(name: string, wallMs: number): Promise<void>;
  /** Removes what is stored under names that begin with `prefix`, save `names`. */
  forgetOthers(prefix: string, names: readonly string[]): Promise<void>;
}
