import assert from "node:assert/strict";
import { connectServiceManager } from "../../../src/host/sd-notify.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("systemd is told READY, STATUS, WATCHDOG and STOPPING as separate datagrams", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/notify`;
  const receiver = Deno.listenDatagram({ transport: "unixpacket", path });
  const manager = connectServiceManager(path, new RecordingLogger());
  const received: string[] = [];
  const next = async () => received.push(new TextDecoder().decode((await receiver.receive())[0]));

  manager.ready();
  await next();
  manager.status("two\nlines");
  await next();
  manager.watchdog();
  await next();
  manager.stopping();
  await next();

  assert.deepEqual(received, ["READY=1", "STATUS=two lines", "WATCHDOG=1", "STOPPING=1"]);
  manager.close();
  receiver.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a service manager that is gone is reported once and disturbs nothing", async () => {
  const log = new RecordingLogger();
  const manager = connectServiceManager("/nonexistent/notify", log);
  manager.ready();
  manager.watchdog();
  while (log.messages("warning").length === 0) {
    await new Promise((resolve) => queueMicrotask(() => resolve(0)));
  }
  manager.close();
  assert.equal(log.messages("warning").length, 1);
});

Deno.test("without NOTIFY_SOCKET nothing is sent and nothing fails", () => {
  const log = new RecordingLogger();
  const manager = connectServiceManager(undefined, log);
  manager.ready();
  manager.close();
  assert.deepEqual(log.lines, []);
});
