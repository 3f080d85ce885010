import type { Logger } from "../kernel/logger.ts";

/** Tells systemd how we are (Type=notify units). */
export interface ServiceManager {
  /** Start-up is complete. */
  ready(): void;
  /** One line for `systemctl status`. */
  status(text: string): void;
  /** Keep-alive; must arrive within WatchdogSec. */
  watchdog(): void;
  stopping(): void;
  close(): void;
}

/** Used when the process was not started by a notify unit. */
const silent: ServiceManager = {
  ready() {},
  status() {},
  watchdog() {},
  stopping() {},
  close() {},
};

/** `@name` in NOTIFY_SOCKET means the abstract namespace, whose names start with a NUL byte. */
function socketPath(notifySocket: string): string {
  return notifySocket.startsWith("@") ? `\0${notifySocket.slice(1)}` : notifySocket;
}

/**
 * Speaks the sd_notify protocol to `notifySocket` (the value of NOTIFY_SOCKET; undefined or empty gives a silent
 * one). A failing send is reported once and does not disturb the station.
 */
export function connectServiceManager(notifySocket: string | undefined, log: Logger): ServiceManager {
  if (!notifySocket) return silent;
  const path = socketPath(notifySocket);
  const encoder = new TextEncoder();
  let socket: Deno.DatagramConn;
  try {
    socket = Deno.listenDatagram(
      { transport: "unixpacket" } as Deno.UnixListenOptions & { transport: "unixpacket" },
    );
  } catch (error) {
    log.warning("systemd's notification socket cannot be opened", { error: String(error) });
    return silent;
  }
  let failed = false;
  const send = (text: string) => {
    socket.send(encoder.encode(text), { transport: "unixpacket", path }).catch((error: unknown) => {
      if (failed) return;
      failed = true;
      log.warning("systemd does not take our notifications", { socket: notifySocket, error: String(error) });
    });
  };
  return {
    ready: () => send("READY=1"),
    status: (text) => send(`STATUS=${text.replaceAll("\n", " ")}`),
    watchdog: () => send("WATCHDOG=1"),
    stopping: () => send("STOPPING=1"),
    close: () => socket.close(),
  };
}
