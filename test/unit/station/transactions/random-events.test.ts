import assert from "node:assert/strict";
import fc from "fast-check";
import { validateRequest } from "../../../../src/ocpp/validator/validate.ts";
import type { EvseEvent, PresentedToken } from "../../../../src/station/evse-event.ts";
import type { ReasonEnumType } from "../../../../src/ocpp/messages.ts";
import type { TransactionInput } from "../../../../src/station/transactions/transaction-machine.ts";
import { reading, remote, SessionScript, START_MS, swiped } from "./evse-events.ts";
import { inWords, MachineRunner, type TransactionEvent } from "./machine-runner.ts";

/** `openSession` is the session that the EVSE is in, as far as the machine knows. */
type Move = (session: SessionScript, openSession?: string) => TransactionInput;

const REASONS: readonly ReasonEnumType[] = [
  "Local",
  "Remote",
  "EVDisconnected",
  "DeAuthorized",
  "ImmediateReset",
  "PowerLoss",
  "GroundFault",
  "StoppedByEV",
  "MasterPass",
  "Other",
];

const evse = (event: EvseEvent): TransactionInput => ({ kind: "evse", event });
/** The session that goes on, or a new one where it is over. */
const joined = (session: SessionScript, open?: string) =>
  session.sessionId === open ? session : session.renew();
const token: fc.Arbitrary<PresentedToken> = fc.constantFrom(
  swiped("RFID0001"),
  swiped("RFID0002"),
  remote("R", 1),
);

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.constant<Move>((s) => evse(s.renew().plug({ meter: reading(100) }))),
  token.map<Move>((presented) => (s) => evse(s.renew().swipe(presented))),
  fc.constant<Move>((s, open) => evse(joined(s, open).plug())),
  token.map<Move>((presented) => (s, open) => evse(joined(s, open).swipe(presented))),
  token.map<Move>((presented) => (s) => evse(s.begin(presented))),
  fc.constant<Move>((s) => evse(s.begin())),
  fc.constant<Move>((s) => evse(s.charge())),
  fc.constant<Move>((s) => evse(s.pauseEv())),
  fc.boolean().map<Move>((byRemote) => (s) => evse(s.pauseEvse(byRemote))),
  fc.tuple(fc.constantFrom(...REASONS), fc.option(token)).map<Move>(([reason, stopToken]) => (s) =>
    evse(s.finish(reason, stopToken ? { token: stopToken } : {}))
  ),
  fc.constant<Move>((s) => evse(s.unplug())),
  fc.constant<Move>((s) => evse(s.resume())),
  fc.constant<Move>((s) => evse(s.deauthorize())),
  fc.constant<Move>((s) => evse(s.pluginTimeout())),
  fc.constant<Move>((s) => evse(s.finish("PowerLoss", { sessionId: "" }))),
  fc.constant<Move>(() => ({ kind: "meterValue", trigger: "MeterValuePeriodic", atMs: START_MS })),
  fc.constantFrom("Remote" as const, "DeAuthorized" as const, "ImmediateReset" as const)
    .map<Move>((reason) => () => ({ kind: "withdrawn", reason, atMs: START_MS })),
  fc.constant<Move>(() => ({ kind: "remoteStart", remoteStartId: 9 })),
  fc.constant<Move>(() => ({ kind: "lost", atMs: START_MS })),
  fc.constant<Move>(() => ({ kind: "tokenInfo", invalidToken: { reaction: "pause" } })),
);

const POINTS = [
  "EVConnected",
  "Authorized",
  "PowerPathClosed",
  "EnergyTransfer",
  "ParkingBayOccupancy",
  "DataSigned",
];
const points = fc.subarray(POINTS, { minLength: 1 }).map((list) => list.join(","));
/** Which of three sessions the next move belongs to: nearly always the same one. */
const sessionIndex = fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) });

function assertWellFormed(events: readonly TransactionEvent[]): void {
  const byId = Map.groupBy(events, (event) => event.transactionInfo.transactionId);
  for (const story of byId.values()) {
    const words = story.map(inWords).join("\n");
    assert.deepEqual(story.map((event) => event.seqNo), story.map((_, index) => index), words);
    assert.equal(story[0]?.eventType, "Started", words);
    assert.equal(story.filter((event) => event.eventType === "Started").length, 1, words);
    assert.ok(story.slice(0, -1).every((event) => event.eventType !== "Ended"), words);
    assert.ok(story[0]?.evse !== undefined, words);
    for (const event of story) {
      assert.equal(event.eventType === "Ended", event.transactionInfo.stoppedReason !== undefined, words);
    }
    assertTokensOncePerAuthorization(story, words);
  }
}

/** Between two events that report a token that starts, there is one that ends the authorization. */
function assertTokensOncePerAuthorization(story: readonly TransactionEvent[], words: string): void {
  let authorized = false;
  const ending = ["StopAuthorized", "Deauthorized", "RemoteStop", "EVConnectTimeout", "EVCommunicationLost"];
  const ended = [...ending, "AbnormalCondition", "ResetCommand"];
  for (const event of story) {
    const ends = ended.includes(event.triggerReason) || event.eventType === "Ended";
    if (event.idToken && !ends) {
      assert.ok(!authorized, `the token was told twice:\n${words}`);
      authorized = true;
    }
    if (ends) authorized = false;
  }
}

Deno.test("whatever the EVSE says, every transaction is one gap-free story from Started to Ended", () => {
  fc.assert(
    fc.property(
      points,
      points,
      fc.array(fc.tuple(move, sessionIndex), { minLength: 1, maxLength: 60 }),
      (start, stop, moves) => {
        const machine = new MachineRunner({ start, stop, measurands: ["Energy.Active.Import.Register"] });
        const sessions = ["a", "b", "c"].map((name) => new SessionScript(`session-${name}`));
        for (const [next, index] of moves) {
          machine.input(next(sessions[index] ?? sessions[0]!, machine.state.session?.sessionId));
        }
        for (const session of sessions) machine.evse(session.finish("Local"), session.unplug());
        assertWellFormed(machine.events);
        assert.equal(machine.state.transaction, undefined, "a finished session left a transaction open");
        const ids = Map.groupBy(machine.events, (event) => event.transactionInfo.transactionId);
        for (const story of ids.values()) assert.equal(story.at(-1)?.eventType, "Ended");
        for (const event of machine.events) {
          assert.equal(validateRequest("TransactionEvent", event).kind, "valid");
        }
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("a restart between any two events changes nothing of the story but what the EVSE says anew", () => {
  fc.assert(
    fc.property(points, points, fc.array(move, { minLength: 1, maxLength: 30 }), (start, stop, moves) => {
      const straight = new MachineRunner({ start, stop });
      const restarted = new MachineRunner({ start, stop });
      const session = new SessionScript();
      for (const input of moves.map((next) => next(session))) {
        straight.input(input);
        restarted.input(input);
        if (restarted.state.transaction) restarted.state = JSON.parse(JSON.stringify(restarted.state));
      }
      assert.deepEqual(
        JSON.parse(JSON.stringify(restarted.events)),
        JSON.parse(JSON.stringify(straight.events)),
      );
    }),
    { numRuns: 500 },
  );
});
