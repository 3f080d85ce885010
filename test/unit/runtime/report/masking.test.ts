import assert from "node:assert/strict";
import fc from "fast-check";
import { withoutSecrets } from "../../../../src/runtime/report/masking.ts";

const SECRET = "s3cr3t-Value";
const entry = (payload: unknown, indent?: number) =>
  JSON.stringify([2, "1", "Any", payload], undefined, indent);
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

const password = {
  attributeValue: SECRET,
  component: { name: "SecurityCtrlr" },
  variable: { name: "BasicAuthPassword" },
};
const profiles = {
  attributeValue: JSON.stringify([{ connectionData: { vpn: { key: SECRET, password: SECRET } } }]),
  variable: { name: "NetworkConnectionProfiles" },
};

for (
  const [what, payload] of Object.entries({
    "a password": password,
    "a list of network profiles": profiles,
    "a password in a message within a message": {
      message: JSON.stringify([2, "1", "SetVariables", {
        setVariableData: [{ attributeValue: JSON.stringify({ basicAuthPassword: SECRET }) }],
      }]),
    },
    "a token in data of a vendor": { data: JSON.stringify({ idToken: SECRET }), vendorId: "v" },
    "a token in data within data": { data: JSON.stringify({ inner: JSON.stringify({ idToken: SECRET }) }) },
    "a network profile": { connectionData: { apn: { apnPassword: SECRET }, vpn: { key: SECRET } } },
    "a token": { idToken: { idToken: SECRET, type: "ISO14443" } },
    "an additional token": { additionalInfo: [{ additionalIdToken: SECRET, type: "x" }] },
    "credentials in a URL": { log: { remoteLocation: `sftp://user:${SECRET}@host/x` } },
    "a password with an ampersand in a URL": { location: `ftp://user:a&${SECRET}@host/x` },
    "a password with an apostrophe in a URL": { location: `ftp://user:it's${SECRET}@host/x` },
    "a password with an @ in a URL": { location: `ftp://user:p@${SECRET}@host/x` },
    "a password with a slash in a URL": { location: `ftp://user:a/${SECRET}@host/x` },
    "a private key": { file: `-----BEGIN EC PRIVATE KEY-----\n${SECRET}\n-----END EC PRIVATE KEY-----` },
  })
) {
  Deno.test(`${what} is masked, in text, indented, in HTML`, () => {
    for (
      const text of [entry(payload), entry(payload, 2), escaped(entry(payload)), escaped(entry(payload, 2))]
    ) {
      const masked = withoutSecrets(`before\n\n${text}\n\nafter`, "masked");
      assert.ok(!masked.includes(SECRET), masked);
      assert.ok(masked.startsWith("before\n\n") && masked.endsWith("\n\nafter"));
    }
  });
}

Deno.test("a secret is masked however deep texts of JSON lie in texts of JSON, whatever stands around it", () => {
  const words = fc.array(fc.constantFrom("\\", '"', "x", " ", "{", "&", "\n", ":", "&quot;"), {
    maxLength: 6,
  })
    .map((parts) => parts.join(""));
  const layer = fc.record({ before: words, after: words, indent: fc.constantFrom(0, 1) });
  fc.assert(fc.property(fc.array(layer, { maxLength: 4 }), fc.boolean(), (layers, inHtml) => {
    let text = JSON.stringify({ other: "x", idToken: SECRET, type: "x" });
    for (const { before, after, indent } of layers) {
      text = JSON.stringify({ note: before, message: text, remark: after }, undefined, indent);
    }
    const masked = withoutSecrets(inHtml ? escaped(text) : text, "masked");
    assert.ok(!masked.includes(SECRET), masked);
  }));
});

Deno.test("a secret whose end was cut off is masked up to the end", () => {
  for (const end of ["", "\\", "\\\\", "\\\\\\"]) {
    const masked = withoutSecrets(`{"idToken":"04A2${end}`, "masked");
    assert.ok(masked.startsWith('{"idToken":"***') && !masked.includes("04A2"), masked);
  }
});

Deno.test("what is no secret stays, word for word", () => {
  const text = `time: ChargePoint>CentralSystem StatusNotification\n${
    entry({ connectorStatus: "Available", evseId: 1, attributeValue: "5" }, 2)
  }\n\n`;
  assert.equal(withoutSecrets(text, "masked"), text);
});

Deno.test("tokens stay where the caller wants them", () => {
  const text = entry({ idToken: { idToken: SECRET, type: "Central" } });
  assert.equal(withoutSecrets(text, "shown"), text);
});

Deno.test("any text is masked in time linear to its length", () => {
  fc.assert(fc.property(fc.string({ maxLength: 500 }), (text) => void withoutSecrets(text, "masked")));
  // Quadratic time would be hours.
  const rows = ['\\"', '"', "a", "://a@", "://a ", "\\", '"a', "&quot;", '"idToken"', "\r\n", "-----BEGIN "];
  for (const begin of ["", '"idToken": "', "://", "@", "@:", "-----BEGIN PRIVATE KEY-----"]) {
    for (const row of rows) withoutSecrets(begin + row.repeat(500_000), "masked");
  }
});
