import assert from "node:assert/strict";
import { TlsTransport } from "../../../../src/csms/tls/tls-transport.ts";

/** A connection that nothing comes from, and what is done with it. */
function connection() {
  const done: string[] = [];
  const conn = {
    read: () => new Promise<null>(() => void done.push("read")),
    write: (bytes: Uint8Array) => Promise.resolve((done.push("write"), bytes.length)),
    closeWrite: () => Promise.resolve(void done.push("closeWrite")),
    close: () => void done.push("close"),
  };
  const released: Promise<void>[] = [];
  const transport = new TlsTransport(conn as unknown as Deno.TlsConn, (each) => void released.push(each));
  return { transport, done, released };
}

Deno.test("closing ends the writing side before the connection, once, and reports when the socket is closed", async () => {
  const { transport, done, released } = connection();
  transport.close();
  transport.close();
  assert.equal(released.length, 1);
  await released[0];
  assert.deepEqual(done, ["closeWrite", "close"]);
});

Deno.test("what is read and written of a closed connection fails, and reaches the runtime no more", async () => {
  const { transport, done } = connection();
  const pending = transport.read(new Uint8Array(1));
  transport.close();
  await assert.rejects(pending, /the connection was closed/);
  await assert.rejects(transport.read(new Uint8Array(1)), /the connection was closed/);
  await assert.rejects(transport.write(new Uint8Array(1)), /the connection was closed/);
  assert.deepEqual(done.filter((each) => each !== "closeWrite" && each !== "close"), ["read"]);
});
