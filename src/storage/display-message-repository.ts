import type { MessageInfoType } from "../ocpp/messages.ts";
import type { DisplayMessageStore } from "../station/display-message/display-message-store.ts";
import type { Database } from "./database.ts";

/** Messages that the CSMS set for the display. */
export class DisplayMessageRepository implements DisplayMessageStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  all(): readonly MessageInfoType[] {
    return this.#db.statement("SELECT message FROM display_message ORDER BY id").all()
      .map((row) => JSON.parse(String(row["message"])) as MessageInfoType);
  }

  put(message: MessageInfoType, displaced: readonly number[]): Promise<void> {
    return this.#db.write(() => {
      this.#delete(displaced);
      this.#db.statement(
        "INSERT INTO display_message (id, message) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET message = ?2",
      ).run(message.id, JSON.stringify(message));
    });
  }

  remove(ids: readonly number[]): Promise<void> {
    return this.#db.write(() => this.#delete(ids));
  }

  #delete(ids: readonly number[]): void {
    const statement = this.#db.statement("DELETE FROM display_message WHERE id = ?");
    for (const id of ids) statement.run(id);
  }
}
