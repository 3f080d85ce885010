import assert from "node:assert/strict";
import {
  createCertificateStore,
  createOcspCache,
  createStationKeys,
} from "../../../src/bridge/certificate-adapter.ts";
import { createConnectionCertificates } from "../../../src/bridge/connection-certificates.ts";
import { evseSecurity } from "../../../src/everest/interfaces/evse-security.ts";
import { connectionTo, FakeEverestModule } from "../../fakes/everest-module.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const HASH = {
  hashAlgorithm: "SHA256",
  issuerNameHash: "aa",
  issuerKeyHash: "bb",
  serialNumber: "1",
} as const;

function bench() {
  const module = new FakeEverestModule();
  const security = evseSecurity(module, connectionTo("security", "security"), new RecordingLogger());
  const complaints: string[] = [];
  return {
    complaints,
    answer: (command: string, value: unknown) => module.answer("security", command, value as never),
    sent: module.sent,
    store: createCertificateStore(
      security,
      () => Promise.resolve(false),
      (reason) => complaints.push(reason),
    ),
    keys: createStationKeys(security),
    ocsp: createOcspCache(security),
    connection: createConnectionCertificates(security),
  };
}

Deno.test("only what the disk refuses is a failure of an installation", async () => {
  const { answer, store, sent } = bench();
  const install = async (result: string) => {
    answer("install_ca_certificate", result);
    return (await store.install("PEM", "ManufacturerRootCertificate")).kind;
  };
  assert.equal(await install("Accepted"), "installed");
  assert.equal(await install("WriteError"), "failed");
  assert.equal(await install("Expired"), "refused");
  assert.equal(await install("CertificateStoreMaxLengthExceeded"), "full");
  assert.equal(await install("what is this"), "failed");
  assert.deepEqual(sent[0]?.args, { certificate: "PEM", certificate_type: "MF" });
});

Deno.test("all five types are asked for when none is named, and named as OCPP does", async () => {
  const { answer, store, sent } = bench();
  const hash = {
    hash_algorithm: "SHA256",
    issuer_name_hash: "aa",
    issuer_key_hash: "bb",
    serial_number: "1",
  };
  answer("get_installed_certificates", {
    status: "Accepted",
    certificate_hash_data_chain: [
      { certificate_type: "MFRootCertificate", certificate_hash_data: hash, child_certificate_hash_data: [] },
    ],
  });
  assert.deepEqual(await store.installed(undefined), [
    { certificateType: "ManufacturerRootCertificate", certificateHashData: HASH },
  ]);
  assert.equal((sent[0]?.args["certificate_types"] as unknown[]).length, 5);
});

Deno.test("a security module that does not answer makes nothing look installed, deleted or signed", async () => {
  const { store, keys, ocsp, connection } = bench();
  assert.equal((await store.install("PEM", "CSMSRootCertificate")).kind, "failed");
  assert.equal(await store.delete(HASH), "failed");
  assert.equal(await store.installed(undefined), undefined);
  const subject = { commonName: "1", organization: "O", country: "NL", keyStore: "file" } as const;
  assert.equal((await keys.createSigningRequest("V2GCertificate", subject)).kind, "failed");
  assert.equal((await keys.installLeaf("V2GCertificate", "PEM")).kind, "failed");
  assert.equal(await keys.daysUntilExpiry("V2GCertificate"), undefined);
  assert.equal(await ocsp.requests(), undefined);
  assert.equal(await ocsp.store(HASH, "AA=="), false);
  assert.equal(await connection.csmsRootInstalled(), false);
  assert.equal(await connection.stationCertificateInstalled(), false);
});

Deno.test("a request has its subject, and its key in the TPM only where that is wanted", async () => {
  const { answer, keys, sent } = bench();
  // A02.FR.05: only the request goes on, whatever else the answer might hold.
  answer("generate_certificate_signing_request", { status: "Accepted", csr: "CSR", private_key: "KEY" });
  const subject = { commonName: "0123", organization: "Operator", country: "NL" } as const;
  for (const keyStore of ["tpm", "file"] as const) {
    const request = await keys.createSigningRequest("V2GCertificate", { ...subject, keyStore });
    assert.deepEqual(request, { kind: "created", csr: "CSR" });
    assert.deepEqual(sent.at(-1)?.args, {
      certificate_type: "V2G",
      common: "0123",
      organization: "Operator",
      country: "NL",
      use_tpm: keyStore === "tpm",
    });
  }
});

Deno.test("a request without CSR is a failure that names the status", async () => {
  const { answer, keys } = bench();
  answer("generate_certificate_signing_request", { status: "KeyGenError" });
  const subject = { commonName: "1", organization: "O", country: "NL", keyStore: "tpm" } as const;
  assert.deepEqual(await keys.createSigningRequest("ChargingStationCertificate", subject), {
    kind: "failed",
    reason: "KeyGenError",
  });
});

Deno.test("a certificate that OCPP has no room for is left out, and keeps no other from being listed", async () => {
  const { answer, store, complaints } = bench();
  const hash = (serial_number: string, issuer_name_hash = "aa") => ({
    hash_algorithm: "SHA256",
    issuer_name_hash,
    issuer_key_hash: "bb",
    serial_number,
  });
  const chain = (certificate_hash_data: unknown, child_certificate_hash_data: unknown[] = []) => ({
    certificate_type: "V2GCertificateChain",
    certificate_hash_data,
    child_certificate_hash_data,
  });
  answer("get_installed_certificates", {
    status: "Accepted",
    certificate_hash_data_chain: [
      chain(hash("1".repeat(40), "c".repeat(128)), [hash("2"), hash("3"), hash("4"), hash("5")]),
      chain(hash("1".repeat(41))),
      chain(hash("1", "c".repeat(129))),
      chain(hash("1"), [hash("1".repeat(41))]),
      chain(hash("1"), [hash("2"), hash("3"), hash("4"), hash("5"), hash("6")]),
      chain(hash("7")),
    ],
  });
  const listed = await store.installed(undefined);
  assert.deepEqual(listed?.map((each) => each.certificateHashData.serialNumber), ["1".repeat(40), "7"]);
  assert.equal(listed?.[0]?.childCertificateHashData?.length, 4);
  assert.equal(complaints.length, 4);
});

Deno.test("a request for a certificate that OCPP has no room for is one that could not be made", async () => {
  const { answer, keys } = bench();
  const subject = { commonName: "CS", organization: "O", country: "NL", keyStore: "file" } as const;
  const created = async (length: number) => {
    answer("generate_certificate_signing_request", { status: "Accepted", csr: "c".repeat(length) });
    return (await keys.createSigningRequest("ChargingStationCertificate", subject)).kind;
  };
  assert.equal(await created(5500), "created");
  assert.equal(await created(5501), "failed");
});
