import assert from "node:assert/strict";
import { AbandonedConnections } from "../../../../src/csms/tls/abandoned-connections.ts";
import {
  HANDSHAKE_SPACING_MS,
  MAX_ABANDONED_CONNECTIONS,
  MAX_ABANDONED_CONNECTIONS_OF_TARGET,
} from "../../../../src/kernel/limits.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";

const HUNG = { hostname: "hung.example", port: 443 };
const WELL = { hostname: "well.example", port: 443 };

function bench() {
  const clock = new FakeClock();
  const ends: string[] = [];
  const abandoned = new AbandonedConnections({ clock, exhausted: (reason) => void ends.push(reason) });
  const releases: (() => void)[] = [];
  const hold = (count: number, target = HUNG) => {
    for (let each = 0; each < count; each++) {
      abandoned.add(target, new Promise((resolve) => releases.push(resolve)));
    }
  };
  const release = async (count: number) => {
    for (const resolve of releases.splice(0, count)) resolve();
    await Promise.resolve();
  };
  const verdict = (target = HUNG) => abandoned.mayBegin(target).kind;
  return { clock, hold, release, verdict, ends };
}

Deno.test("a few connections that a server holds change nothing, with one more its handshakes are spaced", () => {
  const { clock, hold, verdict } = bench();
  hold(MAX_ABANDONED_CONNECTIONS_OF_TARGET - 1);
  assert.equal(verdict(), "allowed");
  assert.equal(verdict(), "allowed");
  hold(1);
  assert.equal(verdict(), "postponed");
  clock.advance(HANDSHAKE_SPACING_MS - 1);
  assert.equal(verdict(), "postponed");
  clock.advance(1);
  assert.equal(verdict(), "allowed");
  assert.equal(verdict(), "postponed");
});

Deno.test("a hung server does not delay another one", () => {
  const { hold, verdict } = bench();
  verdict();
  hold(MAX_ABANDONED_CONNECTIONS_OF_TARGET);
  assert.equal(verdict(), "postponed");
  assert.equal(verdict(WELL), "allowed");
});

Deno.test("once the server has let connections go the next handshake is not delayed", async () => {
  const { hold, release, verdict } = bench();
  verdict();
  hold(MAX_ABANDONED_CONNECTIONS_OF_TARGET);
  assert.equal(verdict(), "postponed");
  await release(1);
  assert.equal(verdict(), "allowed");
});

Deno.test("a server that has let all of them go is a stranger again", async () => {
  const { hold, release, verdict } = bench();
  verdict();
  hold(MAX_ABANDONED_CONNECTIONS_OF_TARGET);
  await release(MAX_ABANDONED_CONNECTIONS_OF_TARGET);
  hold(MAX_ABANDONED_CONNECTIONS_OF_TARGET);
  assert.equal(verdict(), "allowed");
  assert.equal(verdict(), "postponed");
});

Deno.test("the process is exhausted when servers hold so many connections at once, and not before", async () => {
  const { hold, release, ends } = bench();
  hold(MAX_ABANDONED_CONNECTIONS - 1, WELL);
  await release(1);
  hold(1, HUNG);
  assert.deepEqual(ends, []);
  hold(1);
  assert.deepEqual(ends, ["servers hold 256 TLS connections that were given up"]);
});
