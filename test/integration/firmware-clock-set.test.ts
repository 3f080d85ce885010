import assert from "node:assert/strict";
import {
  assertFirmwareStatus,
  becomes,
  downloadedAndVerified,
  hoursFromNow,
  signedUpdateAccepted,
} from "../conformance/harness/firmware-updates.ts";
import { restarted } from "../conformance/harness/reset.ts";
import { booted, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Verified firmware that is to be installed in an hour. */
async function installedInAnHour(station: StationUnderTest): Promise<void> {
  await booted(station);
  await signedUpdateAccepted(station, 1, { installDateTime: hoursFromNow(station, 1) });
  await downloadedAndVerified(station, 1);
  await queueEmptied(station);
}

function clockSet({ clock }: StationUnderTest, byMs: number): void {
  clock.setWall(clock.wallMs() + byMs);
}

Deno.test("firmware whose time comes because the clock is set forward is installed then", async () => {
  await using station = await startStation();
  await installedInAnHour(station);
  clockSet(station, 2 * HOUR_MS);
  await station.pass(MINUTE_MS);
  assert.equal(station.everest.system.updates.permissions, 1);
});

Deno.test("firmware is not installed before its time when the clock is set back meanwhile (L01.FR.16)", async () => {
  await using station = await startStation();
  await installedInAnHour(station);
  clockSet(station, -HOUR_MS);
  await station.pass(2 * HOUR_MS - MINUTE_MS);
  assert.equal(station.everest.system.updates.permissions, 0);
  await station.pass(2 * MINUTE_MS);
  assert.equal(station.everest.system.updates.permissions, 1);
});

Deno.test("an update that the installer has forgotten fails, too, when the clock was not set yet after the reboot", async () => {
  await using station = await startStation();
  const { clock, csms, everest: { system } } = station;
  await installedInAnHour(station);
  await becomes(station, "InstallScheduled", 1);
  await queueEmptied(station);
  const rightMs = clock.wallMs() - clock.monotonicMs();
  const currentTime = () => new Date(rightMs + clock.monotonicMs()).toISOString();
  csms.on("BootNotification", () => ({ status: "Accepted", interval: 300, currentTime: currentTime() }));
  csms.on("Heartbeat", () => ({ currentTime: currentTime() }));
  system.setClock = (timestamp) => clock.setWall(Date.parse(timestamp));
  clock.setWall(Date.parse("1970-01-01T00:00:10Z"));
  await restarted(station);
  await station.pass(HOUR_MS + 12 * MINUTE_MS);
  await assertFirmwareStatus(station, "InstallationFailed", 1);
});
