import assert from "node:assert/strict";
import { createCertificateExpiry } from "../../../../src/station/security/certificate-expiry.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const HOUR = 3600;

function bench(
  world: { days?: number | undefined; profile?: number; variables?: Record<string, string> } = {},
) {
  const clock = new FakeClock();
  const renewed: string[] = [];
  const looked: string[] = [];
  const state = { days: "days" in world ? world.days : 10 };
  const expiry = createCertificateExpiry({
    clock,
    keys: {
      createSigningRequest: () => Promise.resolve({ kind: "failed", reason: "" }),
      installLeaf: () => Promise.resolve({ kind: "installed" }),
      daysUntilExpiry(type) {
        looked.push(type);
        return Promise.resolve(state.days);
      },
    },
    deviceModel: new FakeDeviceModel(world.variables ?? { "ISO15118Ctrlr.PnCEnabled": "true" }),
    securityProfile: () => world.profile ?? 3,
    renew: (type) => void renewed.push(type),
  });
  const passed = async (seconds: number) => {
    clock.advance(seconds * 1000);
    await settled();
  };
  return { clock, expiry, renewed, looked, passed };
}

Deno.test("both certificates are looked at a minute after the station is accepted and every twelve hours", async () => {
  const { expiry, looked, passed } = bench();
  expiry.start();
  expiry.start();
  await passed(59);
  assert.deepEqual(looked, []);
  await passed(1);
  assert.deepEqual(looked, ["ChargingStationCertificate", "V2GCertificate"]);
  await passed(12 * HOUR - 1);
  assert.equal(looked.length, 2);
  await passed(1);
  assert.equal(looked.length, 4);
});

Deno.test("the times can be configured", async () => {
  const { expiry, looked, passed } = bench({
    variables: {
      "InternalCtrlr.ClientCertificateExpireCheckInitialDelaySeconds": "5",
      "InternalCtrlr.ClientCertificateExpireCheckIntervalSeconds": "7",
    },
  });
  expiry.start();
  await passed(5);
  await passed(7);
  await passed(7);
  assert.equal(looked.filter((type) => type === "ChargingStationCertificate").length, 3);
});

for (const [days, renewals] of [[0, 2], [29, 2], [30, 0], [undefined, 0]] as const) {
  Deno.test(`a certificate that is valid for ${days} days is ${renewals ? "" : "not "}renewed`, async () => {
    const { expiry, renewed, passed } = bench({ days });
    expiry.start();
    await passed(60);
    assert.equal(renewed.length, renewals);
  });
}

Deno.test("without TLS with a certificate of its own the station has none to renew", async () => {
  const { expiry, renewed, passed } = bench({ profile: 2 });
  expiry.start();
  await passed(60);
  assert.deepEqual(renewed, ["V2GCertificate"]);
});

Deno.test("a station without Plug & Charge has no certificate for vehicles to renew", async () => {
  const { expiry, renewed, passed } = bench({ variables: { "ISO15118Ctrlr.PnCEnabled": "false" } });
  expiry.start();
  await passed(60);
  assert.deepEqual(renewed, ["ChargingStationCertificate"]);
});

Deno.test("offline nobody could sign, so nothing is looked at until the station is back", async () => {
  const { clock, expiry, looked, passed } = bench();
  expiry.start();
  await passed(30);
  expiry.stop();
  assert.deepEqual(clock.pending(), []);
  await passed(24 * HOUR);
  assert.deepEqual(looked, []);
  expiry.start();
  await passed(60);
  assert.equal(looked.length, 2);
});
