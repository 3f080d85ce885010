import assert from "node:assert/strict";
import fc from "fast-check";
import { certificateNames } from "../../../src/certificates/certificate-names.ts";
import { createCertificate, printableName } from "../../fakes/pki/certificate.ts";
import { testPki } from "../../fakes/pki/pki.ts";

Deno.test("common names and alternative names are read from versions 1 and 3", async () => {
  const pki = await testPki();
  assert.deepEqual(certificateNames(pki.server.der), {
    commonNames: ["localhost"],
    dnsNames: ["localhost"],
    hasOtherNames: "yes",
  });
  assert.deepEqual(certificateNames(pki.wildcard.der), {
    commonNames: ["localhost"],
    dnsNames: ["*.csms.example"],
    hasOtherNames: "no",
  });
  const onlyCommonName = { commonNames: ["localhost"], dnsNames: [], hasOtherNames: "no" };
  assert.deepEqual(certificateNames(pki.commonNameServer.der), onlyCommonName);
  assert.deepEqual(certificateNames(pki.version1.der), onlyCommonName);
});

Deno.test("every common name of a subject is read, in either kind of text", async () => {
  const subject = printableName(["2.5.4.3", "CS001"], ["2.5.4.10", "csms.example"], [
    "2.5.4.3",
    "csms.example",
  ]);
  const { der } = await createCertificate({ commonName: "", subject });
  assert.deepEqual(certificateNames(der)?.commonNames, ["CS001", "csms.example"]);
});

Deno.test("a line break in a common name does not make a second one", async () => {
  const { der } = await createCertificate({ commonName: "CS001\nCN=csms.example" });
  assert.deepEqual(certificateNames(der)?.commonNames, ["CS001\nCN=csms.example"]);
});

Deno.test("damaged certificates and senseless bytes are read without an exception", async () => {
  const { server } = await testPki();
  fc.assert(fc.property(fc.nat(server.der.length - 1), fc.nat(255), fc.nat(400), (at, value, cut) => {
    const damaged = server.der.slice(0, server.der.length - cut % 20);
    damaged[at % damaged.length] = value;
    certificateNames(damaged);
  }));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void certificateNames(bytes)));
});
