/** Opens, refuses and drops connections, and prints how many descriptors the process had open before and after. */
import { testPki } from "../fakes/pki/pki.ts";
import { opens, refuses, withCsms } from "./tls-dialling.ts";

async function descriptorsAfter(rounds: number): Promise<number> {
  const pki = await testPki();
  await withCsms(pki.commonNameServer, async (url) => {
    for (let round = 0; round < rounds; round++) {
      await opens(url);
      await refuses(url, "untrustedIssuer", { caCerts: [pki.foreignRoot.cert] });
      await refuses(url.replace("localhost", "127.0.0.1"), "wrongHost");
    }
  });
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

const before = await descriptorsAfter(1);
const rounds = 100;
const after = await descriptorsAfter(rounds);
console.log(JSON.stringify({ before, after, rounds }));
