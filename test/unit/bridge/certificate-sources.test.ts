import assert from "node:assert/strict";
import type { CertificateFiles } from "../../../src/bridge/certificate-files.ts";
import { createClientCertificateSource } from "../../../src/bridge/client-certificate-source.ts";
import { createCsmsRootSource } from "../../../src/bridge/csms-root-source.ts";
import type { EvseSecurity } from "../../../src/everest/interfaces/evse-security.ts";

type Security = Pick<EvseSecurity, "getVerifyFile" | "getVerifyLocation" | "getLeafCertificateInfo">;

const FILES: Readonly<Record<string, string>> = {
  "/roots.pem": "bundle",
  "/certs/a.pem": "root a",
  "/certs/b.crt": "root b",
  "/certs/readme.txt": "no certificate",
  "/leaf.pem": "chain",
  "/leaf.key": "key",
};

const files: CertificateFiles = {
  read(path) {
    const text = FILES[path];
    return text === undefined ? Promise.reject(new Error(`no ${path}`)) : Promise.resolve(text);
  },
  filesIn: (path) =>
    Promise.resolve(
      path.endsWith(".pem") ? undefined : Object.keys(FILES).filter((file) => file.startsWith(path)),
    ),
};

/** A security module that answers with these paths; an empty path means that it names none. */
function security(bundle: string, location: string): Security {
  return {
    getVerifyFile: () => Promise.resolve({ kind: "result", value: bundle }),
    getVerifyLocation: () => Promise.resolve({ kind: "result", value: location }),
    getLeafCertificateInfo: () => Promise.resolve({ kind: "failed", reason: "timeout" }),
  };
}

for (
  const [what, bundle, location, expected] of [
    ["the bundle file", "/roots.pem", "/certs/", { kind: "read", caCerts: ["bundle"] }],
    ["the certificates of a directory", "", "/certs/", { kind: "read", caCerts: ["root a", "root b"] }],
    ["a file where a directory could be", "", "/roots.pem", { kind: "read", caCerts: ["bundle"] }],
    ["a directory without certificates", "", "/leaf/", {
      kind: "unavailable",
      reason: "/leaf/ holds no certificates",
    }],
    ["a file that is gone", "/gone.pem", "", { kind: "unavailable", reason: "no /gone.pem" }],
    ["no path at all", "", "", {
      kind: "unavailable",
      reason: "the security module names no CSMS root certificate",
    }],
  ] as const
) {
  Deno.test(`CSMS roots come from ${what}`, async () => {
    assert.deepEqual(await createCsmsRootSource(security(bundle, location), files).installed(), expected);
  });
}

Deno.test("the station's certificate is read with its key, and its absence has a reason", async () => {
  const answering = (value: unknown) =>
    createClientCertificateSource(
      {
        getLeafCertificateInfo: () => Promise.resolve({ kind: "result", value }),
      } as Parameters<typeof createClientCertificateSource>[0],
      files,
    );
  const info = { certificate: "/leaf.pem", certificate_count: 1, key: "/leaf.key", password: "secret" };
  assert.deepEqual(await answering({ status: "Accepted", info }).newest(), {
    kind: "read",
    value: { certChain: "chain", privateKey: "key", privateKeyPassword: "secret", keyPath: "/leaf.key" },
  });
  assert.deepEqual(await answering({ status: "NotFound" }).newest(), {
    kind: "unavailable",
    reason: "no charging station certificate: the security module answers NotFound",
  });
  assert.deepEqual(await answering({ status: "Accepted", info: { ...info, key: "/gone.key" } }).newest(), {
    kind: "unavailable",
    reason: "no /gone.key",
  });
  const silent = createClientCertificateSource(security("", ""), files);
  assert.deepEqual(await silent.newest(), {
    kind: "unavailable",
    reason: "no charging station certificate: timeout",
  });
  assert.deepEqual(await silent.privateKey("/leaf.key"), { kind: "read", pem: "key" });
  assert.deepEqual(await silent.privateKey("/gone.key"), { kind: "unavailable", reason: "no /gone.key" });
});
