/**
 * The core database, one SQL script per schema version. Append only: installed stations carry every older version.
 */
export const CORE_MIGRATIONS: readonly string[] = [
  `
  -- Messages that must reach the CSMS, in the order in which they were caused.
  CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL UNIQUE,
    action TEXT NOT NULL,
    payload TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- Of a TransactionEvent only.
    transaction_id TEXT,
    -- When its cause happened, Unix milliseconds.
    occurred_ms INTEGER NOT NULL,
    -- How dispensable it is when the outbox overflows: 0 never dropped, 1 meter values, 2 other intermediate events.
    dispensable INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX outbox_by_transaction ON outbox (transaction_id) WHERE transaction_id IS NOT NULL;

  -- Transactions that have not ended, as the station's JSON.
  CREATE TABLE open_transaction (
    transaction_id TEXT PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Meter values that wait for the Ended event of their transaction; apart, because they grow while the state changes often.
  CREATE TABLE ended_meter_value (
    transaction_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    meter_value TEXT NOT NULL,
    PRIMARY KEY (transaction_id, ordinal)
  ) STRICT, WITHOUT ROWID;

  -- Numbers that must never be given out twice, e.g. the eventId of NotifyEvent.
  CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the CSMS decided about the station (0, 0), an EVSE (n, 0) or a connector (n, m).
  CREATE TABLE operative_state (
    evse_id INTEGER NOT NULL,
    connector_id INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('Operative', 'Inoperative')),
    PRIMARY KEY (evse_id, connector_id)
  ) STRICT, WITHOUT ROWID;

  -- A reset that waits for transactions to end: at most one.
  CREATE TABLE scheduled_reset (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- Unix milliseconds.
    requested_ms INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- When something was last done, Unix milliseconds, e.g. the refresh of the OCSP cache.
  CREATE TABLE last_done (
    name TEXT PRIMARY KEY,
    done_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- The last update of the firmware, as the station's JSON: at most one.
  CREATE TABLE firmware_job (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Sessions on EVSEs without an open transaction, as the station's JSON.
  CREATE TABLE idle_session (
    evse_id INTEGER PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Messages that the CSMS set for the display, as OCPP's JSON.
  CREATE TABLE display_message (
    id INTEGER PRIMARY KEY,
    message TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Reservations that are open, as the station's JSON.
  CREATE TABLE reservation (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT;

  -- EVSEs that said they are reserved.
  CREATE TABLE reserved_evse (
    evse_id INTEGER PRIMARY KEY
  ) STRICT;
  `,
  `
  -- Errors of the equipment that are raised, as the station's JSON.
  CREATE TABLE raised_error (
    position INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL
  ) STRICT;

  -- What the CSMS has not confirmed of them.
  CREATE TABLE held_event (
    event_id INTEGER PRIMARY KEY,
    event TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- The station's certificate before the last renewal, as the station's JSON, until one of the two has proved itself.
  CREATE TABLE previous_certificate (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- The CSMS root that was replaced last, as the station's JSON, until its successor has proved itself.
  CREATE TABLE root_renewal (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- What the CSMS said about tokens: the authorization cache.
  CREATE TABLE cached_token (
    token_hash BLOB PRIMARY KEY,
    -- OCPP's IdTokenInfoType, as JSON.
    info TEXT NOT NULL,
    -- When the CSMS last said so, Unix milliseconds.
    updated_ms INTEGER NOT NULL,
    -- cacheExpiryDateTime, Unix milliseconds.
    expiry_ms INTEGER,
    -- Positions in one sequence of all uses of the cache: clocks may jump.
    first_position INTEGER NOT NULL,
    last_position INTEGER NOT NULL,
    uses INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The local authorization list.
  CREATE TABLE listed_token (
    token_hash BLOB PRIMARY KEY,
    info TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- How much the two hold, so that nobody has to count; and what else there is one of.
  CREATE TABLE token_store (
    name TEXT PRIMARY KEY CHECK (name IN ('cache', 'list')),
    entries INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    -- Of the list: versionNumber, 0 before the first update. Of the cache: the last position given out.
    counter INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  INSERT INTO token_store (name) VALUES ('cache'), ('list');
  `,
  `
  -- Monitors that the CSMS installed, as the station's JSON.
  CREATE TABLE custom_monitor (
    monitor_id INTEGER PRIMARY KEY,
    monitor TEXT NOT NULL
  ) STRICT;

  -- Monitors of the component files: their ids, and which of them the CSMS cleared or replaced.
  CREATE TABLE file_monitor (
    file_monitor TEXT PRIMARY KEY,
    monitor_id INTEGER NOT NULL,
    is_set_aside INTEGER NOT NULL CHECK (is_set_aside IN (0, 1))
  ) STRICT, WITHOUT ROWID;

  -- What the CSMS was last told of a monitor, as the station's JSON.
  CREATE TABLE monitor_memory (
    monitor_id INTEGER PRIMARY KEY,
    memory TEXT NOT NULL
  ) STRICT;

  -- The monitoring base that the CSMS chose: at most one.
  CREATE TABLE monitoring_base (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    base TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Until when a message is left alone because the CSMS cannot take it, Unix milliseconds; NULL: it is not.
  ALTER TABLE outbox ADD COLUMN set_aside_ms INTEGER;
  -- How often that has happened.
  ALTER TABLE outbox ADD COLUMN setbacks INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX outbox_notifications ON outbox (position) WHERE transaction_id IS NULL;
  CREATE INDEX outbox_set_aside ON outbox (set_aside_ms) WHERE set_aside_ms IS NOT NULL;
  `,
  `
  -- Charging profiles that the CSMS installed.
  CREATE TABLE charging_profile (
    id INTEGER PRIMARY KEY,
    evse_id INTEGER NOT NULL,
    -- chargingLimitSource
    source TEXT NOT NULL,
    -- OCPP's ChargingProfileType, as JSON.
    profile TEXT NOT NULL
  ) STRICT;

  -- Charging profiles of accepted remote starts that no transaction has come of yet.
  CREATE TABLE start_profile (
    remote_start_id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- The same in the order in which the starts were accepted, with the EVSE of the start; NULL: any.
  CREATE TABLE waiting_profile (
    position INTEGER PRIMARY KEY,
    remote_start_id INTEGER NOT NULL UNIQUE,
    evse_id INTEGER,
    profile TEXT NOT NULL
  ) STRICT;
  INSERT INTO waiting_profile (remote_start_id, profile)
    SELECT remote_start_id, profile FROM start_profile ORDER BY remote_start_id;
  DROP TABLE start_profile;
  `,
  `
  -- External limits that the CSMS knows of: amperes per phase or watts.
  CREATE TABLE reported_limit (
    evse_id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL CHECK (unit IN ('A', 'W')),
    value REAL NOT NULL
  ) STRICT;
  `,
  `
  -- Answers about customers who are cleared, as the station's JSON, until the CSMS has them.
  CREATE TABLE owed_answer (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- The last sessions of an EVSE that are over, as the station's JSON: what is still told of them is old news.
  CREATE TABLE past_sessions (
    evse_id INTEGER PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- A table with row ids: a state of more than 1 kB needs no page of its own beside it, so a change writes fewer pages.
  CREATE TABLE new_open_transaction (
    transaction_id TEXT PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT;
  INSERT INTO new_open_transaction SELECT transaction_id, state FROM open_transaction;
  DROP TABLE open_transaction;
  ALTER TABLE new_open_transaction RENAME TO open_transaction;
  `,
];
