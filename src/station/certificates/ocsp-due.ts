import type { CertificateHashDataType } from "../../ocpp/messages.ts";

/** When the status of a certificate was requested, in Unix milliseconds. */
export interface OcspKnowledge {
  /** When its status was last stored. */
  readonly storedMs: number | undefined;
  /** When the last request failed; undefined if it succeeded. */
  readonly failedMs: number | undefined;
}

/** After a failed request, and while there is nothing to request. */
export const OCSP_RETRY_MS = 24 * 3600 * 1000;
/** After the security module has not listed the certificates; twice as long each further time. */
export const OCSP_LIST_RETRY_MS = 60 * 1000;

/** Milliseconds until the list is asked for again, after so many times in a row without it. */
export function listRetryMs(failures: number): number {
  return Math.min(OCSP_RETRY_MS, OCSP_LIST_RETRY_MS * 2 ** Math.min(Math.max(0, failures - 1), 20));
}

/**
 * Milliseconds until the status of a certificate is requested. Each certificate has its own time, so that one
 * without a known status does not delay the others.
 */
export function untilDueMs(
  { storedMs, failedMs }: OcspKnowledge,
  nowMs: number,
  intervalMs: number,
): number {
  if (failedMs !== undefined) return remainingMs(failedMs, nowMs, OCSP_RETRY_MS);
  return storedMs === undefined ? 0 : remainingMs(storedMs, nowMs, intervalMs);
}

function remainingMs(sinceMs: number, nowMs: number, periodMs: number): number {
  // A time in the future comes from a wrong clock and must not lengthen the wait.
  return sinceMs > nowMs ? 0 : Math.max(0, periodMs - (nowMs - sinceMs));
}

/** Prefix of the names of stored times. */
export const OCSP_REFRESHED = "ocsp-refreshed";

/** The name under which the time of a certificate's last refresh is stored. */
export function refreshedName(certificate: CertificateHashDataType): string {
  const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = certificate;
  return [OCSP_REFRESHED, hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber].join("/");
}
