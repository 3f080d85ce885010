import type { DialOptions } from "./socket.ts";

/** The charging station certificate in use, or the one before it, which is kept until the new one has proved itself. */
export type ShownCertificate = "newest" | "previous";

/** What a wss connection needs, or why it is not to be had; fetched for every attempt, so renewals count at once. */
export type TlsMaterial =
  | NonNullable<DialOptions["tls"]> & {
    /** Which of its certificates the station shows; absent when there is no choice. */
    readonly shown?: ShownCertificate;
    /** Roots that `caCerts` have just replaced; absent when nothing was replaced. */
    readonly fallbackCaCerts?: readonly string[];
  }
  | { kind: "unavailable"; reason: string };

/** What a connection has shown to work. */
export interface Proof {
  /** Which of two certificates the CSMS took. */
  readonly shown?: ShownCertificate;
  /** The certificate of the CSMS leads to a root that has just replaced another. */
  readonly newRoot?: true;
}

/** Port to whoever keeps certificates and keys. */
export interface Credentials {
  /**
   * CSMS roots for profiles 2 and 3, and the charging station certificate for profile 3: the preferred one when there are
   * two. Never rejects.
   */
  tlsMaterial(securityProfile: 2 | 3, preferred: ShownCertificate): Promise<TlsMaterial>;
  /** A connection was made. */
  proved(proof: Proof): void;
}
