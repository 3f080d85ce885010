import { type CommandLineWorld, runCommand } from "./run-command.ts";
import { COMMANDS } from "./command-table.ts";
import { parseCommandLine } from "./command-line.ts";
import { commandHelp, groupHelp, overviewText } from "./help-text.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import { runModule } from "./run-module.ts";

/** The whole command line: a command when its first word is one, else the module. Resolves with the exit status. */
export async function run(argv: readonly string[], world: CommandLineWorld): Promise<number> {
  const parsed = await parseCommandLine(argv, COMMANDS);
  switch (parsed.kind) {
    case "module":
      return await runModule(argv, world);
    case "overview":
      world.print(overviewText(COMMANDS));
      return 0;
    case "help":
      world.print(commandHelp(parsed.command));
      return 0;
    case "groupHelp":
      world.print(groupHelp(parsed.commands));
      return 0;
    case "mistake":
      world.complain(`OCPP201: ${parsed.reason} (see ${parsed.help})`);
      return 2;
    case "command":
      try {
        return await runCommand(parsed, world);
      } catch (error) {
        // Of the operating system, e.g. a directory that this user may not read.
        world.complain(`OCPP201: ${reasonOf(error)}`);
        return 2;
      }
  }
}
