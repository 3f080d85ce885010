import type { CertificateHashDataType } from "../../ocpp/messages.ts";

/** How long ago the status of a certificate was requested, in milliseconds. */
export interface OcspKnowledge {
  /** Since its status was last stored; negative where the disk has a moment of another clock. */
  readonly storedAgeMs: number | undefined;
  /** Since the last request failed; undefined if it succeeded. */
  readonly failedAgeMs: number | undefined;
}

/** After a failed request, and while there is nothing to request. */
export const OCSP_RETRY_MS = 24 * 3600 * 1000;
/** After the security module has not listed the certificates; twice as long each further time. */
const OCSP_LIST_RETRY_MS = 60 * 1000;

/** Milliseconds until the list is asked for again, after so many times in a row without it. */
export function listRetryMs(failures: number): number {
  return Math.min(OCSP_RETRY_MS, OCSP_LIST_RETRY_MS * 2 ** Math.min(Math.max(0, failures - 1), 20));
}

/**
 * Milliseconds until the status of a certificate is requested. Each certificate has its own time, so that one
 * without a known status does not delay the others.
 */
export function untilDueMs({ storedAgeMs, failedAgeMs }: OcspKnowledge, intervalMs: number): number {
  if (failedAgeMs !== undefined) return Math.max(0, OCSP_RETRY_MS - failedAgeMs);
  // A time in the future comes from a wrong clock and must not lengthen the wait.
  return storedAgeMs === undefined || storedAgeMs < 0 ? 0 : Math.max(0, intervalMs - storedAgeMs);
}

/** Prefix of the names of stored times. */
export const OCSP_REFRESHED = "ocsp-refreshed";

/** The name under which the time of a certificate's last refresh is stored. */
export function refreshedName(certificate: CertificateHashDataType): string {
  const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = certificate;
  return [OCSP_REFRESHED, hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber].join("/");
}
