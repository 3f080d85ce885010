import type { CommandDefinition } from "./command.ts";
import { CHECK } from "./check-command.ts";
import { IMPORT } from "./import-command.ts";
import { AUTH_EXPLAIN } from "./auth-commands.ts";
import { DOCTOR_COMMANDS } from "./doctor-commands.ts";
import { LOG_EXPORT, LOG_SHOW, LOG_TAIL } from "./log-commands.ts";
import { LOG_REPLAY } from "./log-replay-command.ts";
import { METRICS } from "./metrics-command.ts";
import { MONITORS_EXPLAIN, MONITORS_LIST } from "./monitors-commands.ts";
import { PAGE } from "./page-command.ts";
import { QUEUE_LIST, QUEUE_SHOW } from "./queue-commands.ts";
import { RECONNECT } from "./reconnect-command.ts";
import { REPORT } from "./report-command.ts";
import { SCHEDULE_EXPLAIN, SCHEDULE_SHOW } from "./schedule-commands.ts";
import { STATUS } from "./status-command.ts";
import { TX_LIST, TX_SHOW } from "./tx-commands.ts";
import { VARIABLES_EXPLAIN, VARIABLES_GET, VARIABLES_LIST } from "./variables-commands.ts";
import { VARIABLES_DIFF } from "./variables-diff-command.ts";
import { VARIABLES_SET } from "./variables-set-command.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  CHECK,
  STATUS,
  RECONNECT,
  PAGE,
  ...DOCTOR_COMMANDS,
  QUEUE_LIST,
  QUEUE_SHOW,
  VARIABLES_LIST,
  VARIABLES_GET,
  VARIABLES_EXPLAIN,
  VARIABLES_DIFF,
  VARIABLES_SET,
  TX_LIST,
  TX_SHOW,
  SCHEDULE_SHOW,
  SCHEDULE_EXPLAIN,
  AUTH_EXPLAIN,
  LOG_TAIL,
  LOG_SHOW,
  LOG_EXPORT,
  LOG_REPLAY,
  MONITORS_LIST,
  MONITORS_EXPLAIN,
  REPORT,
  METRICS,
  IMPORT,
];
