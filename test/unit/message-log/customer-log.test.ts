import assert from "node:assert/strict";
import { createCustomerLogs } from "../../../src/message-log/customer-log.ts";
import type { TellTale } from "../../../src/station/customer-information/customer.ts";

const ID_TOKEN = new Set(["idtoken"]);
const CUSTOMER: TellTale = { text: 'A"<é', properties: ID_TOKEN };

async function logs(files: Readonly<Record<string, string>>) {
  const directory = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${directory}/${name}`, text);
  return {
    logs: createCustomerLogs({ whileQuiet: (work) => work() }, directory),
    read: (name: string) => Deno.readTextFile(`${directory}/${name}`),
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

Deno.test("customers are masked as JSON texts, in text and HTML, in set-aside files, and nowhere else", async () => {
  const json = (token: string) => JSON.stringify({ idToken: token, other: `x${token}` });
  const html = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  const text = `${json('A"<é')}\n${json('a"<é')}\n`;
  await using disk = await logs({
    "libocpp_201.log": text,
    "libocpp_201.html.0": html(text),
    "something-else.log": text,
  });
  assert.equal(await disk.logs.count(CUSTOMER), 4);
  assert.equal(await disk.read("libocpp_201.log"), text);
  await disk.logs.mask(CUSTOMER);
  assert.equal(await disk.logs.count(CUSTOMER), 0);
  // `A\"<é` has six bytes as JSON.
  const masked = `{"idToken":"******","other":"xA\\"<é"}\n{"idToken":"******","other":"xa\\"<é"}\n`;
  assert.equal(await disk.read("libocpp_201.log"), masked);
  const length = new TextEncoder().encode(html('A\\"<é')).length;
  assert.equal(
    (await disk.read("libocpp_201.html.0")).split("\n")[0],
    `{&quot;idToken&quot;:&quot;${"*".repeat(length)}&quot;,&quot;other&quot;:&quot;xA\\&quot;&lt;é&quot;}`,
  );
  assert.equal(await disk.read("something-else.log"), text);
});

Deno.test("a customer is found wherever in a long file he stands, once", async () => {
  const mention = '"idToken": "RFID0001"';
  for (const before of Array.from({ length: 24 }, (_, step) => 256 * 1024 - step)) {
    const text = " ".repeat(before) + mention + " ".repeat(300_000) + mention;
    await using disk = await logs({ "libocpp_201.log": text });
    const customer: TellTale = { text: "rfid0001", properties: ID_TOKEN };
    assert.equal(await disk.logs.count(customer), 2, String(before));
    await disk.logs.mask(customer);
    assert.equal(await disk.read("libocpp_201.log"), text.replaceAll("RFID0001", "********"));
  }
});

Deno.test("without a log directory nobody is in the logs", async () => {
  const missing = createCustomerLogs({ whileQuiet: (work) => work() }, "/nonexistent/logs");
  assert.equal(await missing.count(CUSTOMER), 0);
});

Deno.test("a serial number is masked only where it is one", async () => {
  const text = '{\n  "serialNumber": "0C",\n  "value": "0c"\n}\n{"serialNumber":"0c"}';
  await using disk = await logs({ "libocpp_201.log": text });
  await disk.logs.mask({ text: "0c", properties: new Set(["serialnumber"]) });
  assert.equal(
    await disk.read("libocpp_201.log"),
    '{\n  "serialNumber": "**",\n  "value": "0c"\n}\n{"serialNumber":"**"}',
  );
});

Deno.test("a text that identifies a customer elsewhere stays where it is a word of the protocol", async () => {
  const text =
    '{"type":"StartupOfTheDevice","techInfo":"iso14443"}\n{"idToken" : "ISO14443","type":"ISO14443"}';
  await using disk = await logs({ "libocpp_201.security.log": text });
  for (const word of ["StartupOfTheDevice", "iso14443"]) {
    await disk.logs.mask({ text: word, properties: ID_TOKEN });
  }
  assert.equal(
    await disk.read("libocpp_201.security.log"),
    '{"type":"StartupOfTheDevice","techInfo":"iso14443"}\n{"idToken" : "********","type":"ISO14443"}',
  );
});
