import assert from "node:assert/strict";
import fc from "fast-check";
import {
  mergeProfiles,
  parseNetworkConnectionProfiles,
  profilesOfConfigurations,
} from "../../../src/csms/network-profiles.ts";
import { networkConnectionProfiles } from "../../fakes/link-settings.ts";

const entry = (connectionData: unknown, configurationSlot: unknown = 1) =>
  JSON.stringify([{ configurationSlot, connectionData }]);
const data = { ocppCsmsUrl: "ws://a", securityProfile: 1, messageTimeout: 30, ocppTransport: "JSON" };

Deno.test("the list of SetNetworkProfile requests is read", () => {
  assert.deepEqual(
    parseNetworkConnectionProfiles(networkConnectionProfiles([1, "ws://a", 1], [2, "wss://b", 3])),
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
  const [profile] =
    parseNetworkConnectionProfiles(entry({ ...data, identity: "cp2", basicAuthPassword: "secret" })).profiles;
  assert.deepEqual([profile?.identity, profile?.basicAuthPassword], ["cp2", "secret"]);
  const [other] =
    parseNetworkConnectionProfiles(entry({ ...data, identity: "", basicAuthPassword: "" })).profiles;
  assert.deepEqual([other?.identity, other?.basicAuthPassword], [undefined, undefined]);
});

Deno.test("a message timeout that is none is left to MessageTimeout", () => {
  for (const messageTimeout of [0, -1, 1.5, "30", null]) {
    const { profiles } = parseNetworkConnectionProfiles(entry({ ...data, messageTimeout }));
    assert.equal(profiles[0]?.messageTimeoutSeconds, undefined);
  }
});

const broken: readonly [text: string, slot: number | undefined, reason: RegExp][] = [
  ["{", undefined, /is not JSON/],
  ["{}", undefined, /is not a list/],
  ["[1]", undefined, /entry 1 is not an object/],
  [entry(data, "1"), undefined, /entry 1 has no whole configurationSlot/],
  [entry(data, 1.5), undefined, /entry 1 has no whole configurationSlot/],
  [entry(null, 4), 4, /connectionData is not an object/],
  [entry({ ...data, ocppCsmsUrl: "" }, 4), 4, /ocppCsmsUrl is missing/],
  [entry({ ...data, securityProfile: 4 }, 4), 4, /securityProfile is not/],
  [entry({ ...data, securityProfile: "1" }, 4), 4, /securityProfile is not/],
  [entry({ ...data, ocppTransport: "SOAP" }, 4), 4, /only JSON/],
];

for (const [text, slot, reason] of broken) {
  Deno.test(`a flaw is reported with its slot: ${reason.source}`, () => {
    const { profiles, problems } = parseNetworkConnectionProfiles(text);
    assert.deepEqual(profiles, []);
    assert.equal(problems.length, 1);
    assert.equal(problems[0]?.slot, slot);
    assert.match(problems[0]?.reason ?? "", reason);
  });
}

Deno.test("one bad entry does not spoil the others, and the last one for a slot counts", () => {
  const text = JSON.stringify([
    { configurationSlot: 1, connectionData: data },
    "rubbish",
    { configurationSlot: 1, connectionData: { ...data, ocppCsmsUrl: "ws://later" } },
  ]);
  const { profiles, problems } = parseNetworkConnectionProfiles(text);
  assert.deepEqual(profiles.map(({ csmsUrl }) => csmsUrl), ["ws://later"]);
  assert.equal(problems.length, 1);
});

Deno.test("an empty text configures nothing and is no flaw", () => {
  assert.deepEqual(parseNetworkConnectionProfiles(" \n"), { profiles: [], problems: [] });
});

Deno.test("any text gives profiles or problems and never throws", () => {
  fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
    const { profiles, problems } = parseNetworkConnectionProfiles(text);
    if (profiles.length === 0 && problems.length === 0) assert.match(text, /^\s*(\[\s*\]\s*)?$/);
  }));
});

Deno.test("typed variables say the same; a slot without URL is not configured", () => {
  assert.deepEqual(
    profilesOfConfigurations([
      { slot: 1, ocppCsmsUrl: "", securityProfile: 1 },
      {
        slot: 2,
        ocppCsmsUrl: "wss://b",
        securityProfile: 2,
        messageTimeout: 60,
        identity: "",
        ocppTransport: "JSON",
      },
      { slot: 3, ocppCsmsUrl: "wss://c" },
    ]),
    {
      profiles: [{ slot: 2, csmsUrl: "wss://b", securityProfile: 2, messageTimeoutSeconds: 60 }],
      problems: [{ slot: 3, reason: "securityProfile is not 0, 1, 2 or 3" }],
    },
  );
});

Deno.test("a slot that both sources name is taken from the preferred one, flawed or not", () => {
  const typed = profilesOfConfigurations([
    { slot: 1, ocppCsmsUrl: "ws://typed", securityProfile: 1 },
    { slot: 2, ocppCsmsUrl: "ws://typed", securityProfile: 9 },
  ]);
  const listed = parseNetworkConnectionProfiles(
    networkConnectionProfiles([1, "ws://listed", 1], [2, "ws://listed", 1], [3, "ws://listed", 1]),
  );
  const { profiles, problems } = mergeProfiles(typed, listed);
  assert.deepEqual(profiles.map(({ slot, csmsUrl }) => [slot, csmsUrl]), [[1, "ws://typed"], [
    3,
    "ws://listed",
  ]]);
  assert.deepEqual(problems.map(({ slot }) => slot), [2]);
});
