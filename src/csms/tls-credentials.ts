import type { DialOptions } from "./socket.ts";

/**
 * The current charging station certificate, or the previous one, which is stored until the CSMS accepts the
 * current one.
 */
export type ShownCertificate = "newest" | "previous";

/**
 * The certificates for a wss connection, or why they are unavailable; fetched for every attempt, so renewals
 * take effect at once.
 */
export type TlsMaterial =
  | NonNullable<DialOptions["tls"]> & {
    /** Which of its certificates the station presents; absent when it has only one. */
    readonly shown?: ShownCertificate;
    /** Roots that `caCerts` have just replaced; absent when nothing was replaced. */
    readonly fallbackCaCerts?: readonly string[];
  }
  | { kind: "unavailable"; reason: string };

/** The credentials with which a connection succeeded. */
export interface AcceptedCredentials {
  /** Which of two certificates the CSMS accepted. */
  readonly shown?: ShownCertificate;
  /** The certificate of the CSMS was verified with a root that has just replaced another. */
  readonly newRoot?: true;
}

/** Port to the store of certificates and keys. */
export interface Credentials {
  /**
   * CSMS roots for profiles 2 and 3, and the charging station certificate for profile 3: the preferred one when there are
   * two. Never rejects.
   */
  tlsMaterial(securityProfile: 2 | 3, preferred: ShownCertificate): Promise<TlsMaterial>;
  /** A connection succeeded with these credentials. */
  accepted(credentials: AcceptedCredentials): void;
}
