import assert from "node:assert/strict";
import { startManager } from "../fakes/everest-manager.ts";
import { type BusClient, CommandFailure, connectBusClient } from "../fakes/mqtt/bus-client.ts";
import { startBroker } from "../fakes/mqtt/embedded-broker.ts";

async function withTwoClients(body: (a: BusClient, b: BusClient) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  const broker = await startBroker({ unixPath: `${directory}/broker.sock` });
  const a = await connectBusClient({ kind: "tcp", host: "127.0.0.1", port: broker.port }, "t_1/");
  const b = await connectBusClient({ kind: "unix", path: `${directory}/broker.sock` }, "t_1/");
  try {
    await body(a, b);
  } finally {
    await a.close();
    await b.close();
    await broker.close();
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("a command called by one bus client is answered by another, results and errors alike", () =>
  withTwoClients(async (a, b) => {
    b.onCmd("auth", "main", "double", (args) => Number(args.value) * 2);
    b.onCmd("auth", "main", "fail", () => {
      throw new CommandFailure("NotReady", "not yet");
    });
    b.onCmd("auth", "main", "nothing", () => undefined);
    assert.deepEqual(await a.call("auth", "main", "double", { value: 21 }), { kind: "result", value: 42 });
    assert.deepEqual(await a.call("auth", "main", "fail", {}), {
      kind: "error",
      type: "NotReady",
      message: "not yet",
    });
    assert.deepEqual(await a.call("auth", "main", "nothing", null), { kind: "result", value: null });
  }));

Deno.test("a published variable arrives enveloped, and a raised error with all ten keys", () =>
  withTwoClients(async (a, b) => {
    const variable = a.next("modules/evse_1/impl/evse/var/limits");
    await b.publishVar("evse_1", "evse", "limits", { max: 16 });
    assert.deepEqual((await variable).json, { data: { data: { max: 16 } }, msg_type: "Var" });
    const error = a.next("modules/+/impl/+/error/#");
    await b.raiseError({ moduleId: "board", implementationId: "main", type: "generic/VendorError" });
    const { data } = (await error).json as { data: Record<string, unknown> };
    assert.equal(Object.keys(data).length, 10);
  }));

Deno.test("the fake manager answers the configuration request and follows ready with global ready", () =>
  withTwoClients(async (a, b) => {
    const manager = await startManager(a, {
      moduleId: "ocpp",
      moduleName: "OCPP201",
      parameters: { Delay: 5 },
    });
    const response = b.next("modules/ocpp/response");
    const request = {
      data: { origin: "ocpp", request: { type: "Module" }, type: "Get" },
      msg_type: "GetConfig",
    };
    await b.publishRaw("t_1/config/request", JSON.stringify(request));
    const { data } = (await response).json as { data: { status: string; response: { type: string } } };
    assert.deepEqual([data.status, data.response.type], ["Ok", "Module"]);
    const globalReady = b.next("ready");
    await b.publishRaw("t_1/modules/ocpp/ready", JSON.stringify({ data: true, msg_type: "ModuleReady" }));
    await manager.moduleReady;
    assert.deepEqual((await globalReady).json, { data: true, msg_type: "GlobalReady" });
    assert.deepEqual(manager.violations, []);
  }));
