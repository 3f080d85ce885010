import { findProgram } from "../system-programs.ts";
import { lastingPort } from "../lasting-port.ts";
import { pause } from "../pause.ts";

/** A real mosquitto of its own, or why there is none. */
export type Mosquitto = RunningMosquitto | { readonly kind: "absent"; readonly reason: string };

export interface RunningMosquitto {
  readonly kind: "running";
  readonly port: number;
  readonly unixPath: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** Starts a broker on a free port of 127.0.0.1 and on a unix socket. `settings` are extra lines for its configuration. */
export async function startMosquitto(settings: readonly string[] = []): Promise<Mosquitto> {
  const binary = findProgram("mosquitto");
  if (binary === undefined) return { kind: "absent", reason: "mosquitto is not installed" };
  const directory = await Deno.makeTempDir({ prefix: "mosquitto" });
  await Deno.chmod(directory, 0o777); // started as root, mosquitto continues as a user of its own
  const port = lastingPort();
  const unixPath = `${directory}/broker.sock`;
  const configuration = [
    `listener ${port} 127.0.0.1`,
    `listener 0 ${unixPath}`,
    "allow_anonymous true",
    "persistence false",
    ...settings,
  ];
  await Deno.writeTextFile(`${directory}/mosquitto.conf`, configuration.join("\n") + "\n");
  const process = new Deno.Command(binary, {
    args: ["-c", `${directory}/mosquitto.conf`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const end = async (signal: Deno.Signal) => {
    process.kill(signal);
    await process.status;
  };
  await listening(unixPath, process.status);
  return {
    kind: "running",
    port,
    unixPath,
    kill: () => end("SIGKILL"),
    stop: async () => {
      const ended = await Promise.race([process.status.then(() => true), Promise.resolve(false)]);
      if (!ended) await end("SIGTERM").catch(() => {}); // killed by the test already
      await Deno.remove(directory, { recursive: true });
    },
  };
}

/** The socket is opened last; a connection succeeds as soon as the broker serves it. */
async function listening(unixPath: string, ended: Promise<Deno.CommandStatus>): Promise<void> {
  let exited = false;
  void ended.then(() => exited = true);
  for (let attempt = 0; attempt < 500 && !exited; attempt++) {
    const connection = await Deno.connect({ transport: "unix", path: unixPath }).catch(() => undefined);
    if (connection) return connection.close();
    await pause(10);
  }
  throw new Error("mosquitto does not start");
}
