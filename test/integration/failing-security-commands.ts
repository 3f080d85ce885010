import assert from "node:assert/strict";
import type { Interface } from "../../src/everest/interfaces/interface.ts";
import { evseSecurityInterface } from "../../src/everest/interfaces/evse-security.ts";
import { hashOf, ISO15118_VARIABLES, newRoot, renewed } from "../conformance/harness/certificates.ts";
import { foreignSigner, SIGNATURE, updateFirmware } from "../conformance/harness/firmware-updates.ts";
import { setNetworkProfile, setPriority } from "../conformance/harness/network-profiles.ts";
import type { StationUnderTest } from "../conformance/harness/station-under-test.ts";
import type { Certified } from "../fakes/pki/certificate.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { type InterfaceRows, verdict } from "./failing-commands.ts";

let root: Promise<Certified> | undefined;
const v2gRoot = () => root ??= newRoot("V2G root");

const SECURITY = { moduleId: "evse_security", implementationId: "main" };
const ISO15118_STATION = {
  variables: { ...ISO15118_VARIABLES, "InternalCtrlr.V2GCertificateExpireCheckInitialDelaySeconds": "30" },
  everest: { iso15118: "connected" },
} as const;

/** The security module answers this to another command that comes before. */
function answers({ everest }: StationUnderTest, command: string, retval: unknown): void {
  everest.client.sabotageCmd(SECURITY, command, (answer) => void answer({ retval }));
}

async function contract({ everest }: StationUnderTest): Promise<unknown> {
  const reply = await everest.client.call(everest.moduleId, "auth_validator", "validate_token", {
    provided_token: {
      id_token: { value: "DEABCC00000001", type: "eMAID" },
      authorization_type: "PlugAndCharge",
      prevalidated: false,
      certificate: (await testPki()).client.cert,
    },
  });
  return reply.kind === "result" ? reply.value : reply;
}

async function accepted({ csms }: StationUnderTest): Promise<void> {
  await csms.expect("BootNotification");
  await csms.expect("StatusNotification");
}

/** A connection to the CSMS is tried with what the security module tells. */
async function connected({ csms, clock }: StationUnderTest): Promise<"connected" | "not connected"> {
  const retry = clock.timerSet("csms.backOff").then(() => "not connected" as const);
  return await Promise.race([retry, csms.connection().then(() => "connected" as const)]);
}

export const FAILING_SECURITY_COMMANDS: InterfaceRows = {
  declared: evseSecurityInterface as unknown as Interface,
  commands: {
    install_ca_certificate: {
      place: SECURITY,
      async outcome({ csms }) {
        const certificate = (await newRoot("MO root")).cert;
        return verdict(
          await csms.call("InstallCertificate", { certificateType: "MORootCertificate", certificate }),
        );
      },
      expected: "Failed InternalError",
    },
    delete_certificate: {
      place: SECURITY,
      async outcome({ csms }) {
        const certificateHashData = hashOf(await newRoot("MO root"));
        return verdict(await csms.call("DeleteCertificate", { certificateHashData }));
      },
      expected: "Failed InternalError",
    },
    get_leaf_certificate_info: {
      place: SECURITY,
      async outcome({ csms, everest }) {
        const certificateHashData = hashOf(await newRoot("MO root"));
        const answer = await csms.call("DeleteCertificate", { certificateHashData });
        return [verdict(answer), everest.record.callsOf("delete_certificate").length];
      },
      // M04.FR.06: it might be the one that the station shows to the CSMS.
      expected: ["Failed InternalError", 0],
    },
    get_installed_certificates: {
      place: SECURITY,
      async outcome({ csms }) {
        const answer = await csms.tryCall("GetInstalledCertificateIds", {});
        return answer.kind === "error" ? answer.code : answer.payload;
      },
      expected: "InternalError",
    },
    update_leaf_certificate: {
      place: SECURITY,
      async outcome({ csms }) {
        const before = csms.received("SecurityEventNotification").length;
        const answer = await csms.call("CertificateSigned", {
          certificateChain: (await testPki()).client.cert,
          certificateType: "ChargingStationCertificate",
        });
        return [verdict(answer), csms.received("SecurityEventNotification").length - before];
      },
      // Nobody has found the certificate invalid: no security event (A02.FR.07).
      expected: ["Rejected InternalError", 0],
    },
    generate_certificate_signing_request: {
      place: SECURITY,
      options: { variables: { "ISO15118Ctrlr.CountryName": "NL" } },
      async outcome(station, failing) {
        const { csms } = station;
        const requestedMessage = "SignChargingStationCertificate";
        const answer = await csms.call("TriggerMessage", { requestedMessage });
        await failing.called();
        await station.pass(20_000);
        return [verdict(answer), csms.received("SignCertificate").length];
      },
      expected: ["Accepted", 0],
    },
    verify_certificate: {
      place: SECURITY,
      async outcome(station) {
        const before = station.csms.received("SecurityEventNotification").length;
        const signer = await foreignSigner();
        const answer = await updateFirmware(station, 1, {
          signingCertificate: signer.cert,
          signature: SIGNATURE,
        });
        return [verdict(answer), station.csms.received("SecurityEventNotification").length - before];
      },
      // Nobody has found it invalid: no security event (L01.FR.02).
      expected: ["Rejected InternalError", 0],
    },
    get_mo_ocsp_request_data: {
      place: SECURITY,
      prepare: (station) => Promise.resolve(answers(station, "verify_certificate", "Valid")),
      outcome: contract,
      expected: { authorization_status: "Invalid", tariff_messages: [] },
    },
    get_v2g_ocsp_request_data: {
      place: SECURITY,
      options: ISO15118_STATION,
      when: "start",
      async outcome(station, failing) {
        await accepted(station);
        await station.pass(0);
        await failing.called();
        return station.csms.received("GetCertificateStatus").length;
      },
      expected: 0,
    },
    update_ocsp_cache: {
      place: SECURITY,
      options: ISO15118_STATION,
      async prepare({ csms, everest }) {
        csms.on("GetCertificateStatus", () => ({ status: "Accepted", ocspResult: btoa("good") }));
        const { cert } = await v2gRoot();
        assert.equal(everest.security.certificates.install(cert, "V2G"), "Accepted");
      },
      async outcome(station, failing) {
        await renewed(station, "V2GCertificate", await v2gRoot());
        await station.pass(0);
        await station.csms.expect("GetCertificateStatus");
        await failing.called();
        return station.everest.security.ocspCache.length;
      },
      expected: 0,
    },
    get_leaf_expiry_days_count: {
      place: SECURITY,
      options: ISO15118_STATION,
      when: "start",
      async outcome(station, failing) {
        await accepted(station);
        await station.pass(30_000);
        await failing.called();
        return station.csms.received("SignCertificate").length;
      },
      expected: 0,
    },
    is_ca_certificate_installed: {
      place: SECURITY,
      async prepare(station) {
        const { status } = await setNetworkProfile(station, 2, "wss://localhost:1/ocpp", 2);
        assert.equal(status, "Accepted");
      },
      outcome: (station) => setPriority(station, "2,1"),
      // A05.FR.02: no root is known.
      expected: "Rejected",
    },
    get_verify_file: {
      place: SECURITY,
      when: "start",
      options: { securityProfile: 2 },
      outcome: connected,
      // There is a second way to the roots.
      expected: "connected",
    },
    get_verify_location: {
      place: SECURITY,
      when: "start",
      options: { securityProfile: 2 },
      async outcome(station) {
        answers(station, "get_verify_file", "");
        return await connected(station);
      },
      expected: "not connected",
    },
    get_all_valid_certificates_info: "get_leaf_certificate_info tells the one that is in use",
    verify_file_signature: "the system module checks what it downloads",
  },
};
