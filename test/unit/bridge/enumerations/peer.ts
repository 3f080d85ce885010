import { createDisplayPort } from "../../../../src/bridge/display-adapter.ts";
import { displayMessage } from "../../../../src/everest/interfaces/display-message.ts";
import { evseSecurity } from "../../../../src/everest/interfaces/evse-security.ts";
import { iso15118Extensions } from "../../../../src/everest/interfaces/iso15118-extensions.ts";
import { system } from "../../../../src/everest/interfaces/system.ts";
import { connectionTo, FakeEverestModule } from "../../../fakes/everest-module.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

/** A peer that answers this command with this value, whatever interface it is asked on. */
export function peer(command: string, value: unknown) {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  module.answer("peer", command, value);
  const connection = connectionTo("peer", "peer");
  return {
    module,
    security: evseSecurity(module, connection, log),
    system: system(module, connection, log),
    display: createDisplayPort(displayMessage(module, connection, log), log),
    extensions: iso15118Extensions(module, connection, log),
  };
}
