import assert from "node:assert/strict";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("EnableExternalWebsocketControl: MQTT cuts the connection to the CSMS and restores it", async () => {
  await using station = await startStation({
    everest: { parameters: { EnableExternalWebsocketControl: true } },
  });
  const { csms, everest } = station;
  await csms.expect("BootNotification");
  await everest.client.publishRaw("everest_api/ocpp/cmd/disconnect", "");
  await csms.disconnected();
  const again = csms.nextConnection();
  await everest.client.publishRaw("everest_api/ocpp/cmd/connect", "anything");
  await again;
  await csms.expect("StatusNotification");
});

Deno.test("without EnableExternalWebsocketControl nobody on the bus can cut the connection", async () => {
  await using station = await startStation();
  const { csms, everest } = station;
  await csms.expect("BootNotification");
  await everest.client.publishRaw("everest_api/ocpp/cmd/disconnect", "");
  await station.settle();
  assert.equal((await csms.connection()).isOpen, true);
});
