import assert from "node:assert/strict";
import type { CertificateHashDataType } from "../../../../src/ocpp/messages.ts";
import {
  type Customer,
  mentions,
  readCustomer,
} from "../../../../src/station/customer-information/customer.ts";

const TOKEN = { idToken: "Abc", type: "ISO14443" } as const;
const HASH: CertificateHashDataType = {
  hashAlgorithm: "SHA256",
  issuerNameHash: "0a",
  issuerKeyHash: "0b",
  serialNumber: "0c",
};
const FLAGS = { requestId: 1, report: true, clear: false } as const;

Deno.test("a request names exactly one customer", () => {
  assert.deepEqual(readCustomer({ ...FLAGS, idToken: TOKEN }), { kind: "token", idToken: TOKEN });
  assert.deepEqual(readCustomer({ ...FLAGS, customerIdentifier: "x" }), { kind: "identifier", text: "x" });
  assert.deepEqual(readCustomer({ ...FLAGS, customerCertificate: HASH }), {
    kind: "certificate",
    hash: HASH,
  });
  assert.equal(readCustomer(FLAGS), undefined);
  // An empty text names nobody.
  assert.equal(readCustomer({ ...FLAGS, customerIdentifier: "" }), undefined);
  assert.equal(readCustomer({ ...FLAGS, customerIdentifier: "  " }), undefined);
  assert.equal(readCustomer({ ...FLAGS, idToken: { idToken: "", type: "NoAuthorization" } }), undefined);
  assert.equal(readCustomer({ ...FLAGS, idToken: TOKEN, customerCertificate: HASH }), undefined);
});

Deno.test("a customer is found at whatever depth, whatever the case", () => {
  const token: Customer = { kind: "token", idToken: TOKEN };
  const identifier: Customer = { kind: "identifier", text: "Abc" };
  const certificate: Customer = { kind: "certificate", hash: HASH };
  const table: [boolean, Customer, unknown][] = [
    [true, token, { session: [{ token: { idToken: "aBC", type: "ISO14443" } }] }],
    [false, token, { idToken: "Abc", type: "KeyCode" }],
    [false, token, { idToken: "Abcd", type: "ISO14443" }],
    [false, token, "Abc"],
    [true, identifier, { additionalInfo: [{ additionalIdToken: "ABC" }] }],
    [true, identifier, { idToken: { idToken: "abc", type: "Central" } }],
    [true, identifier, { vendorId: "x", data: { customerId: "Abc" } }],
    [false, identifier, { additionalInfo: [{ additionalIdToken: "Abc!" }] }],
    [false, identifier, { idToken: { idToken: "x", type: "abc" } }],
    [false, identifier, ["Abc", { type: "Abc", text: "Abc" }]],
    [true, certificate, [{ ...HASH, serialNumber: "0C", responderURL: "x" }]],
    [false, certificate, { ...HASH, issuerKeyHash: "0d" }],
    [false, token, null],
    [false, certificate, 7],
  ];
  for (const [expected, customer, value] of table) {
    assert.equal(mentions(value, customer), expected, JSON.stringify(value));
  }
});
