import assert from "node:assert/strict";
import { readMessageLogConfig } from "../../../src/message-log/message-log-config.ts";
import type { VariableKey } from "../../../src/variables/device-model.ts";

function read(values: Readonly<Record<string, boolean | number | readonly string[]>>) {
  const get = <T>({ component, variable }: VariableKey) => {
    assert.equal(component.name, "InternalCtrlr");
    return values[variable.name] as T | undefined;
  };
  return readMessageLogConfig({ boolean: get<boolean>, integer: get<number>, list: get<readonly string[]> });
}

Deno.test("without settings, text, HTML and security log are on and nothing is rotated", () => {
  const { config, unknownFormats } = read({});
  assert.deepEqual([...config.formats], ["log", "html", "security"]);
  assert.deepEqual({ raw: config.raw, rotation: config.rotation, unknownFormats }, {
    raw: false,
    rotation: undefined,
    unknownFormats: [],
  });
});

Deno.test("LogMessages false switches every format off", () => {
  assert.equal(read({ LogMessages: false, LogMessagesFormat: ["log"] }).config.formats.size, 0);
});

Deno.test("formats that mean nothing to us are named, the others are taken", () => {
  const { config, unknownFormats } = read({ LogMessagesFormat: ["callback", "session_logging", "console"] });
  assert.deepEqual([...config.formats], ["callback", "console"]);
  assert.deepEqual(unknownFormats, ["session_logging"]);
});

Deno.test("rotation needs both its switch and a size", () => {
  assert.equal(read({ LogRotation: true }).config.rotation, undefined);
  assert.equal(read({ LogRotationMaximumFileSize: 10 }).config.rotation, undefined);
  assert.deepEqual(
    read({ LogRotation: true, LogRotationMaximumFileSize: 10, LogRotationMaximumFileCount: 3 }).config
      .rotation,
    { maximumFileBytes: 10, maximumFiles: 3, suffix: "number" },
  );
  assert.deepEqual(
    read({ LogRotation: true, LogRotationMaximumFileSize: 10, LogRotationDateSuffix: true }).config.rotation,
    { maximumFileBytes: 10, maximumFiles: 0, suffix: "date" },
  );
});
