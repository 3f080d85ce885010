import type { BrokerAddress } from "../../src/everest/mqtt/dial.ts";

const MAIN = new URL("../../main.ts", import.meta.url);

/** Where the process takes its seat on the bus. */
export interface Seat {
  readonly moduleId: string;
  readonly address: BrokerAddress;
  /** With its slash. */
  readonly prefix: string;
}

/** The real program in a process of its own, started as EVerest's manager starts it. */
export class StationProcess {
  /** Exit status, once it is gone. */
  readonly exited: Promise<Deno.CommandStatus>;
  readonly #child: Deno.ChildProcess;
  readonly #output: string[] = [];
  readonly #reading: Promise<unknown>;

  constructor(
    seat: Seat,
    command: readonly string[] = [Deno.execPath(), "run", "-A", "--quiet", MAIN.pathname],
  ) {
    const [program = "", ...args] = command;
    this.#child = new Deno.Command(program, {
      args: [...args, ...launchArguments(seat)],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.exited = this.#child.status;
    this.#reading = Promise.all([this.#keep(this.#child.stdout), this.#keep(this.#child.stderr)]);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Everything it printed so far. */
  get output(): string {
    return this.#output.join("");
  }

  /** No time for anything: what a power cut does. */
  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  /** What the manager and systemd do. */
  terminate(): Promise<void> {
    return this.#end("SIGTERM");
  }

  async #end(signal: Deno.Signal): Promise<void> {
    try {
      this.#child.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it has ended by itself
    }
    await this.exited;
    await this.#reading;
  }

  async #keep(stream: ReadableStream<Uint8Array>): Promise<void> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) this.#output.push(text);
  }
}

function launchArguments({ moduleId, address, prefix }: Seat): string[] {
  const broker = address.kind === "unix"
    ? ["--mqtt_broker_socket_path", address.path]
    : ["--mqtt_broker_host", address.host, "--mqtt_broker_port", String(address.port)];
  return [
    ...["--prefix", "/usr", "--module", moduleId, "--mqtt_everest_prefix", prefix.slice(0, -1)],
    ...["--mqtt_external_prefix", "", ...broker],
  ];
}
