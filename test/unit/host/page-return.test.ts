import assert from "node:assert/strict";
import { startReturningPages } from "../../../src/host/page-return.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

function setUp(outcome: "unmapped" | { refused: string }) {
  const clock = new FakeClock();
  const log = new RecordingLogger();
  const roundsMs: number[] = [];
  const pages = startReturningPages({
    clock,
    log,
    unmap() {
      roundsMs.push(clock.monotonicMs());
      return Promise.resolve(outcome);
    },
  });
  const startMs = clock.monotonicMs();
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { pass, log, pages, rounds: () => roundsMs.map((atMs) => (atMs - startMs) / 1000) };
}

Deno.test("pages go back when the start has settled, and every ten minutes", async () => {
  const { pass, rounds } = setUp("unmapped");
  await pass(1999);
  assert.deepEqual(rounds(), []);
  await pass(1);
  await pass(600_000);
  await pass(600_000);
  assert.deepEqual(rounds(), [2, 602, 1202]);
});

Deno.test("a refusal is told once and ends it", async () => {
  const { pass, log, rounds } = setUp({ refused: "no permission" });
  await pass(2000);
  await pass(6_000_000);
  assert.deepEqual(rounds(), [2]);
  assert.deepEqual(log.lines.map(({ fields }) => fields), [{ reason: "no permission" }]);
});

Deno.test("nothing goes back once the station stops", async () => {
  const { pass, pages, rounds } = setUp("unmapped");
  await pass(2000);
  pages.stop();
  await pass(6_000_000);
  assert.deepEqual(rounds(), [2]);
});

Deno.test("a round under way when the station stops is the last one, and is not told", async () => {
  for (const outcome of ["unmapped", { refused: "too late" }] as const) {
    const { pass, pages, log, rounds } = setUp(outcome);
    const firstRound = pass(2000);
    pages.stop();
    await firstRound;
    await pass(6_000_000);
    assert.deepEqual(rounds(), [2]);
    assert.deepEqual(log.lines, []);
  }
});
