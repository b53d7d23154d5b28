/**
 * premap/sqljs behaves as sql.js does: every scenario runs on both, and what comes of it (the value, or what is thrown) must be
 * the same. Then what is ours alone: sharing with engines, and the few differences.
 */
import { createEngine } from "premap";
import initSqlJs, { type BindParams, type Database, type SqlJsStatic } from "premap/sqljs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { rejection, snapshotBytes } from "./support.ts";

let ours: SqlJsStatic;
let theirs: SqlJsStatic;

beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {}); // sql.js warns of its legacy functions
  ours = await initSqlJs();
  theirs = (await (
    (await import("sql.js/dist/sql-wasm-debug.js" as string)) as { default: typeof initSqlJs }
  ).default()) as SqlJsStatic;
});

type Outcome = { value: unknown } | { thrown: string; text: string };

/** Numbers may differ in the last digits: the two have different mathematical libraries. */
function comparable(value: unknown): unknown {
  if (typeof value === "number" && Number.isFinite(value)) return Number(value.toPrecision(12));
  if (value instanceof Uint8Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, comparable(member)]));
  return value;
}

function outcome(run: () => unknown): Outcome {
  try {
    return { value: comparable(run()) };
  } catch (thrown) {
    return { thrown: thrown instanceof Error ? "Error" : typeof thrown, text: String(thrown) };
  }
}

/** Runs a scenario on both, each with a new database. Answers what both came to. */
function same(scenario: (db: Database, SQL: SqlJsStatic) => unknown): Outcome {
  const [mine, original] = [ours, theirs].map((SQL) => {
    const db = new SQL.Database();
    const result = outcome(() => scenario(db, SQL));
    db.close();
    return result;
  }) as [Outcome, Outcome];
  expect(mine).toEqual(original);
  return mine;
}

const people =
  "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT, age REAL, data); " +
  "INSERT INTO p VALUES (1,'Ann',31,x'00ff'),(2,'Bo',NULL,'text'),(3,'粵語😄',7.5,12345678901);";

describe("databases", () => {
  it("run one or many statements, and answer a result for each that has rows", () => {
    same((db) => db.exec(`${people} SELECT * FROM p; SELECT name FROM p WHERE 0; SELECT count(*), 'a' AS b FROM p;`));
    same((db) => db.exec(""));
    same((db) => db.exec("  -- nothing\n ; ;"));
    same((db) => db.run(people) === db);
    same(
      (db) => (
        db.run(people),
        db.exec("SELECT name FROM p WHERE id = $id; SELECT age FROM p WHERE id = $id", { $id: 3 })
      ),
    );
    same((db) => (db.run(people), db.run("INSERT INTO p (id) VALUES (?)", [9]), db.exec("SELECT max(id) FROM p")));
    same((db) => (db.run(people), db.exec("SELECT data FROM p WHERE id=3", null, { useBigInt: true })[0]?.values));
    same((db) => db.exec('SELECT "double quotes" AS a'));
    same((db) => db.exec("SELECT 9007199254740993, 0.1 + 0.2 || '', 1e300 * 1e300, -0.0, 1 / 0"));
  });

  it("say what is wrong in SQLite's words", () => {
    same((db) => db.exec("SELEKT 1"));
    same((db) => db.run("SELECT * FROM missing"));
    same((db) => db.prepare("SELECT nope FROM sqlite_master"));
    same((db) => (db.run(people), db.run("INSERT INTO p (id) VALUES (1)")));
    same((db) => (db.run("CREATE TABLE t (a NOT NULL)"), db.exec("INSERT INTO t VALUES (NULL)")));
    same((db) => db.prepare(""));
    same((db) => db.prepare("-- only a comment"));
    same((db) => db.handleError(0));
    same((db) => db.exec("SELECT ?", [1, 2]));
    same((db) => db.exec("SELECT abs(-9223372036854775808)"));
    same((db) => db.exec("SELECT json('{')"));
    same((_, SQL) => new SQL.Database([1, 2, 3]).exec("SELECT * FROM sqlite_master"));
  });

  it("take a text for its own bytes: a path is no database", () => {
    const tables = "SELECT name FROM sqlite_schema";
    const opened = (data: unknown, SQL: SqlJsStatic) => new SQL.Database(data as never).exec(tables);
    const path = same((_, SQL) => opened("building.bim", SQL));
    expect(path).toMatchObject({ text: "Error: file is not a database" });
    same((_, SQL) => opened("", SQL));
    same((db, SQL) => {
      db.run(people);
      return opened(Array.from(db.export(), (byte) => String.fromCharCode(byte)).join(""), SQL);
    });
  });

  it("refuse to work once closed", () => {
    const closed = (use: (db: Database) => unknown) => same((db) => (db.run(people), db.close(), use(db)));
    closed((db) => db.run("SELECT 1"));
    closed((db) => db.exec("SELECT 1"));
    closed((db) => db.close());
    closed((db) => db.export());
    closed((db) => db.iterateStatements("SELECT 1").next());
    same((db) => {
      const statement = db.prepare("SELECT 1");
      db.close();
      return statement.step();
    });
  });

  it("export and import files, and go on after an export", () => {
    same((db, SQL) => {
      db.run(people);
      db.create_function("twice", (x: number) => x * 2);
      const statement = db.prepare("SELECT name FROM p ORDER BY id");
      statement.step();
      const bytes = db.export();
      const copy = new SQL.Database(bytes);
      const all = [
        copy.exec("SELECT * FROM p"),
        db.exec("SELECT twice(21)"),
        statement.step(),
        statement.get(),
        bytes.length,
      ];
      copy.close();
      return all;
    });
    same((db, SQL) => [db.export().length, new SQL.Database(db.export()).exec("SELECT * FROM sqlite_schema")]);
    same((db) => (db.run(people), db.run("BEGIN"), db.run("DELETE FROM p"), db.export()));
    same((db) => (db.run("PRAGMA page_size=1024; CREATE TABLE t(a)"), db.export().length));
    same((db) => (db.run(people), db.run("DELETE FROM p; VACUUM"), db.export().length));
    const [a, b] = [ours, theirs].map((SQL) => {
      const db = new SQL.Database();
      db.run(people);
      return db.export();
    });
    expect(new theirs.Database(a).exec("SELECT * FROM p")).toEqual(new ours.Database(b).exec("SELECT * FROM p"));
  });

  it("roll transactions back, and grow and shrink", () => {
    same((db) => {
      db.run("CREATE TABLE big (a); CREATE INDEX i ON big (a)");
      db.run(
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<20000) INSERT INTO big SELECT hex(x*7919) FROM c",
      );
      db.run("BEGIN; DELETE FROM big WHERE rowid % 3 = 0; ROLLBACK");
      db.run("SAVEPOINT s; UPDATE big SET a = a || 'x'; ROLLBACK TO s; RELEASE s");
      db.run("DELETE FROM big WHERE rowid > 100; VACUUM");
      return [db.exec("SELECT count(*), max(a) FROM big"), db.exec("PRAGMA integrity_check"), db.export().length];
    });
  });

  it("attach further files of the same memory", () => {
    same((db) => {
      db.run("ATTACH 'other.db' AS o; CREATE TABLE o.t (a); INSERT INTO o.t VALUES (7); DETACH o");
      db.run("ATTACH 'other.db' AS again");
      return db.exec("SELECT a FROM again.t");
    });
  });

  it("open files in WAL mode and files in UTF-16", () => {
    same((db, SQL) => {
      db.run("PRAGMA encoding='UTF-16'; CREATE TABLE t (a); INSERT INTO t VALUES ('粵語😄')");
      const bytes = db.export();
      bytes[18] = bytes[19] = 2;
      return new SQL.Database(bytes).exec("SELECT a FROM t; PRAGMA encoding");
    });
  });

  it("call back for each row, and at the end", () => {
    same((db) => {
      db.run(people);
      const seen: unknown[] = [];
      db.each(
        "SELECT id, name FROM p WHERE id > $id",
        { $id: 1 },
        (row) => seen.push(row),
        () => seen.push("done"),
      );
      db.each(
        "SELECT id FROM p",
        (row) => seen.push(row),
        () => seen.push("done"),
      );
      db.each("SELECT id FROM p", (row) => seen.push(row));
      return seen;
    });
    same((db) =>
      db.each("SELECT 1", () => {
        throw new Error("from the callback");
      }),
    );
  });

  it("tell of changed rows", () => {
    same(
      (db) => (
        db.run(people),
        [db.getRowsModified(), db.run("UPDATE p SET age = 1"), db.getRowsModified()].map(Number)
      ),
    );
  });
});

describe("statements", () => {
  const bound = (sql: string, params: BindParams) =>
    same((db) => {
      const statement = db.prepare(sql);
      const row = statement.get(params);
      return [row, statement.getAsObject(params)];
    });

  it("take every form of binding", () => {
    bound("SELECT ?, ?2, ?", [1, "two", null]);
    bound("SELECT :a, @b, $c, :a", { ":a": 1.5, "@b": "text", $c: true, $unknown: 1 });
    bound("SELECT ?, typeof(?1)", [5_000_000_000]);
    bound("SELECT ?, typeof(?1)", [2 ** 31]);
    bound("SELECT ?, typeof(?1)", [-0]);
    bound("SELECT ?, typeof(?1)", [Number.NaN]);
    bound("SELECT ?, typeof(?1)", [Number.POSITIVE_INFINITY]);
    bound("SELECT ?, typeof(?1)", [false]);
    bound("SELECT ?, typeof(?1)", [12345678901234567890n]);
    bound("SELECT ?, length(?1)", [new Uint8Array([0, 1, 255])]);
    bound("SELECT ?, typeof(?1)", [[1, 2, 3]]);
    bound("SELECT ?, typeof(?1)", [new Uint8Array(0)]);
    bound("SELECT ?, length(?1), hex(?1)", ["a\0b\ufeff粵"]);
    bound("SELECT ?, ?", []);
    bound("SELECT ?", null);
    same((db) => db.prepare("SELECT 1").bind());
    same((db) => db.prepare("SELECT ?").bind([undefined as never]));
    same((db) => db.prepare("SELECT ?").bind([{ a: 1 } as never]));
    same((db) => db.prepare("SELECT ?").bind([1, 2]));
  });

  it("step, reset and run", () => {
    same((db) => {
      db.run(people);
      const insert = db.prepare("INSERT INTO p (name) VALUES (?)");
      const ran = [insert.run(["x"]), insert.run(["y"]), insert.reset(), insert.free(), insert.free()];
      return [ran, db.exec("SELECT id, name FROM p")];
    });
    same((db) => {
      db.run(people);
      const statement = db.prepare("SELECT id FROM p ORDER BY id LIMIT 2");
      return [
        statement.get(),
        statement.step(),
        statement.get(),
        statement.step(),
        statement.step(),
        statement.get(),
        statement.step(),
      ];
    });
    same((db) => {
      const statement = db.prepare("SELECT 1");
      statement.free();
      return statement.bind([1]);
    });
    same((db) => {
      db.run(people);
      const statement = db.prepare("INSERT INTO p (id) VALUES (?)");
      const first = outcome(() => statement.run([1]));
      return [first, statement.run([77]), db.exec("SELECT count(*) FROM p")];
    });
    same((db) => {
      db.run(people);
      db.prepare("SELECT * FROM p").step();
      db.run("DROP TABLE p");
    });
  });

  it("give values one by one", () => {
    same((db) => {
      const statement = db.prepare("SELECT 42, 'text', x'0102', NULL, 9007199254740993");
      statement.step();
      return [
        statement.getNumber(0),
        statement.getString(1),
        statement.getBlob(2),
        statement.getNumber(3),
        statement.getBlob(3),
        String(statement.getBigInt(4)),
        statement.getNumber(1),
        statement.getString(),
        statement.getBlob(),
        statement.getColumnNames(),
        String(statement.get(null, { useBigInt: true })[4]),
      ];
    });
    same((db) => db.prepare("SELECT 1 AS __proto__, 2 AS a, 3 AS a").getAsObject({}));
    same((db) => db.prepare("SELECT 1 AS a").getAsObject());
    same((db) => db.prepare("SELECT ''").get([]));
  });

  it("know their SQL", () => {
    same((db) => db.prepare("SELECT 1 ; SELECT 2").getSQL());
    same(
      (db) => (
        db.run("create table test (x integer);"),
        db.prepare("select * from test where x = 42 and x in (1,2)").getNormalizedSQL()
      ),
    );
  });

  it("come one by one from a text", () => {
    same((db) => {
      const iterator = db.iterateStatements("CREATE TABLE t (a); INSERT INTO t VALUES (1); SELECT a FROM t; -- end");
      const seen: unknown[] = [];
      for (const statement of iterator)
        seen.push(statement.getSQL(), statement.step(), statement.get(), iterator.getRemainingSQL());
      return [seen, iterator.next()];
    });
    same((db) => {
      const iterator = db.iterateStatements("SELECT 1; nonsense; SELECT 2");
      iterator.next();
      return [outcome(() => iterator.next()), iterator.getRemainingSQL(), iterator.next()];
    });
    same((db) => {
      for (const statement of db.iterateStatements("SELECT 1; SELECT 2")) {
        statement.step();
        break;
      }
      return Object.keys(db.statements).length;
    });
  });
});

describe("functions", () => {
  it("pass values both ways", () => {
    for (const sql of [
      "1",
      "2.5",
      "'text'",
      "x'00ff'",
      "NULL",
      "''",
      "x''",
      "'a' || char(0) || 'b'",
      "9007199254740993",
    ])
      same((db) => {
        const got: unknown[] = [];
        db.create_function("echo", (x: unknown) => (got.push(x), x));
        return [db.exec(`SELECT echo(${sql}), typeof(echo(${sql}))`), got];
      });
    for (const value of [true, 7, 7.5, "text", null, undefined, new Uint8Array([1, 2]), [3, 4], { a: 1 }, () => 1])
      same((db) => (db.create_function("give", () => value), db.exec("SELECT give(), typeof(give())")));
  });

  it("report what they throw", () => {
    same(
      (db) => (
        db.create_function("bad", () => {
          throw new Error("broken");
        }),
        db.exec("SELECT bad()")
      ),
    );
    same(
      (db) => (
        db.create_function("bad", () => {
          throw "plain text";
        }),
        db.exec("SELECT bad()")
      ),
    );
  });

  it("are told apart by the number of their arguments, and can be redefined", () => {
    same((db) => {
      db.create_function("f", () => "none");
      db.create_function("f", (_a: number) => "one");
      db.create_function("F", (_a: number, _b: number) => "two");
      const before = db.exec("SELECT f(), f(1), f(1, 2)");
      db.create_function("f", (_a: number) => "new");
      return [before, db.exec("SELECT f(), f(1)"), outcome(() => db.exec("SELECT f(1, 2, 3)"))];
    });
    same((db) => db.create_function("f", () => 1) === db);
  });

  it("aggregate", () => {
    const data = "(VALUES (1),(2),(NULL),(4))";
    same((db) => {
      db.create_aggregate("total_", {
        init: () => 0,
        step: (sum: number, x: number) => sum + x,
        finalize: (sum: number) => `=${sum}`,
      });
      db.create_aggregate("last", { step: (_: unknown, x: unknown) => x });
      db.create_aggregate("pairs", {
        init: () => [] as unknown[],
        step: (list: unknown[], a: unknown, b: unknown) => [...list, [a, b]],
        finalize: JSON.stringify,
      });
      return [
        db.exec(`SELECT total_(column1), last(column1), pairs(column1, 'x') FROM ${data}`),
        db.exec(`SELECT total_(column1), last(column1) FROM ${data} WHERE 0`),
        db.exec(`SELECT column1 > 1 AS g, total_(column1) FROM ${data} GROUP BY g`),
        db.exec(`SELECT total_(column1) + total_(column1 * 2) FROM ${data}`),
      ];
    });
    same((db) => db.create_aggregate("none", {} as never));
    same((db) => {
      db.create_aggregate("bad", {
        step: () => {
          throw "in step";
        },
      });
      db.create_aggregate("bad2", {
        step: (_: unknown, x: unknown) => x,
        finalize: () => {
          throw new Error("in finalize");
        },
      });
      return [outcome(() => db.exec("SELECT bad()")), outcome(() => db.exec("SELECT bad2(1)")), db.exec("SELECT 1")];
    });
  });

  it("hear of every row that changes", () => {
    same((db) => {
      db.run(people);
      const seen: unknown[] = [];
      db.updateHook((...change) => seen.push(change));
      db.run("INSERT INTO p (id) VALUES (10); UPDATE p SET age = 1 WHERE id < 3; DELETE FROM p WHERE id = 3");
      db.run("CREATE TEMP TABLE t (a); INSERT INTO t VALUES (1)");
      db.updateHook(null);
      db.run("DELETE FROM p WHERE id = 10");
      return seen;
    });
  });
});

describe("the functions sql.js adds to SQLite", () => {
  const texts = ["'Hello World'", "'héllo 粵語'", "''", "NULL", "123", "'9x'", "'x'", "1.5", "x'6162'"];
  const numbers = ["0", "1", "-2", "0.5", "-4.1", "4.1", "1e300", "NULL", "'3'", "'x'", "9223372036854775807"];
  const each = (expressions: string[]) => {
    for (const expression of expressions)
      same((db) => [expression, outcome(() => db.exec(`SELECT ${expression}, typeof(${expression})`))]);
  };

  it("of one number", () => {
    const names =
      "acos asin atan acosh asinh atanh cos sin tan cot cosh sinh tanh coth degrees radians exp log log10 sqrt square sign ceil floor";
    each(names.split(" ").flatMap((name) => numbers.map((x) => `${name}(${x})`)));
    each([
      "pi()",
      "pi(1)",
      "difference('Robert','Rupert')",
      "difference('','a')",
      "difference('Hello','ello')",
      "difference(12,NULL)",
      "power(2,3)",
      "power(2,-1)",
      "power(-8,0.5)",
      "power(NULL,1)",
      "atan2(1,2)",
      "atn2(-1,2)",
      "log(2,8)",
    ]);
  });

  it("of text", () => {
    each(texts.flatMap((text) => [`reverse(${text})`, `proper(${text})`, `leftstr(${text},3)`, `rightstr(${text},3)`]));
    each(
      texts.flatMap((text) => [
        `padl(${text},8)`,
        `padr(${text},8)`,
        `padc(${text},8)`,
        `padl(${text},1)`,
        `replicate(${text},2)`,
      ]),
    );
    each(texts.flatMap((text) => [`strfilter(${text},'lo1')`, `charindex('l',${text})`, `charindex('l',${text},5)`]));
    each([
      "padl('a',-1)",
      "padc('abc',6)",
      "charindex('','a')",
      "charindex('b','abcb',-5)",
      "leftstr('abc',0)",
      "leftstr('abc',NULL)",
      "proper('o''neil FOO-bar\tx')",
    ]);
  });

  it("of columns", () => {
    const columns = [
      "(1),(2),(3),(4)",
      "(1),(2),(2),(3),(3)",
      "(1.5),(2),('a')",
      "('a'),('b')",
      "(NULL),(NULL)",
      "(3),(1),(2),(10),(7)",
      "(1),(NULL),(5)",
      "('3'),('4'),('12')",
      "(1),(2.0),(2)",
      "(5)",
    ];
    for (const column of columns)
      for (const name of ["stdev", "variance", "mode", "median", "lower_quartile", "upper_quartile"])
        same((db) => [
          name,
          column,
          db.exec(`SELECT ${name}(column1), typeof(${name}(column1)) FROM (VALUES ${column})`),
        ]);
    same((db) => db.exec("SELECT median(column1), stdev(column1) FROM (VALUES (1)) WHERE 0"));
  });
});

describe("with engines", () => {
  it("shares a database: what is written later does not show", async () => {
    const db = new ours.Database(snapshotBytes("building.bim"));
    const engine = await createEngine();
    const snapshot = await engine.open(db);
    const count = async () => (await snapshot.query("SELECT COUNT(*) FROM bis.Element").toArray())[0]?.[0];
    const before = await count();
    const rows = await snapshot.query("SELECT ECInstanceId, Mark FROM bt.Beam ORDER BY ECInstanceId").toArray();

    db.run("PRAGMA foreign_keys=0; DELETE FROM bis_Element WHERE Id > 1; CREATE TABLE more (a); VACUUM");
    expect(db.exec("SELECT count(*) FROM bis_Element")[0]?.values).toEqual([[1]]);
    expect(await count()).toBe(before);
    const after = await engine.open(db);
    expect(await after.query("SELECT COUNT(*) FROM bis.Element").toArray()).toEqual([[1]]);
    db.close(); // the snapshot keeps what it reads
    expect(await snapshot.query("SELECT ECInstanceId, Mark FROM bt.Beam ORDER BY ECInstanceId").toArray()).toEqual(
      rows,
    );
    engine.close();
    expect((await rejection(snapshot.schemas())).code).toBe("snapshot-closed");
  });

  it("does not copy it: an engine in a worker opens it too", async () => {
    const db = new ours.Database(snapshotBytes("building.bim"));
    db.export = () => expect.fail("exported");
    const engine = await createEngine({ worker: true });
    const snapshot = await engine.open(db);
    expect(snapshot.info.name).toBe("Building fixture");
    engine.close();
    db.close();
  });

  it("refuses one in the middle of a transaction, and a closed one", async () => {
    const db = new ours.Database(snapshotBytes("building.bim"));
    const engine = await createEngine();
    db.run("BEGIN; DELETE FROM be_Local");
    expect((await rejection(engine.open(db))).message).toContain("transaction");
    db.run("ROLLBACK");
    (await engine.open(db)).close();
    db.close();
    expect((await rejection(engine.open(db))).message).toBe("Database closed");
    expect((await rejection(engine.open(new ours.Database()))).code).toBe("file-empty");
    engine.close();
  });

  it("takes a database of sql.js by its bytes", async () => {
    const db = new theirs.Database(snapshotBytes("building.bim"));
    const engine = await createEngine();
    expect((await engine.open(db)).info.name).toBe("Building fixture");
    engine.close();
    db.close();
  });
});

describe("ours alone", () => {
  it("is one module, by whatever name", async () => {
    const named = await import("premap/sqljs");
    expect(await named.initSqlJs({ useOldExtensionFunctions: false })).toBe(ours);
    expect(ours.stackSave()).toBeGreaterThan(0);
    expect(initSqlJs.default).toBe(initSqlJs);
  });

  it("refuses what has no bytes, where sql.js makes an empty database", () => {
    const { Database } = ours;
    for (const [data, name] of [
      [Promise.resolve(new Uint8Array()), "a Promise"],
      [new Map(), "a Map"],
      [{}, "an object"],
    ] as const)
      expect(() => new Database(data as never)).toThrow(`a database is made of bytes, not of ${name}`);
    const bytes = new Database().export();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    expect(new Database(view as never).export()).toEqual(bytes);
  });

  it("hands on what an update hook throws, once the statement is done", () => {
    const db = new ours.Database();
    db.run("CREATE TABLE t (a)");
    db.updateHook(() => {
      throw new Error("from the hook");
    });
    expect(() => db.run("INSERT INTO t VALUES (1)")).toThrow("from the hook");
    expect(() => db.prepare("INSERT INTO t VALUES (2)").step()).toThrow("from the hook");
    db.updateHook(null);
    expect(db.exec("SELECT count(*) FROM t")[0]?.values).toEqual([[2]]);
    db.close();
  });

  it("is disposed of by `using`", () => {
    const db = new ours.Database();
    const statement = db.prepare("SELECT 1");
    statement[Symbol.dispose]();
    expect(() => statement.step()).toThrow("Statement closed");
    db[Symbol.dispose]();
    expect(db.db).toBeNull();
  });

  it("gives the memory of closed databases back", () => {
    const round = () => {
      const db = new ours.Database();
      db.create_function("f", () => 1);
      db.updateHook(() => {});
      db.run("CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(100000))");
      db.prepare("SELECT f() FROM t").step();
      outcome(() => db.run("nonsense"));
      db.close();
      return db.sqlite.callbacks;
    };
    for (let i = 0; i < 50; i++) round();
    const { HEAPU8 } = new ours.Database().sqlite.c;
    const size = HEAPU8.byteLength;
    const kept = round().size;
    for (let i = 0; i < 1000; i++) round();
    expect(new ours.Database().sqlite.c.HEAPU8.byteLength).toBe(size);
    expect(round().size).toBe(kept);
  });
});
