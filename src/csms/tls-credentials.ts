import type { DialOptions } from "./socket.ts";

/** The charging station certificate in use, or the one before it, which is kept until the new one has proved itself. */
export type ShownCertificate = "newest" | "previous";

/** What a wss connection needs, or why it is not to be had; fetched for every attempt, so renewals count at once. */
export type TlsMaterial =
  | NonNullable<DialOptions["tls"]> & {
    /** Which of its certificates the station shows; absent when there is no choice. */
    readonly shown?: ShownCertificate;
  }
  | { kind: "unavailable"; reason: string };

/** Port to whoever keeps certificates and keys. */
export interface Credentials {
  /**
   * CSMS roots for profiles 2 and 3, and the charging station certificate for profile 3: the preferred one when there are
   * two. Never rejects.
   */
  tlsMaterial(securityProfile: 2 | 3, preferred: ShownCertificate): Promise<TlsMaterial>;
  /** The CSMS took this one of two certificates. */
  proved(shown: ShownCertificate): void;
}
