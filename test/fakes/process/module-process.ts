import type { BrokerAddress } from "../../../src/everest/mqtt/dial.ts";

export interface ModuleProcessOptions {
  /** Program and its own arguments, before those of the manager. */
  readonly command: readonly string[];
  readonly prefix: string;
  readonly moduleId: string;
  readonly broker: BrokerAddress;
  /** Gets every line that the process writes to stderr. */
  readonly onLine?: (line: string) => void;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The module as a process of its own, started with the arguments that EVerest's manager passes. */
export class ModuleProcess {
  readonly #child: Deno.ChildProcess;
  #isOver = false;
  readonly ended: Promise<Deno.CommandStatus>;

  constructor(options: ModuleProcessOptions) {
    const [program = "", ...own] = options.command;
    this.#child = new Deno.Command(program, {
      args: [...own, ...managerArguments(options)],
      stdin: "null",
      stdout: "inherit",
      stderr: "piped",
      env: options.environment ?? {},
    }).spawn();
    this.ended = Promise.all([
      this.#child.status,
      readLines(this.#child.stderr, options.onLine ?? (() => {})),
    ]).then(([status]) => {
      this.#isOver = true;
      return status;
    });
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Sends the signal, unless the process is over already, and resolves with how it ended. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<Deno.CommandStatus> {
    if (!this.#isOver) this.#child.kill(signal);
    return await this.ended;
  }
}

/** EVerest's manager passes option and value as separate arguments; the external prefix is usually an empty one. */
export function managerArguments({ prefix, moduleId, broker }: ModuleProcessOptions): string[] {
  const address = broker.kind === "unix"
    ? ["--mqtt_broker_socket_path", broker.path]
    : ["--mqtt_broker_host", broker.host, "--mqtt_broker_port", String(broker.port)];
  return [
    "--prefix",
    prefix,
    "--module",
    moduleId,
    "--log_config",
    `${prefix}/etc/everest/default_logging.cfg`,
    "--mqtt_everest_prefix",
    "everest/",
    "--mqtt_external_prefix",
    "",
    ...address,
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
