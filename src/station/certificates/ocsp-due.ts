import type { CertificateHashDataType } from "../../ocpp/messages.ts";

/** What the station knows of the status of one certificate. Times are Unix milliseconds. */
export interface OcspKnowledge {
  /** When its status was stored last; undefined when never. */
  readonly storedMs: number | undefined;
  /** When its status was asked for last and did not come; undefined when it came. */
  readonly failedMs: number | undefined;
}

/** After a status that did not come, and while there is nothing to ask for. */
export const OCSP_RETRY_MS = 24 * 3600 * 1000;

/**
 * Milliseconds until the status of a certificate is to be asked for: each certificate has its own time, so that one
 * whose status nobody knows does not delay the others.
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
  // A time stamp of the future is no reason to wait longer: the clock was wrong then.
  return sinceMs > nowMs ? 0 : Math.max(0, periodMs - (nowMs - sinceMs));
}

/** Names of the stored times begin so. */
export const OCSP_REFRESHED = "ocsp-refreshed";

/** The name under which the time of a certificate's last refresh is stored. */
export function refreshedName(certificate: CertificateHashDataType): string {
  const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = certificate;
  return [OCSP_REFRESHED, hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber].join("/");
}
