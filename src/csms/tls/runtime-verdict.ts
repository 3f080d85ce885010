import { reasonOf } from "../../kernel/reason-of.ts";

/** What the runtime's TLS makes of a certificate or key. */
export type RuntimeVerdict =
  | { readonly kind: "usable" }
  | { readonly kind: "unusable"; readonly reason: string };

/**
 * Whether the runtime can show this certificate (PEM chain) with this key (PEM, PKCS #8). `Deno.connectTls` ends the process
 * when it cannot, beyond the reach of any `catch`. A TLS server of the runtime reads both with the same code and throws
 * instead; so one is made and closed at once, on the loopback interface.
 */
export function judgeIdentity(cert: string, key: string): RuntimeVerdict {
  try {
    Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key }).close();
    return { kind: "usable" };
  } catch (error) {
    const reason = reasonOf(error);
    // The certificate and the key are read before the socket is bound: it failed at the network, not at them.
    return /os error/i.test(reason) ? { kind: "usable" } : { kind: "unusable", reason };
  }
}

/** Whether the runtime takes this certificate (PEM) as a root. One that it does not take would cost the whole connection. */
export function judgeRoot(cert: string): RuntimeVerdict {
  try {
    Deno.createHttpClient({ caCerts: [cert] }).close();
    return { kind: "usable" };
  } catch (error) {
    return { kind: "unusable", reason: reasonOf(error) };
  }
}
