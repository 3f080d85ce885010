import type { LogLevel } from "../kernel/logger.ts";

/** EVerest's severities as spelled in its logging configuration, most talkative first. */
const SEVERITIES = ["VERB", "DEBG", "INFO", "WARN", "ERRO", "CRIT"] as const;

const LEVEL_OF: Readonly<Record<(typeof SEVERITIES)[number], LogLevel>> = {
  VERB: "debug",
  DEBG: "debug",
  INFO: "info",
  WARN: "warning",
  ERRO: "error",
  CRIT: "error",
};

/**
 * What EVerest's logging file (`--log_config`, a Boost.Log settings file) asks of a process with this name
 * (`<module id>:<module name>`): the level of its `Core.Filter`, or "off" when logging is disabled. A clause with
 * `%Process% contains "X"` counts only when the name contains X; of several clauses the most talkative wins.
 * Defaults to "info" where the file says nothing about us.
 */
export function levelFromLogConfig(text: string, processName: string): LogLevel | "off" {
  if (/^[ \t]*DisableLogging[ \t]*=[ \t]*"?true"?[ \t]*$/im.test(text)) return "off";
  const filter = /^[ \t]*Filter[ \t]*=(.+)$/im.exec(text)?.[1] ?? "";
  const wanted = filter.split(/\bor\b/i).flatMap((clause) => {
    const process = /%Process%\s+contains\s+\\?"?([^"\\)]+)/i.exec(clause)?.[1];
    if (process !== undefined && !processName.includes(process.trim())) return [];
    const severity = /%Severity%\s*>=\s*"?([A-Z]+)/i.exec(clause)?.[1]?.toUpperCase();
    const rank = SEVERITIES.findIndex((candidate) => candidate === severity);
    return rank < 0 ? [] : [rank];
  });
  if (wanted.length === 0) return "info";
  const severity = SEVERITIES[Math.min(...wanted)];
  return severity ? LEVEL_OF[severity] : "info";
}
