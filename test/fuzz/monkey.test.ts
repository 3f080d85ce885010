import assert from "node:assert/strict";
import { act } from "./monkey/deeds.ts";
import { verdict } from "./monkey/verdict.ts";
import { World } from "./monkey/world.ts";
import { Dice } from "./ocpp-messages.ts";
import { FUZZ_SEED } from "./seed.ts";

const SEEDS = Number(Deno.env.get("MONKEY_SEEDS") ?? 3);
const STEPS = Number(Deno.env.get("MONKEY_STEPS") ?? 150);
/** Real time to find a shorter way to the same failure. */
const SHRINK_MS = Number(Deno.env.get("MONKEY_SHRINK_MS") ?? 30_000);

interface Failure {
  readonly faults: readonly string[];
  /** What was done, in words, up to the failure. */
  readonly trace: readonly string[];
}

/** Plays these steps; resolves with what went wrong, if anything did. */
async function play(seed: number, steps: readonly number[]): Promise<Failure | undefined> {
  const world = await World.create(seed);
  const trace: string[] = [];
  const failure = (faults: readonly string[]): Failure => ({ faults, trace });
  try {
    for (const step of steps) {
      trace.push(`${step} …`);
      trace[trace.length - 1] = `${step} ${await act(world, step)}`;
      const faults = world.faults();
      if (faults.length > 0) return failure(faults);
    }
    trace.push("everybody leaves");
    const faults = await verdict(world);
    return faults.length > 0 ? failure(faults) : undefined;
  } catch (error) {
    return failure([
      ...world.faults(),
      error instanceof Error ? error.stack ?? error.message : String(error),
    ]);
  } finally {
    await world.dispose().catch(() => {});
  }
}

/** The same kind of fault, whichever ids and numbers are in it. */
function kindOf({ faults: [first = ""] }: Failure): string {
  return first.split("\n")[0]!.replace(/[0-9a-f-]{36}|\d+/g, "#").slice(0, 60);
}

/** Leaves out what is not needed to fail in the same way. */
async function shrink(
  seed: number,
  steps: readonly number[],
  failed: Failure,
): Promise<[readonly number[], Failure]> {
  const untilMs = performance.now() + SHRINK_MS;
  let best: readonly number[] = steps.slice(0, failed.trace.length);
  let failure = failed;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length && performance.now() < untilMs;) {
      const fewer = best.toSpliced(at, size);
      const again = await play(seed, fewer);
      if (again && kindOf(again) === kindOf(failed)) [best, failure] = [fewer, again];
      else at += size;
    }
  }
  return [best, failure];
}

Deno.test(`${SEEDS} times ${STEPS} things of every kind happen to the station, and it gets over them`, async () => {
  const replay = Deno.env.get("MONKEY_REPLAY");
  const failures: string[] = [];
  for (let index = 0; index < SEEDS; index++) {
    const seed = FUZZ_SEED + index;
    const dice = new Dice(seed);
    const steps = replay?.split(",").map(Number) ?? Array.from({ length: STEPS }, () => dice.below(2 ** 31));
    const failed = await play(seed, steps);
    if (!failed) continue;
    const [fewer, failure] = await shrink(seed, steps, failed);
    failures.push([
      `seed ${seed}: ${failure.faults.join("\n")}`,
      `MONKEY_SEEDS=1 FUZZ_SEED=${seed} MONKEY_REPLAY=${
        fewer.join(",")
      } deno test -A test/fuzz/monkey.test.ts`,
      ...failure.trace,
    ].join("\n  "));
    console.log(failures.at(-1));
  }
  assert.deepEqual(failures.map((text) => text.slice(0, 2000)), []);
});
