import assert from "node:assert/strict";
import {
  isSigningEnabled,
  maxChainSize,
  readSubject,
  signingWaitMs,
} from "../../../../src/station/security/signing-settings.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const OURS = {
  "InternalCtrlr.ChargeBoxSerialNumber": "0123",
  "SecurityCtrlr.OrganizationName": "Operator",
};
const V2G = {
  "ISO15118Ctrlr.SeccId": "NL*ABC*S1",
  "ISO15118Ctrlr.OrganizationName": "Operator",
};

Deno.test("the country of the station's certificate is that of ISO 15118, else the station's own", () => {
  const country = (values: Record<string, string>) => {
    const reading = readSubject("ChargingStationCertificate", new FakeDeviceModel({ ...OURS, ...values }));
    return reading.kind === "complete" ? reading.subject.country : reading.variables;
  };
  assert.equal(country({ "ISO15118Ctrlr.CountryName": "NL", "InternalCtrlr.CountryName": "DE" }), "NL");
  assert.equal(country({ "ISO15118Ctrlr.CountryName": " ", "InternalCtrlr.CountryName": "DE" }), "DE");
  assert.equal(country({ "InternalCtrlr.CountryName": "DE" }), "DE");
  assert.deepEqual(country({}), ["ISO15118Ctrlr.CountryName or InternalCtrlr.CountryName"]);
});

Deno.test("the certificate for vehicles has its own subject and nothing to fall back to", () => {
  const read = (values: Record<string, string>) =>
    readSubject("V2GCertificate", new FakeDeviceModel({ ...OURS, ...values }));
  assert.deepEqual(read({ "InternalCtrlr.CountryName": "DE" }), {
    kind: "missing",
    variables: ["ISO15118Ctrlr.SeccId", "ISO15118Ctrlr.OrganizationName", "ISO15118Ctrlr.CountryName"],
  });
  assert.deepEqual(
    read({
      ...V2G,
      "ISO15118Ctrlr.CountryName": "NL",
      "InternalCtrlr.UseTPM": "false",
      "InternalCtrlr.UseTPMSeccLeafCertificate": "true",
    }),
    {
      kind: "complete",
      subject: { commonName: "NL*ABC*S1", organization: "Operator", country: "NL", keyStore: "tpm" },
    },
  );
});

const GATES: [Record<string, string>, boolean][] = [
  [{}, false],
  [{ "ISO15118Ctrlr.PnCEnabled": "true" }, true],
  [{ "ISO15118Ctrlr.PnCEnabled": "false" }, false],
  [{ "ISO15118Ctrlr.V2GCertificateInstallationEnabled": "false", "ISO15118Ctrlr.PnCEnabled": "true" }, false],
  [{ "ISO15118Ctrlr.V2GCertificateInstallationEnabled": "true", "ISO15118Ctrlr.PnCEnabled": "false" }, true],
  [{ "ISO15118Ctrlr.PnCEnabled": "true", "ISO15118Ctrlr.Available": "false" }, false],
  [{ "ISO15118Ctrlr.PnCEnabled": "true", "ISO15118Ctrlr.Enabled": "false" }, false],
];

for (const [values, wanted] of GATES) {
  Deno.test(`with ${JSON.stringify(values)} the station ${wanted ? "renews" : "has no"} certificate for vehicles`, () => {
    assert.equal(isSigningEnabled("V2GCertificate", new FakeDeviceModel(values)), wanted);
    assert.equal(isSigningEnabled("ChargingStationCertificate", new FakeDeviceModel(values)), true);
  });
}

Deno.test("without its variables a request is sent once, and a chain may be of any length", () => {
  const none = new FakeDeviceModel({});
  assert.equal(signingWaitMs(1, none), undefined);
  assert.equal(maxChainSize(none), Infinity);
});
