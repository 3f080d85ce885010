import assert from "node:assert/strict";
import { createCertificatesBlock } from "../../../../src/station/certificates/certificates-block.ts";
import type {
  CertificateHashDataChainType,
  InstallCertificateUseEnumType,
} from "../../../../src/ocpp/messages.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const CSMS_ROOT = "InternalCtrlr.AllowCSMSRootCertInstallWithUnsecureConnection";
const MF_ROOT = "InternalCtrlr.AllowMFRootCertInstallWithUnsecureConnection";

async function install(type: InstallCertificateUseEnumType, variables: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const block = createCertificatesBlock({
    store: {
      install: (_, as) => {
        asked.push(as);
        return Promise.resolve({ kind: "installed" });
      },
      delete: () => Promise.resolve("failed"),
      installed: () => Promise.resolve([]),
      isStationCertificate: () => Promise.resolve(false),
    },
    deviceModel: new FakeDeviceModel(variables),
    log: new RecordingLogger(),
    raiseSecurityEvent() {},
  });
  const reply = await block.handlers.InstallCertificate!({ certificate: "PEM", certificateType: type });
  assert(reply.kind === "result");
  const { status, statusInfo } = reply.response;
  assert.deepEqual(asked, status === "Accepted" ? [type] : [], "what is refused goes no further");
  return statusInfo === undefined ? status : `${status} ${statusInfo.reasonCode}`;
}

const CASES: readonly [InstallCertificateUseEnumType, Readonly<Record<string, string>>, string][] = [
  ["CSMSRootCertificate", {}, "Accepted"],
  ["CSMSRootCertificate", { [CSMS_ROOT]: "true" }, "Accepted"],
  ["CSMSRootCertificate", { [CSMS_ROOT]: "false" }, "Rejected NotEnabled"],
  ["CSMSRootCertificate", { [MF_ROOT]: "false" }, "Accepted"],
  [
    "CSMSRootCertificate",
    { [CSMS_ROOT]: "false", "SecurityCtrlr.SecurityProfile": "1" },
    "Rejected NotEnabled",
  ],
  ["CSMSRootCertificate", { [CSMS_ROOT]: "false", "SecurityCtrlr.SecurityProfile": "2" }, "Accepted"],
  ["ManufacturerRootCertificate", { [MF_ROOT]: "false" }, "Rejected NotEnabled"],
  ["ManufacturerRootCertificate", { [CSMS_ROOT]: "false" }, "Accepted"],
  ["ManufacturerRootCertificate", { [MF_ROOT]: "false", "SecurityCtrlr.SecurityProfile": "3" }, "Accepted"],
  ["MORootCertificate", { [CSMS_ROOT]: "false", [MF_ROOT]: "false" }, "Accepted"],
  ["V2GRootCertificate", { [CSMS_ROOT]: "false", [MF_ROOT]: "false" }, "Accepted"],
];
for (const [type, variables, outcome] of CASES) {
  Deno.test(`${type} with ${JSON.stringify(variables)} is ${outcome}`, async () => {
    assert.equal(await install(type, variables), outcome);
  });
}

const HASH = { hashAlgorithm: "SHA256", issuerNameHash: "a", issuerKeyHash: "b", serialNumber: "1" } as const;
const CHAIN = { certificateType: "V2GCertificateChain", certificateHashData: HASH } as const;

/** A store with these certificates, which says this of the station's own. */
function storeWith(
  installed: readonly CertificateHashDataChainType[] | undefined,
  isOwn: boolean | undefined,
  deleted: "deleted" | "notFound" | "failed" = "deleted",
) {
  const tried: unknown[] = [];
  const deviceModel = new FakeDeviceModel();
  const block = createCertificatesBlock({
    store: {
      install: () => Promise.resolve({ kind: "installed" }),
      delete: (hash) => Promise.resolve((tried.push(hash), deleted)),
      installed: () => Promise.resolve(installed),
      isStationCertificate: () => Promise.resolve(isOwn),
    },
    deviceModel,
    log: new RecordingLogger(),
    raiseSecurityEvent() {},
  });
  return { block, deviceModel, tried };
}

const DELETIONS = [
  [false, "deleted", "Accepted", 1],
  [false, "notFound", "NotFound", 1],
  [false, "failed", "Failed", 1],
  [true, "deleted", "Failed", 0],
  [undefined, "deleted", "Failed", 0],
] as const;
for (const [isOwn, outcome, status, tries] of DELETIONS) {
  Deno.test(`a certificate that is the station's own: ${isOwn}, and would be ${outcome}, is ${status} (M04.FR.02 to FR.06)`, async () => {
    const { block, tried } = storeWith([], isOwn, outcome);
    const reply = await block.handlers.DeleteCertificate!({ certificateHashData: HASH });
    assert(reply.kind === "result");
    assert.equal(reply.response.status, status);
    assert.equal(tried.length, tries);
  });
}

Deno.test("certificates are listed; none are NotFound, and a store that is silent knows of none (M03)", async () => {
  const list = async (installed: readonly CertificateHashDataChainType[] | undefined) => {
    const reply = await storeWith(installed, false).block.handlers.GetInstalledCertificateIds!({});
    return reply.kind === "result" ? reply.response.status : reply.kind;
  };
  assert.equal(await list([CHAIN]), "Accepted");
  assert.equal(await list([]), "NotFound");
  assert.equal(await list(undefined), "error");
});

Deno.test("CertificateEntries counts every certificate of every chain", async () => {
  const { block, deviceModel } = storeWith(
    [CHAIN, { ...CHAIN, childCertificateHashData: [HASH, HASH] }],
    false,
  );
  await block.counted();
  assert.equal(deviceModel.values.get("SecurityCtrlr.CertificateEntries"), "4");
});
