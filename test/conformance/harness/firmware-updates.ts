import assert from "node:assert/strict";
import type { RequestOf, ResponseOf } from "../../../src/ocpp/messages.ts";
import { type Certified, createCertificate } from "../../fakes/pki/certificate.ts";
import { newRoot } from "./certificates.ts";
import { assertReported } from "./availability.ts";
import { restarted } from "./reset.ts";
import { queueEmptied } from "./reusable-states.ts";
import type { StationUnderTest } from "./station-under-test.ts";

type Status = RequestOf<"FirmwareStatusNotification">["status"];

export const FIRMWARE_LOCATION = "https://firmware.example.com/station.img";
export const SIGNATURE = "c2lnbmF0dXJl";

const HOUR_MS = 3_600_000;

export const hoursFromNow = ({ clock }: StationUnderTest, hours: number): string =>
  new Date(clock.wallMs() + hours * HOUR_MS).toISOString();

/** A certificate whose root nobody here knows. */
export async function foreignSigner(): Promise<Certified> {
  return await signerOf(await newRoot("Another manufacturer"));
}

/** The manufacturer's root is installed; a certificate that it has issued. */
export async function trustedSigner({ everest }: StationUnderTest): Promise<Certified> {
  const root = await newRoot("Manufacturer");
  assert.equal(everest.security.certificates.install(root.cert, "MF"), "Accepted");
  return await signerOf(root);
}

function signerOf(issuer: Certified): Promise<Certified> {
  return createCertificate({ commonName: "Firmware signer", organization: "Manufacturer", issuer });
}

/** UpdateFirmware to be carried out at once; `firmware` over it. */
export async function updateFirmware(
  station: StationUnderTest,
  requestId: number,
  firmware: Partial<RequestOf<"UpdateFirmware">["firmware"]> = {},
): Promise<ResponseOf<"UpdateFirmware">> {
  return await station.csms.call("UpdateFirmware", {
    requestId,
    firmware: {
      location: FIRMWARE_LOCATION,
      retrieveDateTime: hoursFromNow(station, -2),
      installDateTime: hoursFromNow(station, -2),
      ...firmware,
    },
  });
}

/** UpdateFirmware with a certificate of the manufacturer is accepted. */
export async function signedUpdateAccepted(
  station: StationUnderTest,
  requestId: number,
  firmware: Partial<RequestOf<"UpdateFirmware">["firmware"]> = {},
): Promise<void> {
  const { cert: signingCertificate } = await trustedSigner(station);
  const { status } = await updateFirmware(station, requestId, {
    signingCertificate,
    signature: SIGNATURE,
    ...firmware,
  });
  assert.equal(status, "Accepted");
}

/** The next FirmwareStatusNotification says this and nothing else. */
export async function assertFirmwareStatus(
  { csms }: StationUnderTest,
  status: Status,
  requestId?: number,
): Promise<void> {
  const call = await csms.expect("FirmwareStatusNotification");
  // At once: what the test does next may end the connection, and what is not answered is sent again.
  if (call.isOpen) call.reply({});
  assert.deepEqual(call.payload, { status, ...(requestId === undefined ? {} : { requestId }) });
}

/** The update comes to this, and the CSMS is told. */
export async function becomes(station: StationUnderTest, status: Status, requestId: number): Promise<void> {
  await station.everest.system.updates.tell(status);
  await assertFirmwareStatus(station, status, requestId);
}

/** Downloading, as it began by itself, Downloaded and SignatureVerified. */
export async function downloadedAndVerified(station: StationUnderTest, requestId: number): Promise<void> {
  await assertFirmwareStatus(station, "Downloading", requestId);
  await becomes(station, "Downloaded", requestId);
  await becomes(station, "SignatureVerified", requestId);
}

/** Nobody charges: every EVSE becomes Unavailable, then the installer may begin and does. */
export async function installing(
  station: StationUnderTest,
  requestId: number,
  evseIds: readonly number[] = [1],
): Promise<void> {
  await assertReported(station, "Unavailable", evseIds);
  await assertFirmwareStatus(station, "Installing", requestId);
  assert.equal(station.everest.system.updates.permissions, 1);
}

/** Reusable state RebootBeforeFirmwareActivation, and the end of an update. */
export async function activatedByReboot(
  station: StationUnderTest,
  requestId: number,
  evseIds: readonly number[] = [1],
): Promise<void> {
  await becomes(station, "InstallRebooting", requestId);
  // What is answered is not sent again after the reboot.
  await queueEmptied(station);
  station.everest.system.bootReason = "FirmwareUpdate";
  assert.equal((await restarted(station)).reason, "FirmwareUpdate");
  await assertReported(station, "Available", evseIds);
  await becomes(station, "Installed", requestId);
  await assertSecurityEvent(station, "FirmwareUpdated");
  await station.settle();
  const events = station.csms.received("SecurityEventNotification");
  assert.equal(events.filter(({ type }) => type === "FirmwareUpdated").length, 1);
}

/** The end of an update that needs no reboot: the station connects anew before it tells the rest. */
export async function activatedWithoutReboot(
  station: StationUnderTest,
  requestId: number,
  evseIds: readonly number[] = [1],
): Promise<void> {
  const { csms, everest } = station;
  await queueEmptied(station);
  const before = csms.connections;
  const reconnected = csms.nextConnection();
  await everest.system.updates.tell("Installed");
  await reconnected;
  await assertFirmwareStatus(station, "Installed", requestId);
  assert.equal(csms.connections, before + 1);
  await assertReported(station, "Available", evseIds);
  await assertSecurityEvent(station, "FirmwareUpdated");
  assert.equal(csms.received("BootNotification").length, 1);
}

export async function assertSecurityEvent({ csms }: StationUnderTest, wanted: string): Promise<void> {
  await csms.expect("SecurityEventNotification", ({ type }) => type === wanted);
}
