import assert from "node:assert/strict";
import {
  cacheEntry,
  isCacheable,
  isStillTrue,
  validityOf,
} from "../../../../src/station/authorization/cache-rules.ts";

const NOW_MS = Date.UTC(2026, 0, 1);

Deno.test("tokens that are made for one use are not cached", () => {
  for (const type of ["NoAuthorization", "Central"] as const) assert.equal(isCacheable(type), false);
  for (const type of ["ISO14443", "ISO15693", "KeyCode", "Local", "MacAddress", "eMAID"] as const) {
    assert.equal(isCacheable(type), true);
  }
});

Deno.test("the cache remembers everything but what becomes outdated", () => {
  const lasting = {
    status: "Accepted",
    evseId: [2],
    groupIdToken: { idToken: "G", type: "Central" },
    chargingPriority: 3,
    language1: "nl",
    cacheExpiryDateTime: "2026-01-01T00:00:01Z",
  } as const;
  const entry = cacheEntry({
    ...lasting,
    personalMessage: { format: "UTF8", content: "0.40 EUR/kWh" },
    customData: { vendorId: "org.openchargealliance.multilanguage" },
  }, NOW_MS);
  assert.deepEqual(entry, { info: lasting, updatedMs: NOW_MS, expiryMs: NOW_MS + 1000 });
  assert.deepEqual(cacheEntry({ status: "Invalid" }, NOW_MS), {
    info: { status: "Invalid" },
    updatedMs: NOW_MS,
  });
});

Deno.test("an expiry in the past keeps a token out of the cache", () => {
  const entry = (cacheExpiryDateTime: string) =>
    cacheEntry({ status: "Accepted", cacheExpiryDateTime }, NOW_MS);
  assert.equal(entry("2025-12-31T23:59:59.999Z"), "expired");
  assert.notEqual(entry("2026-01-01T00:00:00Z"), "expired");
});

Deno.test("an entry counts until its expiry, or for the life time of the cache after the last word of the CSMS", () => {
  const entry = { info: { status: "Accepted" }, updatedMs: NOW_MS } as const;
  const table: [ReturnType<typeof validityOf>, Parameters<typeof validityOf>][] = [
    ["fresh", [entry, NOW_MS + 60_000, 60]],
    ["expired", [entry, NOW_MS + 60_001, 60]],
    ["fresh", [entry, NOW_MS * 2, undefined]],
    // The clock was corrected by a little, or by so much that the entry would count for years.
    ["fresh", [entry, NOW_MS - 60_000, 60]],
    ["ofOtherClock", [entry, NOW_MS - 60_001, 60]],
    ["fresh", [entry, 0, undefined]],
    // The life time does not count where the CSMS said how long.
    ["fresh", [{ ...entry, expiryMs: NOW_MS + 120_000 }, NOW_MS + 120_000, 60]],
    ["expired", [{ ...entry, expiryMs: NOW_MS + 1000 }, NOW_MS + 1001, 60]],
  ];
  for (const [expected, question] of table) assert.equal(validityOf(...question), expected);
});

Deno.test("an entry may go on to count where the CSMS said the same again, and not for longer", () => {
  const until = (second: number) => ({
    info: { status: "Accepted", cacheExpiryDateTime: `2026-01-01T00:00:0${second}Z` },
    updatedMs: NOW_MS,
    expiryMs: NOW_MS + second * 1000,
  } as const);
  const forLifeTime = { info: { status: "Accepted" }, updatedMs: NOW_MS } as const;
  const table: [boolean, ...Parameters<typeof isStillTrue>][] = [
    [true, forLifeTime, { ...forLifeTime, updatedMs: NOW_MS + 1 }],
    [true, until(2), until(3)],
    [true, until(2), forLifeTime],
    [false, until(2), until(1)],
    [false, forLifeTime, until(9)],
    [false, forLifeTime, { ...forLifeTime, info: { status: "Blocked" } }],
    [false, forLifeTime, { ...forLifeTime, info: { status: "Accepted", evseId: [2] } }],
    [false, forLifeTime, "expired"],
  ];
  for (const [expected, ...words] of table) {
    assert.equal(isStillTrue(...words), expected, JSON.stringify(words));
  }
});
