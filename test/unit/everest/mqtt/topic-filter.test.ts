import assert from "node:assert/strict";
import {
  topicFilterViolation,
  topicMatches,
  topicNameViolation,
} from "../../../../src/everest/mqtt/topic-filter.ts";

const MATCHES: readonly (readonly [string, string, boolean])[] = [
  ["a/b", "a/b", true],
  ["a/b", "a/b/c", false],
  ["a/+", "a/b", true],
  ["a/+", "a/", true],
  ["a/+", "a/b/c", false],
  ["+/+", "/b", true],
  ["+", "/b", false],
  ["a/#", "a", true],
  ["a/#", "a/b/c", true],
  ["#", "a/b", true],
  ["#", "$SYS/uptime", false],
  ["+/uptime", "$SYS/uptime", false],
  ["$SYS/#", "$SYS/uptime", true],
  ["a", "A", false],
  ["modules/+/impl/+/cmd/+", "modules/m/impl/i/cmd/c/response/x", false],
  ["modules/+/impl/+/error/#", "modules/m/impl/i/error/n/E", true],
];
for (const [filter, topic, expected] of MATCHES) {
  Deno.test(`filter ${filter} ${expected ? "matches" : "does not match"} topic ${topic}`, () => {
    assert.equal(topicMatches(filter, topic), expected);
  });
}

Deno.test("topics with wildcards, U+0000, lone surrogates, or nothing in them cannot be published to", () => {
  for (const topic of ["a/+", "a/#", "", "a\u0000b", "a\ud800"]) {
    assert.notEqual(topicNameViolation(topic), undefined, JSON.stringify(topic));
  }
  assert.equal(topicNameViolation("a/ü//€"), undefined);
});

Deno.test("a wildcard in a filter stands alone in its level, and # at the end", () => {
  for (const filter of ["a+", "a/b+/c", "a#", "#/a", "a/#/b", ""]) {
    assert.notEqual(topicFilterViolation(filter), undefined, filter);
  }
  for (const filter of ["#", "+", "a/+/b/#", "/", "a//b"]) {
    assert.equal(topicFilterViolation(filter), undefined, filter);
  }
});

Deno.test("a topic of 65 535 bytes is taken, one byte more is not", () => {
  assert.equal(topicNameViolation("a".repeat(65_535)), undefined);
  assert.notEqual(topicNameViolation("a".repeat(65_536)), undefined);
  assert.equal(topicNameViolation("€".repeat(21_845)), undefined); // three bytes each
  assert.notEqual(topicNameViolation("€".repeat(21_846)), undefined);
});
