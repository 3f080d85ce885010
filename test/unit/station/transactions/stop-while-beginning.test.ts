import assert from "node:assert/strict";
import { SessionScript, swiped } from "./evse-events.ts";
import { inWords } from "./machine-runner.ts";
import { createBench, quiet } from "./transactions-bench.ts";

const DRIVER = swiped("RFID0001");
const OTHER = swiped("RFID0002");

type Bench = ReturnType<typeof createBench>;

/** A transaction that is open since the swipe; the EVSE has not said that it has begun one of its own. */
async function swipedIn(variables: Readonly<Record<string, string>> = {}, path?: string) {
  const bench = createBench({
    variables: { "TxCtrlr.TxStartPoint": "Authorized", ...variables },
    ...(path !== undefined && { path }),
  });
  await bench.block.recover("PowerUp");
  const session = new SessionScript();
  await bench.handle(session.swipe(DRIVER));
  return { bench, session };
}

const stop = (bench: Bench) => bench.block.stop(bench.block.active()[0]!.transactionId, "Remote");
const told = (bench: Bench) => bench.queued().map(inWords);

Deno.test("a stop that comes while the beginning of the EVSE is written to disk is carried out by the EVSE (F03.FR.02)", async () => {
  const { bench, session } = await swipedIn();
  const begun = bench.block.handle(session.begin(DRIVER));
  assert.equal(await stop(bench), true);
  await begun;
  assert.deepEqual(bench.evsePort.commands, ["stop 1 Remote"]);
  await bench.handle(session.finish("Remote"));
  assert.equal(told(bench).at(-1), "Ended RemoteStop Remote EVConnected");
});

Deno.test("and is refused when the EVSE refuses", async () => {
  const { bench, session } = await swipedIn();
  bench.evsePort.stops = () => undefined;
  const begun = bench.block.handle(session.begin(DRIVER));
  assert.equal(await stop(bench), false);
  await begun;
  assert.equal(bench.block.active().length, 1);
});

Deno.test("an EVSE that has begun before Auth could withdraw is stopped as soon as it says so", async () => {
  const { bench, session } = await swipedIn();
  bench.evsePort.withdraws = false;
  assert.equal(await stop(bench), true);
  await bench.handle(session.begin(DRIVER));
  await quiet();
  assert.deepEqual(bench.evsePort.commands, ["withdraw 1 RFID0001", "stop 1 Remote"]);
  await bench.handle(session.charge(), session.finish("Remote"));
  await quiet();
  assert.deepEqual(bench.evsePort.commands.length, 2);
  assert.deepEqual(told(bench), [
    "Started Authorized Idle idToken=RFID0001 evse=1/1",
    "Ended RemoteStop Remote Idle",
    "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
    "Updated ChargingStateChanged Charging",
    "Ended RemoteStop Remote EVConnected",
  ]);
  assert.deepEqual(bench.log.messages("error"), []);
});

Deno.test("an EVSE that has begun although Auth has withdrawn is stopped as well, and only then", async () => {
  const first = await swipedIn();
  assert.equal(await stop(first.bench), true);
  // It was said before the EVSE heard of the withdrawal, and heard after.
  await first.bench.handle(first.session.begin(DRIVER), first.session.deauthorize());
  await quiet();
  assert.deepEqual(first.bench.evsePort.commands, ["withdraw 1 RFID0001", "stop 1 Remote"]);

  const second = await swipedIn();
  await stop(second.bench);
  await second.bench.handle(second.session.deauthorize(), second.session.begin(DRIVER));
  await quiet();
  assert.deepEqual(second.bench.evsePort.commands, ["withdraw 1 RFID0001"]);
});

Deno.test("also when it says so before Auth has answered, or only after a restart of the process", async () => {
  const first = await swipedIn();
  first.bench.evsePort.withdraws = false;
  const stopped = stop(first.bench);
  await first.bench.handle(first.session.begin(DRIVER));
  await stopped;
  await quiet();
  assert.deepEqual(first.bench.evsePort.commands, ["withdraw 1 RFID0001", "stop 1 Remote"]);

  const directory = await Deno.makeTempDir();
  const second = await swipedIn({}, `${directory}/core.db`);
  second.bench.evsePort.withdraws = false;
  await stop(second.bench);
  second.bench.db.close();
  const third = createBench({ path: `${directory}/core.db`, firstId: 1000 });
  await third.block.recover("Unknown");
  await third.handle(second.session.begin(DRIVER));
  await quiet();
  assert.deepEqual(third.evsePort.commands, ["stop 1 Remote"]);
  third.db.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("an EVSE that may have begun while the process was away is asked itself", async () => {
  for (const stops of [true, false]) {
    const directory = await Deno.makeTempDir();
    const first = await swipedIn({}, `${directory}/core.db`);
    first.bench.db.close();
    const second = createBench({ path: `${directory}/core.db`, firstId: 1000 });
    await second.block.recover("Unknown");
    second.evsePort.stops = () => stops;
    assert.equal(await stop(second), true);
    assert.deepEqual(
      second.evsePort.commands,
      stops ? ["stop 1 Remote"] : ["stop 1 Remote", "withdraw 1 RFID0001"],
    );
    if (stops) await second.handle(first.session.finish("Remote"));
    assert.equal(told(second).at(-1), `Ended RemoteStop Remote ${stops ? "EVConnected evse=1/1" : "Idle"}`);
    second.db.close();
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("another driver, or the same one after a timeout, is not stopped for it", async () => {
  const first = await swipedIn();
  first.bench.evsePort.withdraws = false;
  await stop(first.bench);
  await first.bench.handle(first.session.begin(OTHER), first.session.charge());
  await quiet();
  assert.deepEqual(first.bench.evsePort.commands, ["withdraw 1 RFID0001"]);

  const second = await swipedIn();
  second.bench.evsePort.withdraws = false;
  await stop(second.bench);
  await second.bench.handle(second.session.deauthorize(), second.session.begin(DRIVER));
  await quiet();
  assert.deepEqual(second.bench.evsePort.commands, ["withdraw 1 RFID0001"]);
});

Deno.test("an EVSE at which nobody was authorized has nothing to withdraw, and its next driver is welcome", async () => {
  const bench = createBench({ variables: { "TxCtrlr.TxStartPoint": "EVConnected" } });
  await bench.block.recover("PowerUp");
  bench.evsePort.withdraws = false;
  const session = new SessionScript();
  await bench.handle(session.plug());
  assert.equal(await stop(bench), true);
  await bench.handle(session.begin(DRIVER));
  await quiet();
  assert.deepEqual(bench.evsePort.commands, []);
});
