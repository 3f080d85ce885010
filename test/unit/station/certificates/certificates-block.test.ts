import assert from "node:assert/strict";
import { createCertificatesBlock } from "../../../../src/station/certificates/certificates-block.ts";
import type {
  CertificateHashDataChainType,
  InstallCertificateUseEnumType,
} from "../../../../src/ocpp/messages.ts";
import type { InstallOutcome } from "../../../../src/station/ports/certificate-store.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import type { Component } from "../../../../src/variables/variable-index.ts";
import { hashOf } from "../../../conformance/harness/certificates.ts";
import { testPki } from "../../../fakes/pki/pki.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const CSMS_ROOT = "InternalCtrlr.AllowCSMSRootCertInstallWithUnsecureConnection";
const MF_ROOT = "InternalCtrlr.AllowMFRootCertInstallWithUnsecureConnection";

const NO_COMPONENTS: readonly Component[] = [];

/** With CertificateEntries, of which there may be `maxEntries`. */
function deviceModelWith(variables: Readonly<Record<string, string>>, maxEntries?: number) {
  const entries: Component = {
    component: { name: "SecurityCtrlr" },
    variables: [{
      component: { name: "SecurityCtrlr" },
      variable: { name: "CertificateEntries" },
      characteristics: { dataType: "integer", supportsMonitoring: true, maxLimit: maxEntries ?? 0 },
      attributes: [],
      source: "OCPP",
    }],
  };
  return Object.assign(new FakeDeviceModel(variables), {
    components: () => maxEntries === undefined ? NO_COMPONENTS : [entries],
  });
}

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
    deviceModel: deviceModelWith(variables),
    log: new RecordingLogger(),
    raiseSecurityEvent() {},
  });
  const { cert: certificate } = (await testPki()).root;
  const reply = await block.handlers.InstallCertificate!({ certificate, certificateType: type });
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
  const deviceModel = deviceModelWith({});
  const types: unknown[] = [];
  const block = createCertificatesBlock({
    store: {
      install: () => Promise.resolve({ kind: "installed" }),
      delete: (hash) => Promise.resolve((tried.push(hash), deleted)),
      installed: (asked) => Promise.resolve((types.push(asked), installed)),
      isStationCertificate: () => Promise.resolve(isOwn),
    },
    deviceModel,
    log: new RecordingLogger(),
    raiseSecurityEvent() {},
  });
  return { block, deviceModel, tried, types };
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

Deno.test("only types that the station has a use for are counted, and those that the CSMS installed", async () => {
  const { block, deviceModel, types } = storeWith([], false);
  await block.counted();
  assert.deepEqual(types.splice(0), [["CSMSRootCertificate", "ManufacturerRootCertificate"]]);
  const { cert: certificate } = (await testPki()).root;
  await block.handlers.InstallCertificate!({ certificate, certificateType: "MORootCertificate" });
  assert.deepEqual(types.splice(0), [[
    "CSMSRootCertificate",
    "ManufacturerRootCertificate",
    "MORootCertificate",
  ]]);
  deviceModel.values.set("ISO15118Ctrlr.Available", "true");
  await block.counted();
  assert.equal((types[0] as string[]).length, 5);
});

Deno.test("what is no certificate of an authority goes no further", async () => {
  const { client } = await testPki();
  for (const certificate of ["PEM", client.cert]) {
    const asked: string[] = [];
    const { reply } = await installedInto({ asked }, certificate);
    assert.equal(reply.status, "Rejected");
    assert.equal(reply.statusInfo?.reasonCode, "InvalidCertificate");
    assert.deepEqual(asked, []);
  }
});

/** Installs a CSMS root into a store that says this of itself. */
async function installedInto(
  store: {
    asked?: string[];
    maxEntries?: number;
    installed?: readonly CertificateHashDataChainType[];
    outcome?: InstallOutcome;
  },
  certificate: string,
) {
  const { asked = [], maxEntries, installed = [], outcome = { kind: "installed" } } = store;
  const block = createCertificatesBlock({
    store: {
      install: (_, type) => Promise.resolve((asked.push(type), outcome)),
      delete: () => Promise.resolve("failed"),
      installed: () => Promise.resolve(installed),
      isStationCertificate: () => Promise.resolve(false),
    },
    deviceModel: deviceModelWith({}, maxEntries),
    log: new RecordingLogger(),
    raiseSecurityEvent() {},
  });
  const reply = await block.handlers.InstallCertificate!({
    certificate,
    certificateType: "CSMSRootCertificate",
  });
  assert(reply.kind === "result");
  return { reply: reply.response };
}

Deno.test("a full store is OutOfStorage, by its own word and by maxLimit; what is there already is replaced (M05.FR.06, FR.17)", async () => {
  const { root, foreignRoot } = await testPki();
  const other = { certificateType: "CSMSRootCertificate", certificateHashData: HASH } as const;
  const same = { certificateType: "CSMSRootCertificate", certificateHashData: hashOf(root) } as const;
  const outcomes = await Promise.all([
    installedInto({ outcome: { kind: "full", reason: "no room" } }, root.cert),
    installedInto({ maxEntries: 1, installed: [other] }, root.cert),
    installedInto({ maxEntries: 1, installed: [same] }, foreignRoot.cert),
    installedInto({ maxEntries: 2, installed: [other] }, root.cert),
    installedInto({ maxEntries: 1, installed: [same] }, root.cert),
  ]);
  const full = "Rejected OutOfStorage";
  assert.deepEqual(
    outcomes.map(({ reply: { status, statusInfo } }) =>
      statusInfo ? `${status} ${statusInfo.reasonCode}` : status
    ),
    [full, full, full, "Accepted", "Accepted"],
  );
});
