import type { DialOptions } from "./socket.ts";

/** What a wss connection needs, or why it is not to be had; fetched for every attempt, so renewals count at once. */
export type TlsMaterial = NonNullable<DialOptions["tls"]> | { kind: "unavailable"; reason: string };

/** Port to whoever keeps certificates and keys. */
export interface Credentials {
  /** CSMS roots for profiles 2 and 3, and the charging station certificate for profile 3. Never rejects. */
  tlsMaterial(securityProfile: 2 | 3): Promise<TlsMaterial>;
}
