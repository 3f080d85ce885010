import { join } from "node:path";
import type { Credentials, TlsMaterial } from "../csms/tls-credentials.ts";
import type { CallResult } from "../everest/interfaces/client.ts";
import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";

/** The security module answers from disk; a dial must not hang on it. */
const TIMEOUT_MS = 10_000;

type Reading<T> = { kind: "read"; value: T } | { kind: "unavailable"; reason: string };

/** Certificates for the CSMS link from EVerest's security module, which names files; read anew for every dial. */
export function createCsmsCredentials(security: EvseSecurity): Credentials {
  return {
    async tlsMaterial(securityProfile): Promise<TlsMaterial> {
      const [roots, client] = await Promise.all([
        readRoots(security),
        securityProfile === 3 ? readClientCertificate(security) : undefined,
      ]);
      if (roots.kind === "unavailable") return roots;
      if (client === undefined) return { caCerts: roots.value };
      if (client.kind === "unavailable") return client;
      return { caCerts: roots.value, clientCertificate: client.value };
    },
  };
}

/** The bundle file; stations without one keep a directory of certificates. */
async function readRoots(security: EvseSecurity): Promise<Reading<string[]>> {
  const file = await security.getVerifyFile("CSMS", TIMEOUT_MS);
  if (file.kind === "result" && file.value !== "") return await readingOf(() => readPemFiles([file.value]));
  const location = await security.getVerifyLocation("CSMS", TIMEOUT_MS);
  if (location.kind === "result" && location.value !== "") {
    return await readingOf(() => readPemLocation(location.value));
  }
  return unavailable(`the security module names no CSMS root certificate${why(file)}${why(location)}`);
}

async function readClientCertificate(
  security: EvseSecurity,
): Promise<Reading<NonNullable<Exclude<TlsMaterial, { kind: "unavailable" }>["clientCertificate"]>>> {
  const request = { certificate_type: "CSMS", encoding: "PEM", include_ocsp: false } as const;
  const answer = await security.getLeafCertificateInfo(request, TIMEOUT_MS);
  if (answer.kind === "failed") return unavailable(`no charging station certificate: ${answer.reason}`);
  const { status, info } = answer.value;
  const chain = info?.certificate ?? info?.certificate_single;
  if (status !== "Accepted" || info === undefined || chain === undefined) {
    return unavailable(`no charging station certificate: the security module answers ${status}`);
  }
  return await readingOf(async () => ({
    certChain: await Deno.readTextFile(chain),
    privateKey: await Deno.readTextFile(info.key),
    ...(info.password === undefined ? {} : { privateKeyPassword: info.password }),
  }));
}

async function readPemLocation(path: string): Promise<string[]> {
  if (!(await Deno.stat(path)).isDirectory) return await readPemFiles([path]);
  const files: string[] = [];
  for await (const entry of Deno.readDir(path)) {
    if (!entry.isDirectory && /\.(pem|crt)$/.test(entry.name)) files.push(join(path, entry.name));
  }
  if (files.length === 0) throw new Error(`${path} holds no certificates`);
  return await readPemFiles(files.sort());
}

function readPemFiles(paths: readonly string[]): Promise<string[]> {
  return Promise.all(paths.map((path) => Deno.readTextFile(path)));
}

async function readingOf<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { kind: "read", value: await read() };
  } catch (error) {
    return unavailable(error instanceof Error ? error.message : String(error));
  }
}

function why(answer: CallResult<string>): string {
  return answer.kind === "failed" ? ` (${answer.reason})` : "";
}

function unavailable(reason: string): { kind: "unavailable"; reason: string } {
  return { kind: "unavailable", reason };
}
