import assert from "node:assert/strict";
import { encode } from "../../../src/everest/codec/mod.ts";
import { providedIdToken } from "../../../src/everest/interfaces/types/authorization.ts";
import { evseId } from "../../../src/kernel/ids.ts";
import {
  toPresentedCredentials,
  toPresentedToken,
  toProvidedIdToken,
  toTokenSource,
} from "../../../src/bridge/tokens.ts";
import type { AuthorizationType } from "../../../src/everest/interfaces/types/authorization.ts";

Deno.test("a presented token keeps its additional information and its group", () => {
  const token = toPresentedToken({
    id_token: { value: "04E1", type: "ISO14443", additional_info: [{ value: "x", type: "y" }] },
    parent_id_token: { value: "GROUP1", type: "Central" },
    authorization_type: "RFID",
    request_id: 5,
  }, assert.fail);
  assert.deepEqual(token, {
    idToken: {
      idToken: "04E1",
      type: "ISO14443",
      additionalInfo: [{ additionalIdToken: "x", type: "y" }],
    },
    groupIdToken: { idToken: "GROUP1", type: "Central" },
    fromCsms: false,
  });
});

Deno.test("a token that came from the CSMS names its remote start", () => {
  const token = toPresentedToken(
    { id_token: { value: "R", type: "Central" }, authorization_type: "OCPP", request_id: 77 },
    assert.fail,
  );
  assert.deepEqual(token, {
    idToken: { idToken: "R", type: "Central" },
    remoteStartId: 77,
    fromCsms: true,
  });
});

Deno.test("a token that no OCPP message has room for is left out with a complaint", () => {
  const complaints: string[] = [];
  const present = (value: string, parent?: string) =>
    toPresentedToken({
      id_token: { value, type: "Local" },
      authorization_type: "RFID",
      ...(parent === undefined ? {} : { parent_id_token: { value: parent, type: "Local" } }),
    }, (reason) => complaints.push(reason));
  assert.equal(present("x".repeat(36))?.idToken.idToken.length, 36);
  assert.equal(present("x".repeat(37)), undefined);
  assert.deepEqual(present("x", "y".repeat(37)), {
    idToken: { idToken: "x", type: "Local" },
    fromCsms: false,
  });
  assert.equal(complaints.length, 2);
});

Deno.test("additional information that no OCPP message has room for is left out, the rest is kept", () => {
  const complaints: string[] = [];
  const additional_info = [
    { value: "a".repeat(36), type: "t".repeat(50) },
    { value: "a".repeat(37), type: "t" },
    { value: "a", type: "t".repeat(51) },
  ];
  const token = toPresentedToken(
    { id_token: { value: "x", type: "Local", additional_info }, authorization_type: "RFID" },
    (reason) => complaints.push(reason),
  );
  assert.equal(token?.idToken.additionalInfo?.length, 1);
  assert.equal(complaints.length, 1);
});

Deno.test("a remote start becomes a token that EVerest accepts", () => {
  const provided = toProvidedIdToken({
    idToken: { idToken: "R", type: "KeyCode" },
    groupIdToken: { idToken: "G", type: "Local" },
    remoteStartId: 9,
    evseIds: [evseId(2), evseId(3)],
    prevalidated: true,
  });
  assert.deepEqual(encode(providedIdToken, provided), {
    kind: "value",
    value: {
      id_token: { value: "R", type: "KeyCode" },
      authorization_type: "OCPP",
      prevalidated: true,
      request_id: 9,
      parent_id_token: { value: "G", type: "Local" },
      connectors: [2, 3],
    },
  });
});

Deno.test("a remote start without EVSE names no connectors", () => {
  const provided = toProvidedIdToken({
    idToken: { idToken: "R", type: "Local" },
    remoteStartId: 9,
    prevalidated: false,
  });
  assert.equal("connectors" in provided, false);
});

Deno.test("a contract token brings its certificate and hashes to AuthorizeRequest", () => {
  const hash = {
    hashAlgorithm: "SHA256",
    issuerNameHash: "a",
    issuerKeyHash: "b",
    serialNumber: "c",
    responderURL: "http://ocsp",
  } as const;
  assert.deepEqual(
    toPresentedCredentials({
      id_token: { value: "DE-X", type: "eMAID" },
      authorization_type: "PlugAndCharge",
      certificate: "PEM",
      iso15118CertificateHashData: [hash],
      connectors: [1],
      prevalidated: false,
    }),
    {
      idToken: { idToken: "DE-X", type: "eMAID" },
      certificate: "PEM",
      iso15118CertificateHashData: [hash],
    },
  );
});

Deno.test("a token that the CSMS has handed over is told from one that a driver or a vehicle presents", () => {
  const source = (authorization_type: AuthorizationType) =>
    toTokenSource({ id_token: { value: "DE-X", type: "eMAID" }, authorization_type });
  assert.equal(source("OCPP"), "csms");
  for (const type of ["RFID", "Autocharge", "PlugAndCharge", "BankCard"] as const) {
    assert.equal(source(type), "driver");
  }
});
