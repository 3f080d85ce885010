import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { certificateValidities } from "../../../src/certificates/certificate-validity.ts";
import { testPki } from "../../fakes/pki/pki.ts";

Deno.test("from when to when certificates are valid, as another reader has it", async () => {
  const { root, server, client } = await testPki();
  const certificates = [root.cert, server.cert, client.cert];
  const found = certificateValidities(certificates.join("\n"));
  const expected = certificates.map((pem) => {
    const { validFrom, validTo } = new X509Certificate(pem);
    return { notBeforeMs: Date.parse(validFrom), notAfterMs: Date.parse(validTo) };
  });
  assert.deepEqual(found.slice(0, 3), expected);
});

Deno.test("what is no certificate has no validity", () => {
  const block = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;
  assert.deepEqual(certificateValidities(block("AAAA") + block("no base 64!")), [undefined, undefined]);
});
