import type { CsmsLink } from "../../csms/csms-link.ts";
import type { ExternalMqtt } from "../../everest/module.ts";
import type { Logger } from "../../kernel/logger.ts";

/** Below the external prefix; the payload does not matter. */
const CONNECT = "everest_api/ocpp/cmd/connect";
const DISCONNECT = "everest_api/ocpp/cmd/disconnect";

/** Lets tests cut and restore the connection to the CSMS by MQTT (EnableExternalWebsocketControl). */
export function provideWebsocketControl(
  external: ExternalMqtt,
  link: Pick<CsmsLink, "connect" | "disconnect">,
  log: Logger,
): void {
  external.subscribe(CONNECT, () => {
    log.notice("connecting to the CSMS on request", { topic: CONNECT });
    link.connect();
  });
  external.subscribe(DISCONNECT, () => {
    log.notice("disconnecting from the CSMS on request", { topic: DISCONNECT });
    void link.disconnect();
  });
}
