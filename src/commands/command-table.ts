import type { CommandDefinition } from "./command.ts";
import { MONITORS_EXPLAIN, MONITORS_LIST } from "./monitors-commands.ts";
import { QUEUE_LIST, QUEUE_SHOW } from "./queue-commands.ts";
import { STATUS } from "./status-command.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  STATUS,
  QUEUE_LIST,
  QUEUE_SHOW,
  MONITORS_LIST,
  MONITORS_EXPLAIN,
];
