import assert from "node:assert/strict";
import {
  createFirmwarePort,
  toFirmwareProgress,
  toFirmwareUpdate,
} from "../../../src/bridge/firmware-adapter.ts";
import type { EvseSecurity } from "../../../src/everest/interfaces/evse-security.ts";
import type { System } from "../../../src/everest/interfaces/system.ts";
import type { CertificateValidationResult } from "../../../src/everest/interfaces/types/evse-security.ts";
import type {
  FirmwareUpdateStatusEnum,
  UpdateFirmwareResponse,
} from "../../../src/everest/interfaces/types/system.ts";

const FIRMWARE = { location: "https://fw", retrieveDateTime: "2026-01-01T00:00:00Z" };
/** Every value of an enumeration: a missing or unknown one does not compile. */
const VALIDATIONS: Readonly<Record<CertificateValidationResult, true>> = {
  Valid: true,
  Expired: true,
  InvalidSignature: true,
  IssuerNotFound: true,
  InvalidLeafSignature: true,
  InvalidChain: true,
  Unknown: true,
};
const RESPONSES: Readonly<Record<UpdateFirmwareResponse, true>> = {
  Accepted: true,
  Rejected: true,
  AcceptedCanceled: true,
  InvalidCertificate: true,
  RevokedCertificate: true,
};
const STATUSES: Readonly<Record<FirmwareUpdateStatusEnum, true>> = {
  Downloaded: true,
  DownloadFailed: true,
  Downloading: true,
  DownloadScheduled: true,
  DownloadPaused: true,
  Idle: true,
  InstallationFailed: true,
  Installing: true,
  Installed: true,
  InstallRebooting: true,
  InstallScheduled: true,
  InstallVerificationFailed: true,
  InvalidSignature: true,
  SignatureVerified: true,
};
const valuesOf = <K extends string>(table: Readonly<Record<K, true>>) => Object.keys(table) as K[];
const FAILED = { kind: "failed", reason: "no answer" } as const;
const answers = (value: unknown) => () => Promise.resolve({ kind: "result", value });

Deno.test("every field of UpdateFirmware has its place, the real id stays, and retries become attempts", () => {
  assert.deepEqual(
    toFirmwareUpdate({
      requestId: 7,
      retries: 3,
      retryInterval: 10,
      firmware: {
        ...FIRMWARE,
        installDateTime: "2026-01-02T00:00:00Z",
        signingCertificate: "PEM",
        signature: "c2ln",
      },
    }),
    {
      request_id: 7,
      location: "https://fw",
      retries: 4,
      retry_interval_s: 10,
      retrieve_timestamp: "2026-01-01T00:00:00.000Z",
      install_timestamp: "2026-01-02T00:00:00.000Z",
      signing_certificate: "PEM",
      signature: "c2ln",
    },
  );
  assert.deepEqual(toFirmwareUpdate({ requestId: 7, firmware: FIRMWARE }), {
    request_id: 7,
    location: "https://fw",
    retrieve_timestamp: "2026-01-01T00:00:00.000Z",
  });
});

Deno.test("only a certificate that the manufacturer's roots make valid is trusted", async () => {
  for (const result of valuesOf(VALIDATIONS)) {
    const asked: unknown[] = [];
    const security = {
      verifyCertificate(...args: unknown[]) {
        asked.push(args[0], args[1]);
        return answers(result)();
      },
    } as unknown as EvseSecurity;
    assert.equal(await createFirmwarePort({} as System, security).isTrusted("PEM"), result === "Valid");
    assert.deepEqual(asked, ["PEM", ["MF"]]);
  }
  const silent = { verifyCertificate: () => Promise.resolve(FAILED) } as unknown as EvseSecurity;
  assert.equal(await createFirmwarePort({} as System, silent).isTrusted("PEM"), undefined);
});

Deno.test("numbers that do not go over the bus reject the update, and nobody is asked", async () => {
  const port = createFirmwarePort({} as System, {} as EvseSecurity);
  for (const wrong of [{ requestId: 2 ** 31 }, { requestId: 1, retryInterval: 2 ** 31 }]) {
    const { status, statusInfo } = await port.update({ ...wrong, firmware: FIRMWARE });
    assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "ValueOutOfRange"]);
  }
});

Deno.test("every answer of the system module is the response, none is Rejected", async () => {
  const port = (updateFirmware: unknown) =>
    createFirmwarePort({ updateFirmware } as unknown as System, {} as EvseSecurity);
  for (const status of valuesOf(RESPONSES)) {
    assert.deepEqual(await port(answers(status)).update({ requestId: 1, firmware: FIRMWARE }), { status });
  }
  const { status, statusInfo } = await port(() => Promise.resolve(FAILED)).update({
    requestId: 1,
    firmware: FIRMWARE,
  });
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "InternalError"]);
});

Deno.test("every status is the same in OCPP; -1 is no request, and EVSEs stay out of use unless told otherwise", () => {
  for (const status of valuesOf(STATUSES)) {
    assert.deepEqual(toFirmwareProgress({ firmware_update_status: status, request_id: -1 }), {
      status,
      evses: "outOfUse",
    });
  }
  const installing = { firmware_update_status: "Installing", request_id: 3 } as const;
  assert.deepEqual(
    toFirmwareProgress({
      ...installing,
      firmware_update_metadata: { disable_connectors_during_install: false },
    }),
    { status: "Installing", evses: "inUse", requestId: 3 },
  );
  assert.equal(toFirmwareProgress({ ...installing, firmware_update_metadata: {} }).evses, "outOfUse");
});
