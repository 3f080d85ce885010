import { equal } from "./equal.ts";
import type { BusRecord, Recording } from "./recording.ts";

/** What a recorded module answered to a command, or undefined when it never did. */
interface Exchange {
  readonly command: string;
  readonly args: unknown;
  readonly askedMs: number;
  readonly answer: { readonly atMs: number; readonly retval: unknown } | undefined;
  used: boolean;
}

export interface CommandAnswer {
  /** Wall clock; now or later. */
  readonly atMs: number;
  readonly retval: unknown;
}

/** An answer is not given before its time when the command comes about when the recorded one came. */
const SAME_OCCASION_MS = 5000;

/** The modules around the recorded one, as far as they answer commands. */
export class RecordedModules {
  readonly #exchanges: readonly Exchange[];
  /** Commands that nobody called in the recording: they were answered from the table of defaults. */
  readonly unheardOf = new Set<string>();

  constructor(recording: Recording, private readonly defaults: Readonly<Record<string, unknown>>) {
    this.#exchanges = exchangesOf(recording.bus);
  }

  /** `command` is `module/implementation/command`. Undefined: nobody answers, as in the recording. */
  answer(command: string, args: unknown, nowMs: number): CommandAnswer | undefined {
    const exchange = this.#find(command, args, nowMs);
    if (exchange) {
      exchange.used = true;
      if (!exchange.answer) return undefined;
      const { atMs, retval } = exchange.answer;
      return { atMs: isAbout(exchange, nowMs) ? Math.max(nowMs, atMs) : nowMs, retval };
    }
    const name = command.slice(command.lastIndexOf("/") + 1);
    this.unheardOf.add(command);
    if (!(name in this.defaults)) throw new Error(`nobody knows what to answer to ${command}`);
    return { atMs: nowMs, retval: this.defaults[name] };
  }

  /**
   * What was recorded about now, rather with the same arguments; else the last time with the same arguments, else, if
   * there is no default, any.
   */
  #find(command: string, args: unknown, nowMs: number): Exchange | undefined {
    const known = this.#exchanges.filter((exchange) => exchange.command === command);
    const same = known.filter((exchange) => equal(exchange.args, args));
    const isNow = (exchange: Exchange) => !exchange.used && isAbout(exchange, nowMs);
    const name = command.slice(command.lastIndexOf("/") + 1);
    return same.find(isNow) ?? known.find(isNow) ?? same.findLast(({ used }) => used) ??
      (name in this.defaults ? undefined : same.at(-1) ?? known.at(-1));
  }
}

function isAbout({ askedMs }: Exchange, nowMs: number): boolean {
  return Math.abs(askedMs - nowMs) < SAME_OCCASION_MS;
}

function exchangesOf(bus: readonly BusRecord[]): Exchange[] {
  const answers = new Map<string, Exchange["answer"]>();
  for (const { topic, envelope, atMs } of bus) {
    if (!topic.endsWith("/response/ocpp")) continue;
    const { data } = envelope.data as { data: { id: string; retval: unknown } };
    answers.set(data.id, { atMs, retval: data.retval });
  }
  return bus.flatMap((record) => {
    const call = commandOf(record);
    if (record.direction !== "fromModule" || !call) return [];
    const { command, args, id } = call;
    return [{ command, args, askedMs: record.atMs, answer: answers.get(id), used: false }];
  });
}

/** A command on the bus; undefined when the message is something else. */
export function commandOf(
  { topic, envelope }: Pick<BusRecord, "topic" | "envelope">,
): { readonly command: string; readonly args: unknown; readonly id: string } | undefined {
  const [, , moduleId, , implementationId, cmd, name, ...rest] = topic.split("/");
  if (cmd !== "cmd" || rest.length > 0) return undefined;
  const { args, id } = envelope.data as { args: unknown; id: string };
  return { command: `${moduleId}/${implementationId}/${name}`, args: args ?? {}, id };
}
