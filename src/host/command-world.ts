import { join } from "../kernel/posix-path.ts";
import type { InspectionOutcome } from "../inspection/inspection-client.ts";
import { ask } from "../inspection/inspection-client.ts";
import { fileFailureText, newFileFailureText } from "./file-failure.ts";
import { connectForInspection, CONTROL_SOCKET, INSPECTION_SOCKET } from "./inspection-socket.ts";
import { complain, endWithoutReader, print } from "./standard-output.ts";
import { serveCsms } from "./csms-service.ts";
import { serveHttp } from "./http-service.ts";

/** Where a module usually has its core database: under systemd, and by the manifest's default. */
const USUAL_DIRECTORIES = ["/var/lib/ocpp201", "/tmp/ocpp201"];

/** The terminal, the clock and the sockets of the command line. */
export const commandWorld = {
  columns(): number | undefined {
    if (!Deno.stdout.isTerminal()) return undefined;
    // A serial line does not tell its width.
    return Deno.consoleSize().columns || undefined;
  },
  print,
  complain,
  nowMs: (): number => Date.now(),
  async pause(milliseconds: number): Promise<"elapsed" | "interrupted"> {
    const how = await new Promise<"elapsed" | "interrupted">((resolve) => {
      const interrupted = () => finish("interrupted");
      const timer = setTimeout(() => finish("elapsed"), milliseconds);
      const finish = (how: "elapsed" | "interrupted") => {
        clearTimeout(timer);
        Deno.removeSignalListener("SIGINT", interrupted);
        resolve(how);
      };
      Deno.addSignalListener("SIGINT", interrupted);
    });
    // Who prints only news would not notice for hours that nobody reads it.
    if (how === "elapsed") await endWithoutReader();
    return how;
  },
  async replaceFile(path: string, text: string): Promise<void> {
    const written = `${path}.${Deno.pid}.tmp`;
    try {
      await Deno.writeTextFile(written, text);
      await Deno.rename(written, path);
    } catch (error) {
      // Of the name in between nobody has heard.
      throw new Error(newFileFailureText(error), { cause: error });
    }
  },
  serveHttp,
  serveCsms,
  ask: (
    directory: string | undefined,
    question: string,
    parameters: Parameters,
  ): Promise<InspectionOutcome> => askAt(INSPECTION_SOCKET, directory, question, parameters),
  change: (
    directory: string | undefined,
    question: string,
    parameters: Parameters,
  ): Promise<InspectionOutcome> => askAt(CONTROL_SOCKET, directory, question, parameters),
};

type Parameters = Readonly<Record<string, unknown>>;

async function askAt(
  socket: typeof INSPECTION_SOCKET | typeof CONTROL_SOCKET,
  directory: string | undefined,
  question: string,
  parameters: Parameters,
): Promise<InspectionOutcome> {
  const problems: string[] = [];
  for (const candidate of directory === undefined ? USUAL_DIRECTORIES : [directory]) {
    const path = join(candidate, socket);
    try {
      const connection = await connectForInspection(path);
      try {
        return await ask(connection, question, parameters);
      } finally {
        connection.close();
      }
    } catch (error) {
      problems.push(`${path}: ${plainReason(error, socket)}`);
    }
  }
  const why = ["it does only once the manager has configured it", ...problems].join("; ");
  const text = `no running module answers (${why}); --state names its directory`;
  return { failure: { kind: "failed", text } };
}

function plainReason(error: unknown, socket: string): string {
  if (error instanceof Deno.errors.NotFound) return "no such socket";
  if (error instanceof Deno.errors.ConnectionRefused) return "no process listens";
  if (error instanceof Deno.errors.PermissionDenied) {
    return socket === CONTROL_SOCKET
      ? "only the module's user may change something"
      : "only the module's user and group may ask";
  }
  return fileFailureText(error);
}
