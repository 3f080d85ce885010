import assert from "node:assert/strict";
import fc from "fast-check";
import { withoutUrlCredentials } from "../../../src/kernel/url-credentials.ts";

const CASES: Readonly<Record<string, string>> = {
  "ftp://logs:S3cr-et@host/x": "ftp://***@host/x",
  "ftp://logs@host/x": "ftp://***@host/x",
  "ftp://logs:S3c&et@host": "ftp://***@host",
  "ftp://logs:it's@host": "ftp://***@host",
  "ftp://logs:p@ss@host": "ftp://***@host",
  "ftp://logs:a/b@host": "ftp://***@host",
  'two: "ftp://a:b@c", ftp://d:e@f.': 'two: "ftp://***@c", ftp://***@f.',
  "ftp:\\/\\/a:b@c": "ftp:\\/\\/***@c",
  "&quot;ftp://host&quot;:&quot;a@b&quot;": "&quot;ftp://host&quot;:&quot;a@b&quot;",
  "https://host/x?mail=a@b": "https://host/x?mail=a@b",
  "https://host/x service@example.com": "https://host/x service@example.com",
  "a@b": "a@b",
  "://@": "://***@",
  "": "",
};

for (const [text, shown] of Object.entries(CASES)) {
  Deno.test(`credentials of URLs: ${text} is shown as ${shown}`, () => {
    assert.equal(withoutUrlCredentials(text), shown);
    assert.equal(withoutUrlCredentials(shown), shown);
  });
}

Deno.test("whatever a password is made of, nothing of it is shown, and all around it stays", () => {
  const password = fc.string({ minLength: 1 }).filter((text) => !/[\s"?]|&quot;/.test(text));
  const around = fc.string().filter((text) => !/[@:/]/.test(text));
  fc.assert(fc.property(around, password, around, (before, secret, after) => {
    const text = `${before} ftp://user:${secret}@host/x ${after}`;
    assert.equal(withoutUrlCredentials(text), `${before} ftp://***@host/x ${after}`);
  }));
});
