import type { EvseManager } from "../everest/interfaces/evse-manager.ts";

/** Which EVSEs have reported ready, or wait only for us. */
export interface EvsesReady {
  /** Resolves when every EVSE has reported. */
  readonly all: Promise<void>;
  /** Modules that have not reported, for the log while the start waits. */
  missing(): readonly string[];
}

/** Must be called before our module reports ready: EVSEs report it once. */
export function awaitEvses(evses: readonly EvseManager[]): EvsesReady {
  const waiting = new Set(evses);
  const all = new Promise<void>((resolve) => {
    for (const evse of evses) {
      const onReady = (ready: boolean) => {
        if (ready) waiting.delete(evse);
        if (waiting.size === 0) resolve();
      };
      evse.onReady(onReady);
      evse.onWaitingForExternalReady(onReady);
    }
  });
  return { all, missing: () => [...waiting].map((evse) => evse.connection.moduleId) };
}
