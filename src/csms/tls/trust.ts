export type TrustPolicy =
  /** Only the CSMS roots of each connection attempt. */
  | "csmsRootsOnly"
  /**
   * Also the roots that this machine trusts (InternalCtrlr.UseSslDefaultVerifyPaths): SSL_CERT_FILE,
   * /etc/ssl/certs …
   */
  | "csmsAndSystemRoots";

export type TrustResult = { kind: "applied" } | { kind: "failed"; reason: string };

/** Which roots TLS of this process trusts. */
export interface Trust {
  /**
   * Sets the default roots, once for the life of the process. Before it returns `applied`, no TLS may be
   * used.
   */
  apply(): TrustResult;
}

/** The environment variables that can add roots, with their values while the runtime reads its roots. */
const ENVIRONMENT: Readonly<Record<TrustPolicy, Readonly<Record<string, string | undefined>>>> = {
  csmsRootsOnly: {
    // An empty list: unset would mean the built-in Mozilla roots.
    DENO_TLS_CA_STORE: ",",
    DENO_CERT: undefined,
    NODE_EXTRA_CA_CERTS: undefined,
    SSL_CERT_FILE: undefined,
    SSL_CERT_DIR: undefined,
  },
  csmsAndSystemRoots: { DENO_TLS_CA_STORE: "system", DENO_CERT: undefined, NODE_EXTRA_CA_CERTS: undefined },
};

/**
 * The runtime adds `caCerts` to its default roots, so the default roots must be empty. It reads them once,
 * from the environment, when TLS is first used. So we make it read them here, with an environment that names
 * none; this must run before any other use of TLS in the process.
 */
export function createTrust(policy: TrustPolicy): Trust {
  let result: TrustResult | undefined;
  return { apply: () => result ??= settleDefaultRoots(policy) };
}

function settleDefaultRoots(policy: TrustPolicy): TrustResult {
  try {
    withEnvironment(ENVIRONMENT[policy], readDefaultRoots);
    return { kind: "applied" };
  } catch (error) {
    return { kind: "failed", reason: `the default TLS roots cannot be replaced: ${error}` };
  }
}

/** Makes the runtime read its default roots without a connection. */
function readDefaultRoots(): void {
  Deno.createHttpClient({}).close();
}

function withEnvironment(variables: Readonly<Record<string, string | undefined>>, run: () => void): void {
  const before = Object.keys(variables).map((name) => [name, Deno.env.get(name)] as const);
  try {
    for (const [name, value] of Object.entries(variables)) setVariable(name, value);
    run();
  } finally {
    for (const [name, value] of before) setVariable(name, value);
  }
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) Deno.env.delete(name);
  else Deno.env.set(name, value);
}
