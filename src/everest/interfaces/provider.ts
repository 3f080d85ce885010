import type { LogText } from "../../kernel/log-events.ts";
import type { Logger } from "../../kernel/logger.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import { type Codec, type CodecViolation, decode, encode, type Fields, located } from "../codec/mod.ts";
import type { CommandOutcome, EverestModule } from "../module.ts";
import type { ArgsOf, Command, Commands, Interface, ResultOf, ValueOf } from "./interface.ts";
import { violationLog } from "./violation-log.ts";

/** How one command of an interface we provide is answered. */
export interface Answer<C> {
  /** `origin` is the calling module's id; EVerest does not authenticate it. */
  handle(args: ArgsOf<C>, origin: string): Promise<ResultOf<C>> | ResultOf<C>;
  /**
   * The interface's own way of saying "failed", where it has one. Without it the caller gets an error reply, which a
   * C++ caller usually does not catch.
   */
  readonly failed?: (violation: CodecViolation) => ResultOf<C>;
}

export type Answers<C extends Commands> = { readonly [K in keyof C]: Answer<C[K]> };

/** Publishes the variables of one implementation we provide. */
export interface Publisher<V extends Fields> {
  /** False when the value would break a receiver: it is logged and not published. */
  publish<K extends keyof V & string>(name: K, value: ValueOf<V[K]>): boolean;
}

/** Answers every command of an interface under `implementationId` and returns the publisher of its variables. */
export function provide<C extends Commands, V extends Fields>(
  declared: Interface<C, V>,
  module: EverestModule,
  implementationId: string,
  answers: Answers<C>,
  log: Logger,
): Publisher<V> {
  const context = { implementation: implementationId, interface: declared.name };
  const report = violationLog(log, context);

  for (const [name, command] of Object.entries(declared.commands)) {
    const answer = answers[name as keyof C] as Answer<Command>;
    module.provide(
      implementationId,
      name,
      (args, origin) =>
        answerCall(command, answer, args, origin, (message, violation) => {
          report(message, `${origin}:${name}`, violation);
        }),
    );
  }

  return {
    publish(name, value) {
      const encoded = encode(declared.variables[name] as Codec<typeof value>, value);
      if (encoded.kind === "wrong") {
        report("a variable is not published: it would break its receivers", name, encoded);
        return false;
      }
      module.publish(implementationId, name, encoded.value);
      return true;
    },
  };
}

type Report = (message: LogText, violation: CodecViolation) => void;

async function answerCall(
  command: Command,
  answer: Answer<Command>,
  args: unknown,
  origin: string,
  report: Report,
): Promise<CommandOutcome> {
  // C++ callers send null for a command without arguments.
  const decoded = decode(command.args, args ?? {});
  if (decoded.kind === "wrong") {
    report("a command is refused: its arguments are wrong", decoded);
    return failure(command, answer, decoded, "MessageParsingError");
  }
  let result: unknown;
  try {
    result = await answer.handle(decoded.value, origin);
  } catch (error) {
    const violation = { path: "", reason: reasonOf(error) };
    report("a provided command failed", violation);
    return failure(command, answer, violation, "HandlerException");
  }
  const encoded = encode(command.result, result);
  if (encoded.kind === "value") return { kind: "result", value: encoded.value };
  report("a result is not sent: it would break the caller", encoded);
  return failure(command, answer, encoded, "HandlerException");
}

function failure(
  command: Command,
  answer: Answer<Command>,
  violation: CodecViolation,
  type: "MessageParsingError" | "HandlerException",
): CommandOutcome {
  const inBand = answer.failed && encode(command.result, answer.failed(violation));
  if (inBand?.kind === "value") return { kind: "result", value: inBand.value };
  return { kind: "error", type, message: located(violation) };
}
