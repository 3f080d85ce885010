import assert from "node:assert/strict";
import { type NetworkConfiguration, profilesOfConfigurations } from "../../../src/csms/network-profiles.ts";
import { networkConfigurations } from "../../fakes/link-settings.ts";

const slot: NetworkConfiguration = { slot: 1, ocppCsmsUrl: "ws://a", securityProfile: 1 };

Deno.test("slots are read from their variables; one without URL is not configured", () => {
  assert.deepEqual(
    profilesOfConfigurations([
      ...networkConfigurations([1, "ws://a", 1], [2, "wss://b", 3]),
      { slot: 3, ocppCsmsUrl: "", securityProfile: 1 },
    ]),
    {
      profiles: [
        { slot: 1, csmsUrl: "ws://a", securityProfile: 1, messageTimeoutSeconds: 30 },
        { slot: 2, csmsUrl: "wss://b", securityProfile: 3, messageTimeoutSeconds: 30 },
      ],
      problems: [],
    },
  );
});

Deno.test("identity and password of a slot are kept, empty ones are none", () => {
  const read = (identity: string, basicAuthPassword: string) =>
    profilesOfConfigurations([{ ...slot, identity, basicAuthPassword }]).profiles[0];
  assert.deepEqual([read("cp2", "secret")?.identity, read("cp2", "secret")?.basicAuthPassword], [
    "cp2",
    "secret",
  ]);
  assert.deepEqual([read("", "")?.identity, read("", "")?.basicAuthPassword], [undefined, undefined]);
});

Deno.test("a message timeout that is none is left to MessageTimeout", () => {
  for (const messageTimeout of [0, -1]) {
    const { profiles } = profilesOfConfigurations([{ ...slot, messageTimeout }]);
    assert.equal(profiles[0]?.messageTimeoutSeconds, undefined);
  }
});

Deno.test("a flaw is reported with its slot and does not spoil the others", () => {
  const { securityProfile: _, ...withoutProfile } = slot;
  const { profiles, problems } = profilesOfConfigurations([
    { ...withoutProfile, slot: 2 },
    { ...slot, slot: 3, securityProfile: 4 },
    { ...slot, slot: 4, ocppTransport: "SOAP" },
    slot,
  ]);
  assert.deepEqual(profiles.map(({ slot }) => slot), [1]);
  assert.deepEqual(problems.map(({ slot }) => slot), [2, 3, 4]);
});
