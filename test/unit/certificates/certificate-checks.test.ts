import assert from "node:assert/strict";
import fc from "fast-check";
import { authorityProblem, clientCertificateProblem } from "../../../src/certificates/certificate-checks.ts";
import { certificateFacts } from "../../../src/certificates/certificate-facts.ts";
import { createCertificate } from "../../fakes/pki/certificate.ts";
import { toPem } from "../../fakes/pki/der-writer.ts";
import { compressedKey, ed448Key, type OddKey, rsaKey, secp256k1Key } from "../../fakes/pki/odd-keys.ts";
import { testPki } from "../../fakes/pki/pki.ts";

const certified = async ({ publicKey }: OddKey) =>
  (await createCertificate({ commonName: "x", publicKey })).cert;

Deno.test("the facts of a certificate are its version, its key and whether it may issue others", async () => {
  const { client, rsaClient, root, version1 } = await testPki();
  const p256 = { kind: "ec", curve: "P-256", isCompressed: false };
  assert.deepEqual(certificateFacts(client.cert + root.cert), [
    { version: 3, publicKey: p256, isAuthority: false },
    { version: 3, publicKey: p256, isAuthority: true },
  ]);
  assert.deepEqual(certificateFacts(rsaClient.cert)[0]?.publicKey, { kind: "rsa", bits: 2048 });
  assert.equal(certificateFacts(version1.cert)[0]?.version, 1);
});

Deno.test("the length of an RSA key is counted in bits", async () => {
  for (const bits of [1024, 2047, 2048, 2056]) {
    assert.deepEqual(certificateFacts(await certified(rsaKey(bits)))[0]?.publicKey, { kind: "rsa", bits });
  }
});

const ODD_KEYS: readonly (readonly [string, () => OddKey, string])[] = [
  ["RSA-1024", () => rsaKey(1024), "its RSA key has 1024 bits, not 2048 to 8192"],
  ["RSA-2047", () => rsaKey(2047), "its RSA key has 2047 bits, not 2048 to 8192"],
  ["secp256k1", secp256k1Key, "its EC key is on the curve secp256k1, not P-256, P-384, P-521"],
  ["Ed448", ed448Key, "its key is of the kind Ed448, which TLS here cannot use"],
  ["a compressed point", compressedKey, "its EC key is compressed"],
];

for (const [name, key, reason] of ODD_KEYS) {
  Deno.test(`a client certificate with ${name} is refused, with the reason`, async () => {
    assert.equal(clientCertificateProblem(await certified(key())), reason);
  });
}

Deno.test("a client certificate needs version 3, and to be readable", async () => {
  const { version1, client, rsaClient } = await testPki();
  assert.equal(
    clientCertificateProblem(version1.cert),
    "it is an X.509 certificate of version 1, not 3",
  );
  assert.equal(clientCertificateProblem("nonsense"), "it cannot be read");
  assert.equal(clientCertificateProblem(toPem("CERTIFICATE", new Uint8Array(40))), "it cannot be read");
  for (const { cert } of [client, rsaClient]) assert.equal(clientCertificateProblem(cert), undefined);
});

Deno.test("an authority is one certificate that may issue others", async () => {
  const { root, intermediate, client, version1 } = await testPki();
  for (const { cert } of [root, intermediate]) assert.equal(authorityProblem(cert), undefined);
  assert.equal(authorityProblem(root.cert + client.cert), "it is more than one certificate");
  for (const { cert } of [client, version1]) {
    assert.equal(authorityProblem(cert), "it is not the certificate of an authority (basicConstraints)");
  }
  for (const text of ["", "hello", root.cert.slice(0, 100)]) {
    assert.equal(authorityProblem(text), "it is not a PEM certificate that can be read");
  }
});

Deno.test("whatever bytes are in a certificate, it is read or not, and nothing is thrown", async () => {
  const { client, root } = await testPki();
  const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.constantFrom(client.der, root.der), fc.array(change, { maxLength: 8 }), (der, changes) => {
      const bytes = der.slice();
      for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
      const pem = toPem("CERTIFICATE", bytes);
      const problem = clientCertificateProblem(pem);
      assert(problem === undefined || problem.length > 0);
      authorityProblem(pem);
    }),
    { numRuns: 2000 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    const [facts] = certificateFacts(toPem("CERTIFICATE", bytes));
    assert(facts === undefined || facts.version >= 1);
  }));
});
