import assert from "node:assert/strict";
import { certificateHashOf, identifies } from "../../../src/certificates/certificate-hash.ts";
import { hashOf } from "../../conformance/harness/certificates.ts";
import { createCertificate } from "../../fakes/pki/certificate.ts";

Deno.test("issuer and serial number name a certificate, however the number is written", async () => {
  const root = await createCertificate({ commonName: "Root", role: "authority" });
  const leaf = await createCertificate({ commonName: "CS001", issuer: root });
  const hash = hashOf(leaf, root);
  assert.equal(await identifies(hash, leaf.cert), true);
  const padded = { ...hash, serialNumber: `00${hash.serialNumber.toUpperCase()}` };
  assert.equal(await identifies(padded, leaf.cert), true);
  assert.equal(await identifies({ ...hash, serialNumber: "1" }, leaf.cert), false);
  // Another authority may have given out the same number.
  assert.equal(await identifies({ ...hash, issuerNameHash: "ab".repeat(32) }, leaf.cert), false);
  assert.equal(await identifies({ ...hash, hashAlgorithm: "SHA384" }, leaf.cert), false);
});

Deno.test("a certificate is named by issuer and serial number, and not at all without its issuer", async () => {
  const root = await createCertificate({ commonName: "Root", role: "authority" });
  const subCa = await createCertificate({ commonName: "Sub", role: "authority", issuer: root });
  const leaf = await createCertificate({ commonName: "Leaf", issuer: subCa });
  const expected = hashOf(leaf, subCa);
  assert.deepEqual(await certificateHashOf(leaf.cert + subCa.cert, []), expected);
  assert.deepEqual(await certificateHashOf(leaf.cert, [root.cert, subCa.cert]), expected);
  assert.equal(await certificateHashOf(leaf.cert, [root.cert]), undefined);
  assert.equal(await certificateHashOf("rubbish", [root.cert]), undefined);
});
