import type { OwedAnswer, OwedAnswerStore } from "../station/customer-information/owed-answer.ts";
import type { Database } from "./database.ts";

/** Of the row in `counter` that an erasure is owed by. */
const OWED_ERASURE = "owedErasure";

/** Answers to the CSMS about customers who are cleared, until it has them. */
export class OwedAnswerRepository implements OwedAnswerStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  load(): readonly { readonly id: number; readonly answer: OwedAnswer }[] {
    return this.#db.statement("SELECT id, state FROM owed_answer ORDER BY id").all().map((row) => ({
      id: Number(row["id"]),
      answer: JSON.parse(String(row["state"])) as OwedAnswer,
    }));
  }

  put(id: number, answer: OwedAnswer): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement("INSERT OR REPLACE INTO owed_answer (id, state) VALUES (?, ?)")
        .run(id, JSON.stringify(answer));
    });
  }

  remove(id: number): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement("DELETE FROM owed_answer WHERE id = ?").run(id);
      this.#db.statement("INSERT OR REPLACE INTO counter (name, value) VALUES (?, 1)").run(OWED_ERASURE);
    });
  }

  isErasureOwed(): boolean {
    return this.#db.statement("SELECT 1 FROM counter WHERE name = ?").get(OWED_ERASURE) !== undefined;
  }

  noteErasure(): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement("DELETE FROM counter WHERE name = ?").run(OWED_ERASURE);
    });
  }
}
