import type { Logger } from "../kernel/logger.ts";
import { dirname } from "../kernel/posix-path.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import type { OutdatedCacheMark } from "../station/authorization/token-cache-store.ts";
import { createPrivateFile, fileExists } from "./database-file.ts";

/** An empty file beside the core database: on a full disk there is still room for a name. */
export class OutdatedCacheMarkFile implements OutdatedCacheMark {
  readonly #path: string;
  readonly #log: Logger;

  constructor(database: string, log: Logger) {
    this.#path = `${database}.cache-outdated`;
    this.#log = log;
  }

  isSet(): boolean {
    return fileExists(this.#path);
  }

  set(): void {
    this.#note(() => {
      if (this.isSet()) return;
      createPrivateFile(this.#path);
      // The name itself must survive a power cut.
      using directory = Deno.openSync(dirname(this.#path));
      directory.syncSync();
    });
  }

  remove(): void {
    this.#note(() => {
      if (this.isSet()) Deno.removeSync(this.#path);
    });
  }

  #note(change: () => void): void {
    try {
      change();
    } catch (error) {
      this.#log.error("whether the authorization cache is outdated could not be noted for the next start", {
        path: this.#path,
        reason: reasonOf(error),
      });
    }
  }
}

/** For a database that stands in for the file on a full disk: it begins empty, and the mark is about the file. */
export const NO_OUTDATED_CACHE_MARK: OutdatedCacheMark = { isSet: () => false, set() {}, remove() {} };
