import { reasonOf } from "../../kernel/reason-of.ts";

/**
 * Why the runtime cannot show this certificate (PEM chain) with this key (PEM, PKCS #8); undefined when it can.
 * `Deno.connectTls` ends the process when it cannot, beyond the reach of any `catch`. A TLS server of the runtime reads both
 * with the same code and throws instead; so one is made and closed at once, on the loopback interface.
 */
export function identityProblem(cert: string, key: string): string | undefined {
  try {
    Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key }).close();
    return undefined;
  } catch (error) {
    const reason = reasonOf(error);
    // The certificate and the key are read before the socket is bound: it failed at the network, not at them.
    return /os error/i.test(reason) ? undefined : reason;
  }
}

/**
 * Why the runtime does not take this certificate (PEM) as a root; undefined when it does. With one that it does not take
 * among its roots, it makes no connection at all.
 */
export function rootProblem(cert: string): string | undefined {
  try {
    Deno.createHttpClient({ caCerts: [cert] }).close();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}
