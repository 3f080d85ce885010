import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { Customer } from "../../../src/station/customer-information/customer.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { migrate } from "../../../src/storage/migrations.ts";
import { SetAsideDatabases } from "../../../src/storage/set-aside-databases.ts";
import { tokenHash, tokenHashes } from "../../../src/storage/token-hash.ts";
import { unsentEnd, writeLibocppCore } from "../../fakes/libocpp-core-database.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const TOKEN = { idToken: 'Card"01', type: "ISO14443" } as const;
const CUSTOMER: Customer = { kind: "token", idToken: { ...TOKEN, idToken: 'CARD"01' } };
const HASH = { serialNumber: "12AB", issuerNameHash: "name-hash", issuerKeyHash: "key-hash" };
const EVENT = unsentEnd(TOKEN);

interface Beside {
  readonly directory: string;
  readonly log: RecordingLogger;
  readonly databases: SetAsideDatabases;
}

async function besideDatabase(test: (beside: Beside) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  const log = new RecordingLogger();
  const databases = new SetAsideDatabases({
    database: `${directory}/cp.db`,
    isStandIn: false,
    isRequest: (action, payload) => action === "TransactionEvent" && payload !== null,
    shapes: {},
    wasImported: (name) => name === "cp.db.foreign-2",
    log,
  });
  try {
    await test({ directory, log, databases });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** A core database of ours in WAL mode, as every one of them is. */
function writeCore(
  path: string,
  ...changes: readonly (readonly [sql: string, ...values: (string | Uint8Array)[]])[]
) {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL");
  migrate(db, "core", CORE_MIGRATIONS, 0);
  for (const [sql, ...values] of changes) db.prepare(sql).run(...values);
  db.close();
}

const MESSAGE =
  `INSERT INTO outbox (message_id, action, payload, transaction_id, occurred_ms) VALUES ('1', ?, ?, ?, 0)`;
const UNSENT = [MESSAGE, "TransactionEvent", JSON.stringify(EVENT), "t"] as const;
const OPEN = ["INSERT INTO open_transaction VALUES ('t', ?)", JSON.stringify({ token: TOKEN })] as const;
const CACHED = [
  `INSERT INTO cached_token VALUES (?, '{"status":"Accepted"}', 1, NULL, 0, 0, 1)`,
  tokenHash(TOKEN),
] as const;

const CASES: readonly [use: "none" | "unsentTransactions", label: string, write: (path: string) => void][] = [
  ["none", "foreign", (path) => writeLibocppCore(path, { queued: [["m", "TransactionEvent", EVENT]] })],
  [
    "unsentTransactions",
    "foreign",
    (path) => writeLibocppCore(path, { queued: [["m", "TransactionEvent", EVENT]], broken: ["not JSON"] }),
  ],
  ["none", "v3", (path) => writeCore(path, UNSENT)],
  ["none", "unrepaired", (path) => writeCore(path, UNSENT, OPEN)],
  ["unsentTransactions", "unrepaired", (path) => writeCore(path, [MESSAGE, "X", "{", "t"], OPEN)],
  ["none", "newer", (path) => writeCore(path, OPEN)],
  ["unsentTransactions", "newer", (path) => writeCore(path, UNSENT)],
  ["none", "damaged", (path) => writeCore(path, CACHED)],
  ["unsentTransactions", "damaged", (path) => Deno.writeTextFileSync(path, JSON.stringify(EVENT))],
];

Deno.test("a customer is found in databases that were set aside, and cleared from those without unsent transactions", async () => {
  for (const [use, label, write] of CASES) {
    await besideDatabase(async ({ directory, databases, log }) => {
      const name = `cp.db.${label}-2`;
      write(`${directory}/${name}`);
      const before = [...Deno.readDirSync(directory)].length;
      assert.deepEqual((await databases.naming(CUSTOMER)).none, use === "none" ? [name] : [], label);
      assert.deepEqual(
        (await databases.naming(CUSTOMER)).unsentTransactions,
        use === "none" ? [] : [name],
        label,
      );
      assert.equal([...Deno.readDirSync(directory)].length, before, "looking leaves nothing");
      await databases.remove((await databases.naming(CUSTOMER)).none);
      assert.deepEqual(
        [...Deno.readDirSync(directory)].map((file) => file.name),
        use === "none" ? [] : [name],
      );
      assert.equal(log.lines.length, use === "none" ? 1 : 0);
    });
  }
});

Deno.test("a token is found by its text and by the hashes that we and the C++ module store", async () => {
  const [ours, asWritten, inUpperCase] = tokenHashes(TOKEN);
  const contents: readonly (string | Uint8Array)[] = [
    JSON.stringify({ idToken: TOKEN }),
    'plain card"01 text',
    ours,
    asWritten.toHex(),
    inUpperCase.toHex(),
    // Across the chunks in which a file is read.
    "x".repeat(256 * 1024 - 4) + 'card"01',
  ];
  for (const content of contents) {
    await besideDatabase(async ({ directory, databases }) => {
      Deno.writeFileSync(
        `${directory}/cp.db.v1-1`,
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      );
      const found = async (customer: Customer) => (await databases.naming(customer)).none;
      assert.deepEqual(await found({ kind: "token", idToken: TOKEN }), ["cp.db.v1-1"]);
      assert.deepEqual(await found({ kind: "token", idToken: { ...TOKEN, idToken: "card02" } }), []);
    });
  }
});

Deno.test("a certificate is found by serial number and issuer together, in a write-ahead log as well", async () => {
  await besideDatabase(async ({ directory, databases }) => {
    const customer: Customer = { kind: "certificate", hash: { hashAlgorithm: "SHA256", ...HASH } };
    Deno.writeTextFileSync(`${directory}/cp.db.v1-1`, "12ab name-hash");
    assert.deepEqual((await databases.naming(customer)).none, []);
    Deno.writeTextFileSync(`${directory}/cp.db.v1-1-wal`, "key-hash");
    assert.deepEqual((await databases.naming(customer)).none, ["cp.db.v1-1"]);
    await databases.remove((await databases.naming(customer)).none);
    assert.deepEqual([...Deno.readDirSync(directory)], []);
  });
});

Deno.test("the database in use and what only begins with its name are nobody's earlier database", async () => {
  await besideDatabase(async ({ directory, databases }) => {
    for (
      const name of ["cp.db", "cp.db-wal", "cp.db.v1", "cp.db.cache-outdated", "cp.db.old-1", "acp.db.v1-1"]
    ) {
      Deno.writeTextFileSync(`${directory}/${name}`, 'card"01');
    }
    assert.deepEqual((await databases.naming(CUSTOMER)).none, []);
  });
});

Deno.test("a write-ahead log without its database is searched, and stays: nobody can tell what it is good for", async () => {
  await besideDatabase(async ({ directory, databases }) => {
    Deno.writeTextFileSync(`${directory}/cp.db.damaged-1-wal`, 'card"01');
    const found = await databases.naming(CUSTOMER);
    assert.deepEqual([found.none, found.unsentTransactions], [[], ["cp.db.damaged-1"]]);
    assert.deepEqual([...Deno.readDirSync(directory)].map(({ name }) => name), ["cp.db.damaged-1-wal"]);
  });
});

Deno.test("a foreign database stays while it is not known that its messages were imported", async () => {
  await besideDatabase(async ({ directory, databases }) => {
    writeLibocppCore(`${directory}/cp.db.foreign-1`, { queued: [["m", "TransactionEvent", EVENT]] });
    assert.deepEqual((await databases.naming(CUSTOMER)).none, []);
    assert.deepEqual((await databases.naming(CUSTOMER)).unsentTransactions, ["cp.db.foreign-1"]);
    await databases.remove((await databases.naming(CUSTOMER)).none);
    assert.deepEqual([...Deno.readDirSync(directory)].map(({ name }) => name), ["cp.db.foreign-1"]);
  });
});
