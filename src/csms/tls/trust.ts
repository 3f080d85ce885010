import { NOBODY_ROOT } from "./nobody-root.ts";

export type TrustPolicy =
  /** A00.FR.308, A00.FR.411: only the CSMS roots handed over with each dial. */
  | "csmsRootsOnly"
  /** Besides, what this machine trusts (InternalCtrlr.UseSslDefaultVerifyPaths): SSL_CERT_FILE, /etc/ssl/certs … */
  | "csmsAndSystemRoots";

export type TrustResult = { kind: "applied" } | { kind: "failed"; reason: string };

/** Which roots TLS of this process trusts. */
export interface Trust {
  /** Settles the default roots, once for the life of the process. Until it says `applied`, no TLS may be used. */
  apply(): TrustResult;
}

/** Everything that can bring further roots in, and what each is for the time the store is read. */
const ENVIRONMENT: Readonly<Record<TrustPolicy, Readonly<Record<string, string | undefined>>>> = {
  csmsRootsOnly: {
    DENO_TLS_CA_STORE: ",",
    DENO_CERT: undefined,
    SSL_CERT_FILE: undefined,
    SSL_CERT_DIR: undefined,
  },
  csmsAndSystemRoots: { DENO_TLS_CA_STORE: "system", DENO_CERT: undefined },
};

/**
 * The runtime adds `caCerts` to its default roots, so the defaults must go. It reads them once, from the environment,
 * when TLS is first needed, and goes back to the built-in Mozilla roots when it finds none at all: an empty
 * DENO_TLS_CA_STORE alone does not help. So it gets exactly one: `NOBODY_ROOT`, as an extra root from a file that
 * lives only while it is read. Must run before anything else in the process uses TLS.
 * `directory` is where that file is written; default the system's temporary directory.
 */
export function createTrust(policy: TrustPolicy, directory?: string): Trust {
  let result: TrustResult | undefined;
  return {
    apply() {
      // A failure is not kept: a full disk may have room again at the next attempt.
      if (result?.kind !== "applied") result = settleDefaultRoots(policy, directory);
      return result;
    },
  };
}

function settleDefaultRoots(policy: TrustPolicy, directory: string | undefined): TrustResult {
  let file: string | undefined;
  try {
    // Created by us alone, mode 0600: nobody else can put a root of theirs there.
    file = Deno.makeTempFileSync({ prefix: "ocpp201-", ...(directory !== undefined && { dir: directory }) });
    Deno.writeTextFileSync(file, NOBODY_ROOT);
    withEnvironment({ ...ENVIRONMENT[policy], NODE_EXTRA_CA_CERTS: file }, readDefaultRoots);
    return { kind: "applied" };
  } catch (error) {
    return { kind: "failed", reason: `the default TLS roots cannot be replaced: ${error}` };
  } finally {
    if (file !== undefined) removeIfThere(file);
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

function removeIfThere(file: string): void {
  try {
    Deno.removeSync(file);
  } catch {
    // It holds no secret; left behind it does no harm.
  }
}
