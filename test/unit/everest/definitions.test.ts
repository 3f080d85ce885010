import assert from "node:assert/strict";
import {
  decodeInterfaces,
  decodeModuleNames,
  decodeSettings,
  DEFAULT_SETTINGS,
  readConfigurationTraffic,
} from "../../../src/everest/definitions.ts";
import { Topics } from "../../../src/everest/topics.ts";

const topics = new Topics("everest/");

function traffic(path: string, payload: string) {
  const topic = `everest/${path}`;
  const message = { topic, payload: new TextEncoder().encode(payload), qos: 0, retain: true } as const;
  return readConfigurationTraffic(topics.parse(topic), message);
}

Deno.test("definitions and configuration traffic tell the dialect", () => {
  assert.deepEqual(traffic("settings", '{"data":{"prefix":"/"},"msg_type":"GetConfigResponse"}'), {
    dialect: "2025.12",
    definition: { name: "settings", data: { prefix: "/" } },
  });
  assert.deepEqual(traffic("config/request", '{"data":{},"msg_type":"ConfigurationRequest"}'), {
    dialect: "2026.08",
  });
  assert.deepEqual(traffic("modules/x/metadata", '{"data":{},"msg_type":"GetConfigResponse"}'), {
    dialect: "2025.12",
  });
  assert.deepEqual(traffic("module_names", '{"data":{"a":"B"}}'), {
    definition: { name: "module_names", data: { a: "B" } },
  });
});

Deno.test("the bus before 2025.12 is recognised by its bare settings and requests", () => {
  assert.deepEqual(traffic("settings", '{"prefix":"/opt"}'), { dialect: "legacy" });
  assert.deepEqual(traffic("config/request", '{"origin":"x","request":{},"type":"Get"}'), {
    dialect: "legacy",
  });
  assert.equal(traffic("settings", '{"other":1}'), "has no data");
  assert.deepEqual(traffic("config/request", '{"other":1}'), {});
});

Deno.test("a cleared definition tells nothing, a garbled one is reported", () => {
  assert.deepEqual(traffic("settings", ""), {});
  assert.equal(traffic("settings", "{"), "is not JSON");
  assert.deepEqual(traffic("config/request", "{"), {});
});

Deno.test("definitions are read member by member; wrong ones count as absent", () => {
  assert.deepEqual(
    decodeSettings({ validate_schema: true, telemetry_prefix: 5, data_dir: "/d", etc_dir: "/e" }),
    {
      ...DEFAULT_SETTINGS,
      validateSchema: true,
      dataDir: "/d",
      etcDir: "/e",
    },
  );
  assert.deepEqual(decodeSettings("x"), DEFAULT_SETTINGS);
  assert.deepEqual(decodeModuleNames({ a: "A", b: 1 }), { a: "A" });
  assert.deepEqual(decodeModuleNames([]), {});
  assert.deepEqual(decodeInterfaces(["auth", 1]), ["auth"]);
  assert.deepEqual(decodeInterfaces({}), []);
});
