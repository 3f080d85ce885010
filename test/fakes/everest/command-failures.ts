import type { CommandErrorType } from "../../../src/everest/module.ts";
import type { Command } from "../../../src/everest/interfaces/interface.ts";
import type { BusClient } from "../mqtt/bus-client.ts";
import { garbageFor } from "./garbage.ts";

/** One way in which a module fails a command. */
export interface CommandFailure {
  readonly what: string;
  /** What it answers; none at all when empty. */
  readonly answers: readonly object[];
}

const ERROR_TYPES: readonly CommandErrorType[] = [
  "MessageParsingError",
  "SchemaValidationError",
  "HandlerException",
  "CmdTimeout",
  "Shutdown",
  "NotReady",
];

const errorReply = (type: string, message: string) => ({
  error: { __everest__error_type: type, __everest__error_msg: message },
});

/** Every way: each error of the framework, malformed errors, garbage, the same answer twice, no answer at all. */
export function commandFailures(command: Command): readonly CommandFailure[] {
  const error = errorReply("HandlerException", "on purpose");
  return [
    ...ERROR_TYPES.map((type) => ({ what: type, answers: [errorReply(type, "on purpose")] })),
    { what: "an unknown error", answers: [errorReply("Tantrum", "x".repeat(100_000))] },
    { what: "an error that is none", answers: [{ error: 7 }] },
    ...garbageFor(command.result).map(({ what, value }) => ({ what, answers: [{ retval: value }] })),
    { what: "the same error twice", answers: [error, error] },
    { what: "silence", answers: [] },
  ];
}

/** A command that fails; the module behind it does not hear the calls. */
export class FailingCommand implements Disposable {
  #calls = 0;
  readonly #late: (() => Promise<void>)[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #stop: () => void;

  constructor(
    bus: BusClient,
    place: { readonly moduleId: string; readonly implementationId: string },
    command: string,
    failure: CommandFailure,
  ) {
    this.#stop = bus.sabotageCmd(place, command, (answer) => {
      this.#calls++;
      this.#late.push(() => answer({ retval: true }));
      for (const outcome of failure.answers) void answer(outcome);
      for (const watcher of [...this.#watchers]) watcher();
    });
  }

  get calls(): number {
    return this.#calls;
  }

  /** Resolves when it has been called `count` times in all. */
  called(count = 1): Promise<void> {
    if (this.#calls >= count) return Promise.resolve();
    return new Promise((resolve) => {
      const watcher = () => {
        if (this.#calls < count) return;
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
    });
  }

  /** Every call so far gets an answer that nobody waits for any more. */
  async answerLate(): Promise<void> {
    for (const answer of this.#late.splice(0)) await answer();
  }

  [Symbol.dispose](): void {
    this.#stop();
  }
}
