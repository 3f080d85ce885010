import { COMMIT, VERSION } from "../kernel/version.ts";
import { RUNTIME_VERSION } from "../runtime/runtime-version.ts";
import { runDaemon } from "../runtime/daemon.ts";
import type { CommandLineWorld } from "./run-command.ts";
import { LAUNCH_HELP, readLaunch } from "../runtime/launch.ts";

const COMMANDS_HELP =
  "At a station: OCPP201 status, OCPP201 doctor and others. OCPP201 help lists these commands.";

/** The module's command line, as EVerest's manager or a person calls it. Resolves with the exit status. */
export async function runModule(
  argv: readonly string[],
  { print, complain }: Pick<CommandLineWorld, "print" | "complain">,
): Promise<number> {
  const launch = readLaunch(argv);
  switch (launch.kind) {
    case "help":
      print(
        `OCPP201 ${VERSION}: OCPP 2.0.1 charging station module for EVerest\n\n${LAUNCH_HELP}\n\n${COMMANDS_HELP}`,
      );
      return 0;
    case "version":
      print(`OCPP201 ${VERSION}, commit ${COMMIT}, ${RUNTIME_VERSION}`);
      return 0;
    case "error":
      complain(`OCPP201: ${launch.reason} (see OCPP201 --help; OCPP201 help lists the commands)`);
      return 2;
    case "module":
      return await runDaemon(launch.options, launch.platform);
  }
}
