import assert from "node:assert/strict";
import { certificateFact, rootsFact } from "../../../../src/csms/examination/certificate-fact.ts";
import { createCertificate } from "../../../fakes/pki/certificate.ts";

const DAY_MS = 86_400_000;
const dayIn = (ms: number) => new Date(ms).toISOString().slice(0, 10);

Deno.test("a certificate is told with its names and its last day", async () => {
  const root = await createCertificate({ commonName: "root", role: "authority" });
  const { cert } = await createCertificate({ commonName: "csms.example", issuer: root });
  const fact = await certificateFact(cert);
  assert.match(fact ?? "", /^CN=csms\.example.*, issued by .*CN=root.*, valid until \d{4}-\d\d-\d\d$/);
  assert.equal(await certificateFact("no certificate"), undefined);
});

Deno.test("of the roots those that have expired are marked, with the day", async () => {
  const { cert } = await createCertificate({ commonName: "root", role: "authority" });
  const [, text = ""] = /valid until (.+)$/.exec(await certificateFact(cert) ?? "") ?? [];
  const lastMs = Date.parse(text);
  assert.match(
    await rootsFact([cert, "no certificate"], lastMs - DAY_MS),
    /^trusted: [^(]*CN=root; one that cannot be read$/,
  );
  const expired = await rootsFact([cert], lastMs + 2 * DAY_MS);
  assert(expired.endsWith(`CN=root (EXPIRED ${dayIn(lastMs)})`), expired);
  assert.equal(await rootsFact([], 0), "no CSMS root is installed");
});
