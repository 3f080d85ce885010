import { join } from "node:path";
import type { BrokerAddress } from "../../../src/everest/mqtt/dial.ts";
import { SHIPPED_PERMISSIONS, SHIPPED_V8_FLAGS } from "./shipped-flags.ts";

const MAIN = join(import.meta.dirname ?? ".", "../../../main.ts");

/** The program as it lies in the repository, under the V8 flags and the permissions it is shipped with. */
export const FROM_SOURCE: readonly string[] = [
  ...[Deno.execPath(), "run", "--quiet", "--no-prompt", "--unstable-net", ...SHIPPED_PERMISSIONS],
  ...[`--v8-flags=${SHIPPED_V8_FLAGS}`, MAIN],
];

/** Where the process takes its seat on the bus. */
export interface Seat {
  readonly moduleId: string;
  readonly address: BrokerAddress;
  /** With its slash. */
  readonly prefix: string;
}

export interface ModuleProcessOptions {
  /** Program and its own arguments, before those of the manager; default `FROM_SOURCE`. */
  readonly command?: readonly string[];
  /** The installation that EVerest runs from; default `/usr`. */
  readonly prefix?: string;
  readonly seat: Seat;
  /** Beside those that the test has. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets every line that the process writes to stderr. */
  readonly onLine?: (line: string) => void;
}

/** The module as a process of its own, started with the arguments that EVerest's manager passes. */
export class ModuleProcess {
  readonly #child: Deno.ChildProcess;
  #isOver = false;
  /** How it ended, once it has, and everything it said has been read. */
  readonly ended: Promise<Deno.CommandStatus>;

  constructor(options: ModuleProcessOptions) {
    const [program = "", ...own] = options.command ?? FROM_SOURCE;
    this.#child = new Deno.Command(program, {
      args: [...own, ...managerArguments(options)],
      stdin: "null",
      stdout: "inherit",
      stderr: "piped",
      // The simulated manager speaks as in 2025.12; nothing on this machine tells that to the module.
      env: { EVEREST_BUS_DIALECT: "2025.12", ...options.environment },
    }).spawn();
    const status = this.#child.status.then((ended) => {
      this.#isOver = true;
      return ended;
    });
    const read = readLines(this.#child.stderr, options.onLine ?? (() => {}));
    this.ended = Promise.all([status, read]).then(([ended]) => ended);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Sends the signal at once, unless the process is over already, and resolves with how it ended. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<Deno.CommandStatus> {
    if (!this.#isOver) this.#child.kill(signal);
    return this.ended;
  }
}

/** EVerest's manager passes option and value as separate arguments; the external prefix is usually an empty one. */
function managerArguments({ prefix = "/usr", seat }: ModuleProcessOptions): string[] {
  const { moduleId, address, prefix: everestPrefix } = seat;
  const broker = address.kind === "unix"
    ? ["--mqtt_broker_socket_path", address.path]
    : ["--mqtt_broker_host", address.host, "--mqtt_broker_port", String(address.port)];
  return [
    ...["--prefix", prefix, "--module", moduleId],
    ...["--log_config", `${prefix}/etc/everest/default_logging.cfg`],
    ...["--mqtt_everest_prefix", everestPrefix, "--mqtt_external_prefix", ""],
    ...broker,
  ];
}

async function readLines(stream: ReadableStream<Uint8Array>, onLine: (line: string) => void): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  }
  if (rest !== "") onLine(rest);
}
