import { join } from "../kernel/posix-path.ts";
import type { ConnectionSource, InspectionConnection } from "../inspection/inspection-server.ts";

/** The name of the socket of questions in the directory of the core database. */
export const INSPECTION_SOCKET = "ocpp201.sock";
/** The name of the socket of changes beside it. */
export const CONTROL_SOCKET = "ocpp201-control.sock";
/** Linux keeps the path of a socket in 108 bytes, with a zero at its end. */
const MAX_SOCKET_PATH_BYTES = 107;
const OWNER_AND_GROUP = 0o660;
const OWNER_ONLY = 0o600;

export interface ListeningSocket extends ConnectionSource {
  /** Ends the connections and removes the socket. */
  close(): void;
}

/**
 * Opens the socket through which commands ask the running module; only owner and group may connect. A socket that a
 * killed process left behind is replaced. Throws when the file system refuses or the path is too long.
 */
export function listenForInspection(directory: string): Promise<ListeningSocket> {
  return listen(join(directory, INSPECTION_SOCKET), OWNER_AND_GROUP);
}

/** Opens the socket through which commands change something in the running module; else as `listenForInspection`. */
export function listenForControl(directory: string): Promise<ListeningSocket> {
  return listen(join(directory, CONTROL_SOCKET), OWNER_ONLY);
}

async function listen(path: string, mode: number): Promise<ListeningSocket> {
  if (new TextEncoder().encode(path).length > MAX_SOCKET_PATH_BYTES) {
    throw new Error(`the path ${path} is too long for a socket (${MAX_SOCKET_PATH_BYTES} bytes)`);
  }
  await removeSocket(path);
  const listener = Deno.listen({ transport: "unix", path });
  await Deno.chmod(path, mode);
  return {
    accept: () => accept(listener),
    close() {
      listener.close();
      try {
        Deno.removeSync(path);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    },
  };
}

/** Connects to the socket of a running module. Rejects when none listens or we may not connect. */
export async function connectForInspection(path: string): Promise<InspectionConnection> {
  return connectionOf(await Deno.connect({ transport: "unix", path }));
}

async function accept(listener: Deno.UnixListener): Promise<InspectionConnection | undefined> {
  try {
    return connectionOf(await listener.accept());
  } catch (error) {
    if (error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted) {
      return undefined;
    }
    throw error;
  }
}

function connectionOf(socket: Deno.UnixConn): InspectionConnection {
  let isClosed = false;
  return {
    async read() {
      const buffer = new Uint8Array(16 * 1024);
      const count = await socket.read(buffer);
      return count === null ? undefined : buffer.subarray(0, count);
    },
    async write(bytes) {
      for (let written = 0; written < bytes.length;) written += await socket.write(bytes.subarray(written));
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      socket.close();
    },
  };
}

async function removeSocket(path: string): Promise<void> {
  try {
    const { isSocket } = await Deno.lstat(path);
    if (!isSocket) throw new Error(`${path} is in the way: it is no socket`);
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
