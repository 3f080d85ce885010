import type { ListeningSocket } from "../../host/inspection-socket.ts";
import { type InspectionServer, serveInspection } from "../../inspection/inspection-server.ts";
import type { Inspectors } from "../../inspection/inspectors.ts";
import type { StartingStatus } from "../../inspection/status.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { ProcessMoment } from "../../kernel/process-moment.ts";
import { VERSION } from "../../kernel/version.ts";

export interface InspectionDeps {
  /** Opens the socket of questions; rejects when the file system refuses. */
  listen(): Promise<ListeningSocket>;
  /** Opens the socket of changes, which only the owner may use; rejects when the file system refuses. */
  listenForControl(): Promise<ListeningSocket>;
  readonly moduleId: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Who answers on which socket. */
export interface InspectionTables {
  readonly inspectors: Inspectors;
  readonly controls: Inspectors;
}

/** The answers to people's commands, from the start of the module to its end. */
export interface Inspection {
  /** What the start waits for now. */
  phase(text: string): void;
  /** The station is built: from now on it answers. */
  running(tables: InspectionTables): void;
  close(): void;
}

/** Starts to answer. A socket that cannot be opened costs only the answers, and the log says why. */
export async function openInspection(deps: InspectionDeps): Promise<Inspection> {
  const { clock, log, moduleId } = deps;
  const started = new ProcessMoment(clock);
  let phase = "starting";
  let tables: InspectionTables = {
    inspectors: {
      status: (): StartingStatus => ({
        ...{ kind: "starting", version: VERSION, moduleId, phase },
        ...{ startedMs: started.wallMs, nowMs: clock.wallMs() },
      }),
    },
    controls: {},
  };
  const opened = [
    await open(() => deps.listen(), "inspectors"),
    await open(() => deps.listenForControl(), "controls"),
  ];

  async function open(
    listen: () => Promise<ListeningSocket>,
    table: keyof InspectionTables,
  ): Promise<{ socket: ListeningSocket; server: InspectionServer } | undefined> {
    try {
      const socket = await listen();
      const server = serveInspection({
        ...{ source: socket, clock, log },
        inspectors: () => tables[table],
      });
      return { socket, server };
    } catch (error) {
      log.warning("commands cannot ask this module", { error });
      return undefined;
    }
  }

  return {
    phase: (text) => void (phase = text),
    running: (answering) => void (tables = answering),
    close() {
      for (const each of opened) {
        each?.server.stop();
        each?.socket.close();
      }
    },
  };
}
