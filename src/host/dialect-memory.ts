import { join } from "../kernel/posix-path.ts";
import type { BusDialect } from "../everest/bus-dialect.ts";
import type { DialectMemory } from "../everest/connect.ts";
import type { Logger } from "../kernel/logger.ts";
import { reasonOf } from "../kernel/reason-of.ts";

const FILE = "everest-bus-dialect";

/**
 * Keeps how EVerest's manager names its messages over restarts of our process alone, in the cache directory that
 * systemd provides (CACHE_DIRECTORY). Losing it costs time at the next start, nothing else.
 */
export function createDialectMemory(directory: string, log: Logger): DialectMemory {
  const path = join(directory, FILE);
  return {
    recall() {
      try {
        return known(Deno.readTextFileSync(path).trim());
      } catch {
        // Not there yet, or not for us to read: then it has to be found out once more.
        return undefined;
      }
    },
    remember(dialect) {
      try {
        Deno.writeTextFileSync(path, `${dialect}\n`);
      } catch (error) {
        log.notice("the bus dialect cannot be stored for the next start", { path, error: reasonOf(error) });
      }
    },
  };
}

function known(text: string): BusDialect | undefined {
  return text === "2025.12" || text === "2026.08" ? text : undefined;
}
