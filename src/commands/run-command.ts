import type { InspectionOutcome } from "../inspection/inspection-client.ts";
import type { CommandDefinition, CommandIo } from "./command.ts";
import { printable } from "./printable.ts";

/** What the commands need of the operating system. */
export interface CommandLineWorld extends Omit<CommandIo, "isJson" | "ask" | "change"> {
  /** Asks the module whose socket is in this directory, or else where a module usually has it. */
  ask(
    stateDirectory: string | undefined,
    question: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<InspectionOutcome>;
  /** The same for a change. */
  change(
    stateDirectory: string | undefined,
    question: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<InspectionOutcome>;
}

/** Runs one command; a fault of this program is reported as such. Resolves with the exit status. */
export async function runCommand(
  { command, arguments: positionals, options }: {
    readonly command: CommandDefinition;
    readonly arguments: readonly string[];
    readonly options: Readonly<Record<string, string | true>>;
  },
  world: CommandLineWorld,
): Promise<number> {
  const state = typeof options["state"] === "string" ? options["state"] : undefined;
  const io: CommandIo = {
    isJson: options["json"] === true,
    columns: () => world.columns(),
    print: (text) => world.print(text),
    complain: (text) => world.complain(printable(text)),
    ask: (question, parameters = {}) => world.ask(state, question, parameters),
    change: (question, parameters) => world.change(state, question, parameters),
    pause: (milliseconds) => world.pause(milliseconds),
    nowMs: () => world.nowMs(),
    replaceFile: (path, text) => world.replaceFile(path, text),
    serveHttp: (port, answer) => world.serveHttp(port, answer),
    serveCsms: (port, ears) => world.serveCsms(port, ears),
  };
  return await command.run({ arguments: positionals, options, io });
}
