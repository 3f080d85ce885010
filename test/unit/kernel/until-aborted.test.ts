import assert from "node:assert/strict";
import { ABORTED, untilAborted } from "../../../src/kernel/until-aborted.ts";

Deno.test("a promise that settles first counts, whichever way", async () => {
  const { signal } = new AbortController();
  assert.equal(await untilAborted(Promise.resolve(7), signal), 7);
  await assert.rejects(untilAborted(Promise.reject(new Error("broken")), signal), /broken/);
});

Deno.test("an abort ends the wait for a promise that never settles", async () => {
  const abort = new AbortController();
  const waiting = untilAborted(new Promise<never>(() => {}), abort.signal);
  abort.abort();
  assert.equal(await waiting, ABORTED);
  assert.equal(await untilAborted(new Promise<never>(() => {}), abort.signal), ABORTED);
});

Deno.test("a promise that rejects after the abort disturbs nobody", async () => {
  const abort = new AbortController();
  const late = Promise.withResolvers<number>();
  const waiting = untilAborted(late.promise, abort.signal);
  abort.abort();
  const afterwards = untilAborted(Promise.reject(new Error("too late")), abort.signal);
  late.reject(new Error("too late"));
  assert.equal(await waiting, ABORTED);
  assert.equal(await afterwards, ABORTED);
});
