import assert from "node:assert/strict";
import type { CertificateNames } from "../../../../src/certificates/certificate-names.ts";
import { isAddress, namesHost } from "../../../../src/csms/tls/host-name.ts";

const names = (parts: Partial<CertificateNames>): CertificateNames => ({
  commonNames: [],
  dnsNames: [],
  hasOtherNames: "no",
  ...parts,
});
const dns = (...dnsNames: string[]) => names({ dnsNames, commonNames: ["ignored.example"] });
const wild = (certificate: CertificateNames, host: string) =>
  namesHost(certificate, host, "wildcardsAllowed");

Deno.test("names compare without case and without a final dot", () => {
  assert.equal(wild(dns("CSMS.example"), "csms.Example."), true);
  assert.equal(wild(dns("other.example", "csms.example"), "csms.example"), true);
  assert.equal(wild(dns("csms.example"), "csms.example.org"), false);
});

Deno.test("the commonName counts only when there is no subjectAltName at all", () => {
  assert.equal(wild(names({ commonNames: ["csms.example"] }), "csms.example"), true);
  assert.equal(wild(dns("other.example"), "ignored.example"), false);
  assert.equal(wild(names({ commonNames: ["csms.example"], hasOtherNames: "yes" }), "csms.example"), false);
});

Deno.test("a certificate with several common names or none names no host", () => {
  assert.equal(wild(names({ commonNames: ["CS001", "csms.example"] }), "csms.example"), false);
  assert.equal(wild(names({}), "csms.example"), false);
});

Deno.test("a wildcard stands for one leftmost label, where wildcards are allowed", () => {
  const certificate = dns("*.csms.example");
  assert.equal(wild(certificate, "a.csms.example"), true);
  assert.equal(namesHost(certificate, "a.csms.example", "exact"), false);
  assert.equal(wild(certificate, "csms.example"), false);
  assert.equal(wild(certificate, "a.b.csms.example"), false);
  assert.equal(wild(certificate, ".csms.example"), false);
  assert.equal(wild(dns("*.example"), "csms.example"), false);
  assert.equal(wild(dns("a*.csms.example"), "ab.csms.example"), false);
  assert.equal(wild(dns("*"), "localhost"), false);
  assert.equal(wild(dns("*.0.0.1"), "127.0.0.1"), false);
});

Deno.test("addresses are told from names", () => {
  assert.deepEqual(["127.0.0.1", "::1", "localhost", "1.example"].map(isAddress), [true, true, false, false]);
});
