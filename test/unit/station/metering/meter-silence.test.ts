import assert from "node:assert/strict";
import { evseId } from "../../../../src/kernel/ids.ts";
import { MeterSilence, SILENCE_MS } from "../../../../src/station/metering/meter-silence.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";

const [ONE, TWO] = [evseId(1), evseId(2)];

function bench() {
  const clock = new FakeClock();
  const told: string[] = [];
  const silence = new MeterSilence(clock, (evse, state) => void told.push(`${evse} ${state}`));
  return { clock, told, silence };
}

Deno.test("a meter is silent when it has said nothing for the limit, not a moment before", () => {
  const { clock, told, silence } = bench();
  silence.spoke(ONE);
  clock.advance(SILENCE_MS - 1);
  silence.missed(ONE);
  assert.deepEqual(told, ["1 cleared"]);
  clock.advance(1);
  silence.missed(ONE);
  silence.missed(ONE);
  assert.deepEqual(told, ["1 cleared", "1 raised"]);
});

Deno.test("it speaks again once for every silence, each meter for itself", () => {
  const { clock, told, silence } = bench();
  silence.spoke(ONE);
  silence.spoke(TWO);
  clock.advance(SILENCE_MS);
  silence.missed(ONE);
  silence.spoke(ONE);
  silence.spoke(ONE);
  silence.spoke(TWO);
  assert.deepEqual(told, ["1 cleared", "2 cleared", "1 raised", "1 cleared"]);
  clock.advance(SILENCE_MS);
  silence.missed(ONE);
  assert.deepEqual(told.slice(4), ["1 raised"]);
});

Deno.test("a station without meters misses nothing", () => {
  const { clock, told, silence } = bench();
  clock.advance(10 * SILENCE_MS);
  silence.missed(ONE);
  assert.deepEqual(told, []);
});
