import type { CertificateHashDataType, OCSPRequestDataType } from "../../ocpp/messages.ts";

/** OCSP status of the certificates for vehicles. Nothing rejects. */
export interface OcspCache {
  /** The requests for the leaf certificate and its sub-CAs; undefined when the store does not answer. */
  requests(): Promise<readonly OCSPRequestDataType[] | undefined>;
  /** `ocspResult`: DER of RFC 6960, base64. True when stored. */
  store(certificate: CertificateHashDataType, ocspResult: string): Promise<boolean>;
}

/** When something was last done, persistent over restarts. */
export interface LastDone {
  /** Unix milliseconds; undefined when never. */
  at(name: string): number | undefined;
  done(name: string, wallMs: number): Promise<void>;
  /** Removes all entries whose names begin with `prefix`, except `names`. */
  forgetOthers(prefix: string, names: readonly string[]): Promise<void>;
}
