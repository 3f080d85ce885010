import assert from "node:assert/strict";
import { connectorId, evseId, transactionId } from "../../../../src/kernel/ids.ts";
import type { ErrorEvent } from "../../../../src/station/availability/error-event.ts";
import {
  createUnlockBlock,
  UNLOCK_GRACE_TIMER,
} from "../../../../src/station/remote-control/unlock-connector.ts";
import type { ActiveTransaction } from "../../../../src/station/transactions/active-transaction.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { settled } from "../fake-csms.ts";

const EVSE = evseId(1);

function bench() {
  const clock = new FakeClock();
  const world = { tries: 0, agrees: true, open: undefined as ActiveTransaction | undefined };
  const block = createUnlockBlock({
    clock,
    log: new RecordingLogger(),
    evses: [{ id: EVSE, connectors: [{ id: connectorId(1) }, { id: connectorId(2) }] }],
    port: { unlock: () => Promise.resolve((world.tries++, world.agrees)) },
    transactions: { activeTransaction: () => world.open },
  });
  return {
    clock,
    world,
    block,
    async ask(connector = 1): Promise<() => string | undefined> {
      let status: string | undefined;
      const reply = Promise.resolve(block.handlers.UnlockConnector!({ evseId: 1, connectorId: connector }));
      void reply.then((told) => status = told.kind === "result" ? told.response.status : told.kind);
      await settled();
      return () => status;
    },
  };
}

function transaction(authorized: boolean): ActiveTransaction {
  return {
    transactionId: transactionId("tx-1"),
    evseId: EVSE,
    connectorId: connectorId(1),
    sessionId: "session-1",
    startedMs: 0,
    chargingState: "EVConnected",
    authorized,
  };
}

function lockError(part: Partial<ErrorEvent>): ErrorEvent {
  return {
    identity: "connector_lock",
    state: "raised",
    evseId: EVSE,
    connectorId: connectorId(1),
    subject: { variable: "Problem" },
    trigger: "Delta",
    severity: 3,
    techCode: "",
    timestampMs: 0,
    effect: "unlockFailure",
    ...part,
  };
}

Deno.test("a lock that opens is Unlocked once it has had time to say otherwise", async () => {
  const { ask, clock } = bench();
  const status = await ask();
  assert.equal(status(), undefined);
  clock.advance(2000);
  await settled();
  assert.equal(status(), "Unlocked");
  assert.deepEqual(clock.pending(), []);
});

Deno.test("an EVSE that refuses, and a lock that is stuck, are UnlockFailed at once (F05.FR.05)", async () => {
  const { ask, block, clock, world } = bench();
  world.agrees = false;
  assert.equal((await ask())(), "UnlockFailed");
  world.agrees = true;
  for (const effect of ["unlockFailure", "lockFailure"] as const) {
    const status = await ask();
    block.onErrorEvent(lockError({ effect }));
    await settled();
    assert.equal(status(), "UnlockFailed");
  }
  assert.deepEqual(clock.pending(), []);
});

Deno.test("errors of other kinds, places and times do not concern the attempt", async () => {
  const { ask, block, clock } = bench();
  block.onErrorEvent(lockError({}));
  const status = await ask();
  block.onErrorEvent(lockError({ connectorId: connectorId(2) }));
  block.onErrorEvent(lockError({ evseId: evseId(2) }));
  block.onErrorEvent(lockError({ state: "cleared" }));
  block.onErrorEvent(lockError({ effect: "none" }));
  await clock.fire(UNLOCK_GRACE_TIMER);
  await settled();
  assert.equal(status(), "Unlocked");
});

Deno.test("only an authorized transaction on that very connector stands in the way (F05.FR.02)", async () => {
  const { ask, world } = bench();
  world.open = transaction(true);
  assert.equal((await ask())(), "OngoingAuthorizedTransaction");
  assert.equal(world.tries, 0);
  await ask(2);
  assert.equal(world.tries, 1);
  world.open = transaction(false);
  await ask();
  assert.equal(world.tries, 2);
});

Deno.test("an EVSE or connector that does not exist is unknown, and nothing is tried (F05.FR.03)", async () => {
  const { block, world } = bench();
  const ask = async (evse: number, connector: number) => {
    const reply = await block.handlers.UnlockConnector!({ evseId: evse, connectorId: connector });
    assert(reply.kind === "result");
    return [reply.response.status, reply.response.statusInfo?.reasonCode];
  };
  assert.deepEqual(await ask(1, 3), ["UnknownConnector", "UnknownConnectorId"]);
  assert.deepEqual(await ask(2, 1), ["UnknownConnector", "UnknownEvse"]);
  assert.equal(world.tries, 0);
});

Deno.test("a stuck lock that names no connector is that of the first", async () => {
  const { ask, block } = bench();
  const [first, second] = [await ask(1), await ask(2)];
  const { connectorId: _, ...nameless } = lockError({});
  block.onErrorEvent(nameless);
  await settled();
  assert.deepEqual([first(), second()], ["UnlockFailed", undefined]);
});

Deno.test("of two attempts at one lock both hear that it is stuck, also when the first is over", async () => {
  const { ask, block, clock } = bench();
  const [first, second] = [await ask(), await ask()];
  block.onErrorEvent(lockError({}));
  await settled();
  assert.deepEqual([first(), second()], ["UnlockFailed", "UnlockFailed"]);
  const earlier = await ask();
  clock.advance(1500);
  const later = await ask();
  const other = await ask(2);
  clock.advance(1000);
  await settled();
  block.onErrorEvent(lockError({}));
  await settled();
  assert.deepEqual([earlier(), later(), other()], ["Unlocked", "UnlockFailed", undefined]);
});
