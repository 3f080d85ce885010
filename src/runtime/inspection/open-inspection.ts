import type { ListeningSocket } from "../../host/inspection-socket.ts";
import { type InspectionServer, serveInspection } from "../../inspection/inspection-server.ts";
import type { Inspectors } from "../../inspection/inspectors.ts";
import type { StartingStatus } from "../../inspection/status.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { VERSION } from "../../kernel/version.ts";

export interface InspectionDeps {
  /** Opens the socket; rejects when the file system refuses. */
  listen(): Promise<ListeningSocket>;
  readonly moduleId: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The answers to people's commands, from the start of the module to its end. */
export interface Inspection {
  /** What the start waits for now. */
  phase(text: string): void;
  /** The station is built: from now on it answers. */
  running(inspectors: Inspectors): void;
  close(): void;
}

/** Starts to answer. A socket that cannot be opened costs only the answers, and the log says why. */
export async function openInspection(deps: InspectionDeps): Promise<Inspection> {
  const { clock, log, moduleId } = deps;
  const startedMs = clock.wallMs();
  let phase = "starting";
  let inspectors: Inspectors = {
    status: (): StartingStatus => ({
      ...{ kind: "starting", version: VERSION, moduleId, startedMs, nowMs: clock.wallMs(), phase },
    }),
  };
  const opened = await open();

  async function open(): Promise<{ socket: ListeningSocket; server: InspectionServer } | undefined> {
    try {
      const socket = await deps.listen();
      const server = serveInspection({
        ...{ connections: socket.connections, clock, log },
        inspectors: () => inspectors,
      });
      return { socket, server };
    } catch (error) {
      log.warning("commands cannot ask this module", { error });
      return undefined;
    }
  }

  return {
    phase: (text) => void (phase = text),
    running: (table) => void (inspectors = table),
    close() {
      opened?.server.stop();
      opened?.socket.close();
    },
  };
}
