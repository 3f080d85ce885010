export type TrustPolicy =
  /** Only the CSMS roots handed over with each dial. */
  | "csmsRootsOnly"
  /** Besides, what this machine trusts (InternalCtrlr.UseSslDefaultVerifyPaths): SSL_CERT_FILE, /etc/ssl/certs … */
  | "csmsAndSystemRoots";

export type TrustResult = { kind: "applied" } | { kind: "failed"; reason: string };

/** Which roots TLS of this process trusts. */
export interface Trust {
  /** Settles the default roots, once for the life of the process. Until it says `applied`, no TLS may be used. */
  apply(): TrustResult;
}

/** Everything that can bring further roots in, and what each is while the runtime reads its roots. */
const ENVIRONMENT: Readonly<Record<TrustPolicy, Readonly<Record<string, string | undefined>>>> = {
  csmsRootsOnly: {
    // A list without a name in it: unset would mean the built-in Mozilla roots.
    DENO_TLS_CA_STORE: ",",
    DENO_CERT: undefined,
    NODE_EXTRA_CA_CERTS: undefined,
    SSL_CERT_FILE: undefined,
    SSL_CERT_DIR: undefined,
  },
  csmsAndSystemRoots: { DENO_TLS_CA_STORE: "system", DENO_CERT: undefined, NODE_EXTRA_CA_CERTS: undefined },
};

/**
 * The runtime adds `caCerts` to its default roots, so the defaults must go. It reads them once, from the environment,
 * when TLS is first needed. So it is made to read them here, with an environment that names none; must run before
 * anything else in the process uses TLS.
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

/** Makes the runtime read its default roots now, without any connection. */
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
