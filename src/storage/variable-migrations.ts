/** Schema of the device model database; append only. */
export const DEVICE_MODEL_MIGRATIONS: readonly string[] = [
  // -1 stands for "not on an EVSE" and "not on a connector": SQLite would allow several NULLs in one key.
  `CREATE TABLE variable_value (
     component TEXT NOT NULL COLLATE NOCASE,
     component_instance TEXT NOT NULL COLLATE NOCASE,
     evse INTEGER NOT NULL,
     connector INTEGER NOT NULL,
     variable TEXT NOT NULL COLLATE NOCASE,
     variable_instance TEXT NOT NULL COLLATE NOCASE,
     attribute TEXT NOT NULL CHECK (attribute IN ('Actual', 'Target', 'MinSet', 'MaxSet')),
     value TEXT NOT NULL,
     set_by TEXT NOT NULL CHECK (set_by IN ('csms', 'station', 'everest')),
     PRIMARY KEY (component, component_instance, evse, connector, variable, variable_instance, attribute)
   ) STRICT, WITHOUT ROWID`,
  // When a value was set, and the operator as one who sets. A constraint cannot be changed in place.
  `CREATE TABLE variable_value_2 (
     component TEXT NOT NULL COLLATE NOCASE,
     component_instance TEXT NOT NULL COLLATE NOCASE,
     evse INTEGER NOT NULL,
     connector INTEGER NOT NULL,
     variable TEXT NOT NULL COLLATE NOCASE,
     variable_instance TEXT NOT NULL COLLATE NOCASE,
     attribute TEXT NOT NULL CHECK (attribute IN ('Actual', 'Target', 'MinSet', 'MaxSet')),
     value TEXT NOT NULL,
     set_by TEXT NOT NULL CHECK (set_by IN ('csms', 'operator', 'station', 'everest')),
     set_ms INTEGER,
     PRIMARY KEY (component, component_instance, evse, connector, variable, variable_instance, attribute)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO variable_value_2 SELECT *, NULL FROM variable_value;
   DROP TABLE variable_value;
   ALTER TABLE variable_value_2 RENAME TO variable_value`,
];
