import assert from "node:assert/strict";
import { IgnoredTests } from "../../../tools/test/ignored-tests.ts";
import { TextLineStream } from "../../../tools/test/text-line-stream.ts";

function verdictOn(report: string): string | undefined {
  const ignored = new IgnoredTests();
  for (const line of report.split("\n")) ignored.onLine(line);
  return ignored.verdict();
}

Deno.test("a run in which every test ran has nothing to say", () => {
  assert.equal(
    verdictOn("a test ... ok (1ms)\nb [needs openssl] ... FAILED (2ms)\nnothing is ignored\n"),
    undefined,
  );
});

Deno.test("tests that did not run are counted by the program that they need", () => {
  const report = [
    "running 4 tests from ./test/a.test.ts",
    "a [needs openssl] ... \x1b[33mignored\x1b[0m \x1b[38;5;245m(0ms)\x1b[0m",
    "b [needs mosquitto] ... ignored (0ms)",
    "c [needs mosquitto] ... ignored (0ms)",
    "d ... ignored (0ms)",
    "ok | 0 passed | 0 failed | 4 ignored (3ms)",
  ].join("\n");
  assert.equal(
    verdictOn(report),
    '!!! 4 TESTS DID NOT RUN: 2 need mosquitto, 1 need openssl, "d" (apt-get install mosquitto openssl)',
  );
  assert.equal(verdictOn("d ... ignored (0ms)"), '!!! 1 TEST DID NOT RUN: "d"');
});

Deno.test("lines arrive whole, however the text was cut", async () => {
  const chunks = ReadableStream.from(["a", "b\nc\n\nd", "e"]);
  assert.deepEqual(await Array.fromAsync(chunks.pipeThrough(new TextLineStream())), ["ab", "c", "", "de"]);
});
