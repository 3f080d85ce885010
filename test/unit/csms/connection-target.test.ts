import assert from "node:assert/strict";
import fc from "fast-check";
import { connectionTarget, type TargetRules } from "../../../src/csms/connection-target.ts";
import type { NetworkProfile, SecurityProfile } from "../../../src/csms/network-profiles.ts";

const rules: TargetRules = {
  identity: "RDAM 123",
  basicAuthPassword: "DEADBEEFDEADBEEF",
  allowSecurityProfileZero: false,
  minimumSecurityProfile: 1,
};
const profile = (csmsUrl: string, securityProfile: SecurityProfile): NetworkProfile => ({
  slot: 1,
  csmsUrl,
  securityProfile,
});

function urlOf(csmsUrl: string, securityProfile: SecurityProfile = 1, identity = rules.identity): string {
  const check = connectionTarget(profile(csmsUrl, securityProfile), { ...rules, identity });
  assert(check.kind === "usable", check.kind === "refused" ? check.reason : "");
  return check.target.url.href;
}

function reasonOf(network: NetworkProfile, changed: Partial<TargetRules> = {}): string {
  const check = connectionTarget(network, { ...rules, ...changed });
  assert(check.kind === "refused");
  return check.reason;
}

const urls: readonly [endpoint: string, securityProfile: SecurityProfile, connectionUrl: string][] = [
  ["wss://csms.example.com/ocppj", 2, "wss://csms.example.com/ocppj/RDAM%20123"],
  ["ws://csms.example.com", 1, "ws://csms.example.com/RDAM%20123"],
  ["ws://csms.example.com:9000/", 1, "ws://csms.example.com:9000/RDAM%20123"],
  ["ws://csms.example.com/ocpp//", 1, "ws://csms.example.com/ocpp/RDAM%20123"],
  ["ws://csms.example.com/ocpp/RDAM%20123", 1, "ws://csms.example.com/ocpp/RDAM%20123"],
  ["ws://csms.example.com/ocpp/RDAM%20123/", 1, "ws://csms.example.com/ocpp/RDAM%20123"],
  ["ws://csms.example.com/a%b", 1, "ws://csms.example.com/a%b/RDAM%20123"],
  ["ws://csms.example.com/ocpp?tenant=7", 1, "ws://csms.example.com/ocpp/RDAM%20123?tenant=7"],
  ["localhost:9000/ocpp", 1, "ws://localhost:9000/ocpp/RDAM%20123"],
  ["csms.example.com/ocpp", 3, "wss://csms.example.com/ocpp/RDAM%20123"],
  ["WSS://CSMS.example.com/ocpp", 2, "wss://csms.example.com/ocpp/RDAM%20123"],
];

for (const [endpoint, securityProfile, connectionUrl] of urls) {
  Deno.test(`${endpoint} with profile ${securityProfile} is dialled as ${connectionUrl}`, () => {
    assert.equal(urlOf(endpoint, securityProfile), connectionUrl);
  });
}

Deno.test("profiles 1 and 2 authenticate with identity and password, 0 and 3 do not", () => {
  const open = (securityProfile: SecurityProfile) => {
    const url = securityProfile >= 2 ? "wss://a" : "ws://a";
    const check = connectionTarget(profile(url, securityProfile), {
      ...rules,
      allowSecurityProfileZero: true,
    });
    assert(check.kind === "usable");
    return check.target.basicAuth;
  };
  const expected = { username: "RDAM 123", password: new TextEncoder().encode("DEADBEEFDEADBEEF") };
  assert.deepEqual([open(0), open(1), open(2), open(3)], [undefined, expected, expected, undefined]);
});

Deno.test("the password of the profile goes before the global one, as UTF-8", () => {
  const own = { ...profile("ws://a", 1), identity: "cp2", basicAuthPassword: "gëheim" };
  const check = connectionTarget(own, rules);
  assert(check.kind === "usable");
  assert.equal(check.target.url.href, "ws://a/cp2");
  assert.deepEqual(check.target.basicAuth, { username: "cp2", password: new TextEncoder().encode("gëheim") });
});

const refusals: readonly [
  name: string,
  profile: NetworkProfile,
  changed: Partial<TargetRules>,
  reason: RegExp,
][] = [
  ["profile 0 unless allowed", profile("ws://a", 0), {}, /security profile 0 is not allowed/],
  [
    "profile 0 below the active profile",
    profile("ws://a", 0),
    { allowSecurityProfileZero: true, minimumSecurityProfile: 2 },
    /lower than the active one, 2/,
  ],
  [
    "profile 1 below the active profile",
    profile("ws://a", 1),
    { minimumSecurityProfile: 2 },
    /lower than the active/,
  ],
  ["profile 1 over TLS", profile("wss://a", 1), {}, /security profile 1 needs a ws:\/\/ URL, not wss/],
  ["profile 2 without TLS", profile("ws://a", 2), {}, /security profile 2 needs a wss:\/\/ URL, not ws/],
  ["profile 3 without TLS", profile("ws://a", 3), {}, /security profile 3 needs a wss:\/\/ URL, not ws/],
  ["another scheme", profile("http://a", 1), {}, /needs a ws:\/\/ URL, not http/],
  [
    "profile 1 without password",
    profile("ws://a", 1),
    { basicAuthPassword: undefined },
    /needs a BasicAuthPassword/,
  ],
  [
    "profile 2 with an empty password",
    profile("wss://a", 2),
    { basicAuthPassword: "" },
    /needs a BasicAuthPassword/,
  ],
  ["no URL", profile("ws://", 1), {}, /is not a URL/],
  ["a port that is none", profile("ws://a:99999", 1), {}, /is not a URL/],
  ["credentials in the URL", profile("ws://me:secret@a", 1), {}, /contains credentials/],
  ["a fragment", profile("ws://a#top", 1), {}, /contains a fragment/],
  ["no identity", profile("ws://a", 1), { identity: "" }, /has no identity/],
  ["an identity with a colon (A00.FR.204)", profile("ws://a", 1), { identity: "a:b" }, /contains a colon/],
  ["an identity that is too long", profile("ws://a", 1), { identity: "x".repeat(49) }, /longer than 48/],
  ["an identity that climbs the path", profile("ws://a/b", 1), { identity: ".." }, /cannot be part of a URL/],
  ["an identity that is half a character", profile("ws://a", 1), { identity: "\ud800" }, /not valid Unicode/],
];

for (const [name, network, changed, reason] of refusals) {
  Deno.test(`refused: ${name}`, () => assert.match(reasonOf(network, changed), reason));
}

Deno.test("profile 0 is dialled when it is allowed explicitly", () => {
  const check = connectionTarget(profile("ws://a", 0), { ...rules, allowSecurityProfileZero: true });
  assert.equal(check.kind, "usable");
});

Deno.test("no reason repeats the password", () => {
  assert.doesNotMatch(reasonOf(profile("ws://me:secret@a", 1)), /secret/);
});

Deno.test("the identity comes back from any URL that is dialled, and nothing throws", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.webUrl(), (identity, url) => {
    const check = connectionTarget(profile(url.replace(/^http/, "ws"), url.startsWith("https") ? 2 : 1), {
      ...rules,
      identity,
    });
    if (check.kind === "refused") return;
    const path = check.target.url.pathname;
    assert.equal(decodeURIComponent(path.slice(path.lastIndexOf("/") + 1)), identity);
  }));
});
