import assert from "node:assert/strict";
import type { CommandHandler, CommandOutcome } from "../../../src/everest/module.ts";
import { Outgoing } from "../../../src/everest/outgoing.ts";
import { ProvidedCommands } from "../../../src/everest/provided-commands.ts";
import { Topics } from "../../../src/everest/topics.ts";
import { MAX_COMMANDS_BEFORE_START } from "../../../src/kernel/limits.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingMqtt, settle } from "../../fakes/mqtt/recording-mqtt.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

function setUp() {
  const clock = new FakeClock();
  const mqtt = new RecordingMqtt();
  const logger = new RecordingLogger();
  const outgoing = new Outgoing(mqtt, logger);
  const provided = new ProvidedCommands({
    topics: new Topics("everest/"),
    outgoing,
    clock,
    logger,
  });
  const receive = (id: string, args: unknown = {}, name = "validate_token") =>
    provided.onCall(
      { kind: "command", moduleId: "ocpp", implementationId: "auth_validator", name },
      { data: { args, id, origin: "auth" } },
    );
  const provide = (handler: CommandHandler) => provided.provide("auth_validator", "validate_token", handler);
  /** id -> retval, or the error's type and text. */
  const answers = async () => {
    await settle();
    return mqtt.take().map(([topic, message]) => {
      assert.equal(topic, "everest/modules/ocpp/impl/auth_validator/cmd/validate_token/response/auth");
      const { data } = (message as { data: { data: Record<string, unknown> } }).data;
      const error = data.error as Record<string, string> | undefined;
      const { __everest__error_type: type, __everest__error_msg: text } = error ?? {};
      return [data.id, error ? `${type}: ${text}` : data.retval];
    });
  };
  return { clock, logger, provided, receive, provide, answers };
}

const echo: CommandHandler = (args) => Promise.resolve({ kind: "result", value: args });

Deno.test("commands that come before initialisation is done are answered afterwards, in order, exactly once", async () => {
  const { provided, receive, provide, answers } = setUp();
  receive("1", null);
  receive("2", { a: 2 });
  provide(echo);
  assert.deepEqual(await answers(), []);
  provided.open();
  provided.open();
  assert.deepEqual(await answers(), [["1", {}], ["2", { a: 2 }]]);
});

Deno.test("no more than a thousand commands are held", async () => {
  const { provided, receive, provide, answers } = setUp();
  provide(echo);
  for (let i = 0; i < MAX_COMMANDS_BEFORE_START; i++) assert.equal(receive(`${i}`), undefined);
  assert.equal(receive("one more"), "too many commands before start");
  provided.open();
  assert.equal((await answers()).length, MAX_COMMANDS_BEFORE_START);
});

Deno.test("handlers start in order and run side by side: a slow one keeps nobody waiting", async () => {
  const { provided, receive, provide, answers } = setUp();
  const started: unknown[] = [];
  const { promise: slow, resolve: finish } = Promise.withResolvers<CommandOutcome>();
  provide((args) => {
    started.push(args.n);
    return args.n === 1 ? slow : Promise.resolve({ kind: "result", value: args.n });
  });
  provided.open();
  receive("a", { n: 1 });
  receive("b", { n: 2 });
  assert.deepEqual(started, [1, 2]);
  assert.deepEqual(await answers(), [["b", 2]]);
  finish({ kind: "result", value: 1 });
  assert.deepEqual(await answers(), [["a", 1]]);
});

Deno.test("a handler that throws or rejects becomes a HandlerException", async () => {
  const { provided, receive, provide, answers } = setUp();
  provided.open();
  provide(() => {
    throw new Error("thrown");
  });
  receive("1");
  provide(() => Promise.reject(new Error("rejected")));
  receive("2");
  assert.deepEqual(await answers(), [["1", "HandlerException: thrown"], ["2", "HandlerException: rejected"]]);
});

Deno.test("each of the six error types reaches the caller as it is", async () => {
  const { provided, receive, provide, answers } = setUp();
  provided.open();
  const types = [
    "MessageParsingError",
    "SchemaValidationError",
    "HandlerException",
    "CmdTimeout",
    "Shutdown",
    "NotReady",
  ] as const;
  for (const type of types) {
    provide(() => Promise.resolve({ kind: "error", type, message: "m" }));
    receive(type);
  }
  assert.deepEqual(await answers(), types.map((type) => [type, `${type}: m`]));
});

Deno.test("arguments that are no object are answered with MessageParsingError", async () => {
  const { provided, receive, provide, answers } = setUp();
  provide(echo);
  provided.open();
  receive("1", [1]);
  assert.deepEqual(await answers(), [["1", "MessageParsingError: arguments are not an object"]]);
});

Deno.test("a result that cannot be published becomes an error, undefined becomes null", async () => {
  const { provided, receive, provide, answers, logger } = setUp();
  provided.open();
  provide(() => Promise.resolve({ kind: "result", value: { watts: NaN } }));
  receive("1");
  provide(() => Promise.resolve({ kind: "result", value: undefined }));
  receive("2");
  provide(() => Promise.resolve({ kind: "result", value: "x".repeat(600_000) }));
  receive("3");
  assert.deepEqual(await answers(), [
    ["1", "HandlerException: watts is NaN"],
    ["2", null],
    ["3", "HandlerException: the result is too long for this EVerest"],
  ]);
  assert.deepEqual(logger.messages("error"), [
    "the result of a command cannot be published",
    "a message is not published: it is too long for this EVerest",
  ]);
});

Deno.test("an answer that would come after the caller has given up is not sent: it would hit freed memory", async () => {
  const { clock, provided, receive, provide, answers, logger } = setUp();
  provided.open();
  const { promise, resolve } = Promise.withResolvers<CommandOutcome>();
  provide(() => promise);
  receive("1");
  clock.advance(290_000);
  receive("2"); // in time
  clock.advance(1);
  resolve({ kind: "result", value: 1 });
  assert.deepEqual(await answers(), [["2", 1]]);
  assert.deepEqual(logger.messages("error"), ["a command was answered too late: the answer is dropped"]);
});

Deno.test("a command that nobody provides gets no answer, as on the framework's own bus", async () => {
  const { provided, receive, answers, logger } = setUp();
  provided.open();
  receive("1", {}, "unheard_of");
  assert.deepEqual(await answers(), []);
  assert.deepEqual(logger.lines.map(({ fields }) => fields.reason), ["we do not provide this command"]);
});
