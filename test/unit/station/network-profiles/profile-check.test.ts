import assert from "node:assert/strict";
import type { NetworkConnectionProfileType } from "../../../../src/ocpp/messages.ts";
import { checkProfile, type ProfileRules } from "../../../../src/station/network-profiles/profile-check.ts";

const PROFILE: NetworkConnectionProfileType = {
  ocppCsmsUrl: "ws://csms.example/ocpp",
  ocppInterface: "Wired0",
  ocppTransport: "JSON",
  ocppVersion: "OCPP20",
  messageTimeout: 30,
  securityProfile: 1,
};

function verdict(
  change: Partial<NetworkConnectionProfileType>,
  { slot = 2, ...rules }: Partial<ProfileRules> & { slot?: number } = {},
): string | undefined {
  const all = { slots: [1, 2, 3], lowestSecurityProfile: 1, allowSecurityProfileZero: false, ...rules };
  return checkProfile(slot, { ...PROFILE, ...change }, all)?.reasonCode;
}

Deno.test("a profile is taken when everything in it can be used", () => {
  assert.equal(verdict({}), undefined);
  assert.equal(verdict({ ocppCsmsUrl: "csms.example", securityProfile: 2 }), undefined, "completed with wss");
  assert.equal(verdict({ securityProfile: 0 }, { allowSecurityProfileZero: true }), undefined);
});

Deno.test("a slot that does not exist is refused (B09.FR.05)", () => {
  assert.equal(verdict({}, { slot: 4 }), "InvalidConfSlot");
});

Deno.test("a lower security profile than now is refused (B09.FR.04)", () => {
  assert.equal(verdict({}, { lowestSecurityProfile: 2 }), "NoSecurityDowngrade");
  const zero = { securityProfile: 0 };
  assert.equal(
    verdict(zero, { lowestSecurityProfile: 2, allowSecurityProfileZero: true }),
    "NoSecurityDowngrade",
  );
});

Deno.test("what the station cannot do is refused rather than ignored (B09.FR.02)", () => {
  const wrong: readonly Partial<NetworkConnectionProfileType>[] = [
    { securityProfile: 0 },
    { securityProfile: 4 },
    { securityProfile: 2 },
    { ocppCsmsUrl: "wss://csms.example" },
    { ocppCsmsUrl: "http://csms.example" },
    { ocppCsmsUrl: "ws://user:secret@csms.example" },
    { ocppCsmsUrl: "ws://csms.example/#fragment" },
    { ocppCsmsUrl: "" },
    { ocppTransport: "SOAP" },
    { messageTimeout: 0 },
    { apn: { apn: "internet", apnAuthentication: "NONE" } },
    { vpn: { server: "s", user: "u", password: "p", key: "k", type: "IKEv2" } },
  ];
  for (const change of wrong) assert.equal(verdict(change), "InvalidNetworkConf", JSON.stringify(change));
});
