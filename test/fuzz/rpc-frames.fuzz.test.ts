import assert from "node:assert/strict";
import { parseRpcFrame } from "../../src/csms/rpc-frame.ts";
import { MAX_OCPP_MESSAGE_BYTES } from "../../src/kernel/limits.ts";
import { RPC_ERROR_CODES } from "../../src/ocpp/error-codes.ts";
import bundle from "../../src/ocpp/generated/schemas.json" with { type: "json" };
import { type Action, ACTIONS } from "../../src/ocpp/messages.ts";
import { LinkBench } from "../fakes/link-bench.ts";
import { type MemorySocket, settled } from "../fakes/memory-socket.ts";
import { Dice, mutate, validValue } from "./ocpp-messages.ts";
import { FUZZ_SEED } from "./seed.ts";

const FRAMES = Number(Deno.env.get("OCPP_FUZZ_FRAMES") ?? 50_000);

type Schema = Parameters<typeof validValue>[0];
const { definitions, messages } = bundle as unknown as {
  definitions: Record<string, Schema>;
  messages: Record<string, Schema>;
};

const payload = (name: string, dice: Dice) => validValue(messages[name] as Schema, definitions, dice);

const IDS: readonly unknown[] = [
  "a",
  "",
  "-1",
  "i".repeat(36),
  "i".repeat(37),
  "\u0000",
  "🔌".repeat(18),
  null,
  7,
  {},
];
const TYPES: readonly unknown[] = [2, 2, 2, 2, 3, 3, 4, 4, 0, 1, 5, 6, -2, 2.5, 1e300, "2", null, [2], true];

/** What a hostile, broken or merely sloppy CSMS may send; `outstandingId` is what it could answer. */
function hostileFrame(dice: Dice, outstandingId: string): string {
  // Copies: what is mutated must not grow from frame to frame.
  const oneOf = (choices: readonly unknown[]) => structuredClone(dice.pick(choices));
  const id = () => dice.roll() < 0.5 ? oneOf(IDS) : `csms-${dice.below(1e9)}`;
  const anyId = () => dice.roll() < 0.3 ? outstandingId : id();
  const action = dice.roll() < 0.95
    ? dice.pick(ACTIONS)
    : dice.pick(["", "MakeCoffee", "reset", "__proto__"]);
  const request = () => action in messages ? {} : mutate(payload(`${dice.pick(ACTIONS)}Request`, dice), dice);
  const known = messages[`${action}Request`] !== undefined;
  switch (dice.below(9)) {
    case 0:
      return damaged(JSON.stringify([2, id(), action, known ? payload(`${action}Request`, dice) : {}]), dice);
    case 1:
      return JSON.stringify([2, id(), action, known ? payload(`${action}Request`, dice) : {}]);
    case 2:
      return JSON.stringify([
        2,
        id(),
        action,
        known ? mutate(payload(`${action}Request`, dice), dice) : request(),
      ]);
    case 3:
      return JSON.stringify([oneOf(TYPES), anyId(), action, request()]);
    case 4:
      return JSON.stringify(
        Array.from({ length: dice.below(7) }, () => oneOf([...TYPES, ...IDS, {}, []])),
      );
    case 5:
      return JSON.stringify([
        3,
        anyId(),
        dice.roll() < 0.5 ? {} : mutate(payload("HeartbeatResponse", dice), dice),
      ]);
    case 6:
      return JSON.stringify([
        4,
        anyId(),
        dice.pick([...RPC_ERROR_CODES, 17, null]),
        dice.pick(["", "x", 1]),
        {},
      ]);
    case 7:
      return mutatedText(mutate([2, id(), action, request()], dice));
    default:
      return dice.pick([
        "",
        "null",
        "{}",
        "[]",
        "\uFEFF[]",
        "[".repeat(1 + dice.below(20_000)),
        "\ud800",
        "0".repeat(99),
      ]);
  }
}

const mutatedText = (value: unknown) => JSON.stringify(value) ?? "";

/** The text with a few characters cut, doubled or changed. */
function damaged(text: string, dice: Dice): string {
  let result = text;
  for (let changes = 1 + dice.below(3); changes > 0; changes--) {
    const at = dice.below(result.length);
    const instead = dice.pick(["", "", '"', "[", "]", "{", "}", ",", "\\", "\u0000", "9", "e"]);
    result = result.slice(0, at) + instead + result.slice(at + dice.below(3));
  }
  return result;
}

/** The id that part 4 has the station answer under, worked out anew; undefined when it must keep silent. */
function owedId(text: string): string | undefined {
  if (text.length > MAX_OCPP_MESSAGE_BYTES) return "-1";
  let elements: unknown;
  try {
    elements = JSON.parse(text);
  } catch {
    return "-1";
  }
  if (!Array.isArray(elements)) return "-1";
  const [type, id] = elements;
  if (type === 3 || type === 4) return undefined;
  if (typeof id !== "string" || id.length < 1 || id.length > 36) return "-1";
  return id;
}

/** A station that always has something to say, on a line to a CSMS out of its mind. */
class Besieged {
  outstandingId = "";
  calls = 0;

  constructor(readonly socket: MemorySocket, dice: Dice, readonly bench: LinkBench) {
    bench.handle = (action: Action) =>
      Promise.resolve({ kind: "result", response: payload(`${action}Response`, dice) });
  }

  /** Keeps one CALL outstanding. */
  keepCalling(): void {
    void this.bench.link.call("Heartbeat", {}, "ordinary").then((outcome) => {
      if (outcome.kind === "offline") return;
      this.calls++;
      this.keepCalling();
    });
  }

  /** Everything sent since the last look, sorted; each a valid message itself. */
  answers(): string[] {
    const answers: string[] = [];
    for (const text of this.socket.sent.splice(0)) {
      const frame = parseRpcFrame(text);
      assert(frame.kind !== "malformed" && frame.kind !== "malformedAnswer", text.slice(0, 300));
      if (frame.kind === "call") {
        this.outstandingId = frame.messageId;
        continue;
      }
      if (frame.kind === "callError") {
        assert((RPC_ERROR_CODES as readonly string[]).includes(frame.code), text);
        assert([...frame.description].length <= 255, text);
      }
      answers.push(frame.messageId);
    }
    return answers;
  }
}

Deno.test(`${FRAMES} hostile frames: each gets the one answer it is owed, and the station lives on`, async () => {
  const dice = new Dice(FUZZ_SEED);
  const bench = new LinkBench();
  const socket = await bench.connected();
  await settled();
  bench.link.setRegistration("accepted");
  const station = new Besieged(socket, dice, bench);
  station.keepCalling();
  for (let frame = 0; frame < FRAMES; frame++) {
    station.answers();
    const text = hostileFrame(dice, station.outstandingId);
    socket.receive(text);
    await settled();
    const owed = owedId(text);
    assert.deepEqual(
      station.answers(),
      owed === undefined ? [] : [owed],
      `seed ${FUZZ_SEED}, frame ${frame}: ${text.slice(0, 300)}`,
    );
    // What the fakes remember would fill the memory in a long run.
    assert.deepEqual(
      bench.log.messages("error"),
      [],
      `seed ${FUZZ_SEED}, frame ${frame}: ${text.slice(0, 300)}`,
    );
    for (const list of [bench.wire, bench.log.lines]) list.length = 0;
    // A CALL whose answers are all rubbish times out.
    if (frame % 97 === 0) bench.clock.advance(30_000);
  }
  console.log(`seed ${FUZZ_SEED}: ${station.calls} calls of the station ended`);
  assert(station.calls > FRAMES / 200);

  socket.receive(
    '[2,"alive","GetVariables",{"getVariableData":[{"component":{"name":"C"},"variable":{"name":"V"}}]}]',
  );
  await settled();
  assert.deepEqual(station.answers(), ["alive"]);
  assert.equal(bench.link.isOnline(), true);
  assert.equal(bench.link.progress(), "healthy");
  await bench.link.stop();
  assert.deepEqual(bench.clock.pending(), []);
});
