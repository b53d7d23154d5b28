"""
python3 scripts/make-log-fixtures.py

Makes tests/fixtures/logs anew with Python's own SQLite: small databases with a write-ahead log or a rollback journal beside
them, as an application leaves them that has the file open or was ended in the middle of its work. cases.json has what
SQLite makes of each: the file's length and CRC-32 once the log was worked into it, and some rows. The tests hold premap to
it. Run by hand, when a case is added.
"""

import gzip
import json
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import struct
import tempfile
import zlib

TARGET = pathlib.Path(__file__).resolve().parent.parent / "tests/fixtures/logs"
FACTS = "SELECT count(*), total(id), total(length(data)), max(name), min(name) FROM thing"

cases = []


class Case:
    """A database in a folder of its own; `keep` copies it as it lies there at that moment."""

    def __init__(self, name, what, page_size=4096, mode="wal", rows=40, length=300, setup=()):
        self.name, self.what = name, what
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.path = self.folder / "x.db"
        self.connections = []
        db = self.db = self.connect()
        db.execute(f"PRAGMA page_size={page_size}")
        for statement in setup:
            db.execute(statement)
        db.execute("CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT, data TEXT)")
        self.insert(1, rows, "first", length)
        db.execute(f"PRAGMA journal_mode={mode}").fetchall()
        db.execute("PRAGMA wal_autocheckpoint=0").fetchall()

    def connect(self):
        db = sqlite3.connect(self.path, isolation_level=None)
        db.executescript("PRAGMA wal_autocheckpoint=0;")
        self.connections.append(db)
        return db

    def insert(self, start, count, name, length=300):
        values = ((i, f"{name} {i}", chr(97 + i % 26) * length) for i in range(start, start + count))
        self.db.executemany("INSERT INTO thing VALUES(?,?,?)", values)

    def transaction(self, *statements, end="COMMIT"):
        self.db.execute("BEGIN")
        for statement in statements:
            self.db.execute(statement)
        if end:
            self.db.execute(end)

    def keep(self, change=None, expect=None):
        if getattr(self, "kept", None):
            return
        self.kept = {}
        for suffix in ("", "-wal", "-journal"):
            file = pathlib.Path(f"{self.path}{suffix}")
            if file.exists():
                self.kept[suffix] = bytearray(file.read_bytes())
        if change:
            change(self.kept)
        self.expect = expect

    def close(self):
        for db in self.connections:
            db.close()
        case = {"name": self.name, "what": self.what, "files": []}
        for suffix, content in self.kept.items():
            file = f"{self.name}.db{suffix}"
            case["files"].append(file)
            (TARGET / f"{file}.gz").write_bytes(gzip.compress(bytes(content), 9, mtime=0))
        if self.expect:
            case["expect"] = self.expect
        else:
            case.update(self.read())
            case["logCounts"] = case["crc"] != zlib.crc32(self.kept[""])
        cases.append(case)
        print(self.name, {k: len(v) for k, v in self.kept.items()}, case.get("facts"), case.get("logCounts"))
        shutil.rmtree(self.folder)

    def read(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        for suffix, content in self.kept.items():
            (folder / f"y.db{suffix}").write_bytes(content)
        db = sqlite3.connect(folder / "y.db")
        try:
            is_whole = db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            is_whole = False
        facts = list(db.execute(FACTS).fetchone()) if is_whole else None
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        content = (folder / "y.db").read_bytes()
        db.close()
        shutil.rmtree(folder)
        return {"facts": facts, "byteLength": len(content), "crc": zlib.crc32(content)}


def frame_size(wal):
    return 24 + struct.unpack(">I", wal[8:12])[0]


def checksum(data, s0, s1, order):
    words = struct.unpack(f"{order}{len(data) // 4}I", bytes(data))
    for i in range(0, len(words), 2):
        s0 = (s0 + words[i] + s1) & 0xFFFFFFFF
        s1 = (s1 + words[i + 1] + s0) & 0xFFFFFFFF
    return s0, s1


def summed_anew(wal, order):
    """The log with all checksums made again, of words in that order."""
    struct.pack_into(">I", wal, 0, 0x377F0683 if order == ">" else 0x377F0682)
    sums = checksum(wal[:24], 0, 0, order)
    struct.pack_into(">II", wal, 24, *sums)
    size, salts = frame_size(wal), bytes(wal[16:24])
    for at in range(32, len(wal) - size + 1, size):
        if wal[at + 8 : at + 16] != salts:
            break
        sums = checksum(wal[at : at + 8], *sums, order)
        sums = checksum(wal[at + 24 : at + size], *sums, order)
        struct.pack_into(">II", wal, at + 16, *sums)


def in_wal(change):
    return lambda kept: change(kept["-wal"])


def cut(wal, bytes_from_end):
    del wal[len(wal) - bytes_from_end :]


def three_commits(case):
    case.transaction("UPDATE thing SET name='second ' || id WHERE id % 3 = 0")
    case.transaction("UPDATE thing SET name='third ' || id WHERE id % 4 = 0", "DELETE FROM thing WHERE id=7")
    case.insert(1000, 25, "fourth")
    case.transaction("UPDATE thing SET name='last ' || id WHERE id = 12")


def write_ahead_logs():
    case = Case("commits", "several commits, pages in more than one of them")
    three_commits(case)
    case.keep()
    case.close()

    case = Case("big-endian", "checksums of big-endian words")
    three_commits(case)
    case.keep(in_wal(lambda wal: summed_anew(wal, ">")))
    case.close()

    for page_size in (512, 1024, 65536):
        case = Case(f"pages-{page_size}", f"pages of {page_size} bytes", page_size)
        three_commits(case)
        case.keep()
        case.close()

    case = Case("rolled-back", "a large transaction that was spilled into the log and rolled back, then a commit", rows=300)
    case.transaction("UPDATE thing SET name='second ' || id WHERE id < 10")
    case.db.execute("PRAGMA cache_size=2")
    case.transaction("UPDATE thing SET name='lost ' || id, data=data || data || data", end="ROLLBACK")
    case.transaction("UPDATE thing SET name='third ' || id WHERE id = 11")
    case.keep()
    case.close()

    case = Case("unfinished", "a transaction that is going on: its pages are in the log, its commit is not", rows=300)
    case.transaction("UPDATE thing SET name='second ' || id WHERE id < 10")
    case.db.execute("PRAGMA cache_size=2")
    case.transaction("UPDATE thing SET name='going on ' || id, data=data || data || data", end=None)
    case.keep()
    case.close()

    case = Case("restarted", "a log begun anew after a checkpoint: pages of the generation before lie behind")
    three_commits(case)
    case.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    case.transaction("UPDATE thing SET name='fifth ' || id WHERE id = 3")
    case.keep()
    case.close()

    case = Case("half-checkpointed", "a reader kept a checkpoint from its end; commits came after it")
    case.transaction("UPDATE thing SET name='second ' || id WHERE id < 10")
    reader = case.connect()
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM thing").fetchall()
    three_commits(case)
    case.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    case.transaction("UPDATE thing SET name='after ' || id WHERE id = 5")
    case.keep()
    reader.execute("COMMIT")
    case.close()

    case = Case("checkpointed", "all of the log is in the file already")
    three_commits(case)
    case.db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    case.keep()
    case.close()

    case = Case("grown", "the file grows within the log", rows=10)
    case.insert(100, 120, "grown")
    case.keep()
    case.close()

    case = Case("shrunk", "the file shrinks within the log", rows=150)
    case.transaction("DELETE FROM thing WHERE id > 20")
    case.db.execute("VACUUM")
    case.keep()
    case.close()

    case = Case("shrunk-and-grown", "it shrinks and grows again", rows=150, setup=["PRAGMA auto_vacuum=2"])
    case.transaction("DELETE FROM thing WHERE id > 20")
    case.db.execute("PRAGMA incremental_vacuum").fetchall()
    case.insert(500, 60, "again", 900)
    case.keep()
    case.close()

    case = Case("all-but-the-header", "a new file: everything but its first page is in the log", rows=0)
    case.insert(1, 60, "new")
    case.keep()
    case.close()

    for name, what, change in (
        ("torn", "the last commit was not written whole", lambda wal: cut(wal, 700)),
        ("torn-at-frame", "the last frame is missing", lambda wal: cut(wal, frame_size(wal))),
        ("torn-header", "the end is a part of a frame's header", lambda wal: cut(wal, frame_size(wal) - 11)),
        ("flipped", "a bit in the middle is wrong", lambda wal: wal.__setitem__(32 + 4 * frame_size(wal) + 900, 7)),
        ("flipped-salt", "a salt in the middle is wrong", lambda wal: wal.__setitem__(32 + 4 * frame_size(wal) + 9, 7)),
        ("page-zero", "a frame of page 0", lambda wal: struct.pack_into(">I", wal, 32 + 4 * frame_size(wal), 0)),
        ("header-only", "nothing but the header", lambda wal: cut(wal, len(wal) - 32)),
        ("header-part", "a part of the header", lambda wal: cut(wal, len(wal) - 20)),
        ("no-bytes", "no bytes at all", lambda wal: cut(wal, len(wal))),
        ("zeros", "nothing but zeros", lambda wal: wal.__setitem__(slice(None), bytes(len(wal)))),
        ("garbage", "bytes that are no log", lambda wal: wal.__setitem__(slice(0, 64), b"no log at all..." * 4)),
        ("bad-header-sum", "the header's checksum is wrong", lambda wal: wal.__setitem__(24, wal[24] ^ 1)),
        ("no-commit", "no commit in it", lambda wal: cut(wal, len(wal) - 32 - 2 * frame_size(wal))),
    ):
        case = Case(name, what)
        three_commits(case)
        case.keep(in_wal(change))
        case.close()

    case = Case("other-version", "a version of the format that does not exist yet")
    three_commits(case)
    case.keep(in_wal(lambda wal: (struct.pack_into(">I", wal, 4, 3007001), summed_anew(wal, "<"))), "file-log-unreadable")
    case.close()

    other = Case("other", "", 1024)
    three_commits(other)
    other.keep()
    case = Case("other-file", "the log of another file, whose pages are smaller")
    three_commits(case)
    case.keep(lambda kept: kept.update({"-wal": other.kept["-wal"]}), "file-log-unreadable")
    case.close()


def journals():
    def spilled(name, what, *statements, change=None, expect=None, rows=150, page_size=4096, setup=(), pragmas=()):
        case = Case(name, what, page_size, "delete", rows, setup=setup)
        for pragma in ("PRAGMA cache_size=2", *pragmas):
            case.db.execute(pragma).fetchall()
        case.transaction(*statements, end=None)
        case.keep(change, expect)
        case.close()

    update = "UPDATE thing SET name='going on ' || id, data='X' || data"
    more = "INSERT INTO thing SELECT id + 1000, 'new ' || id, data || data FROM thing"
    spilled("hot", "a transaction that was ended in the middle", update)
    spilled("hot-grown", "the transaction made the file longer", update, more)
    spilled("hot-no-sync", "written without syncing: the count of records is -1", update, more, pragmas=["PRAGMA synchronous=OFF"])
    spilled("hot-512", "pages of 512 bytes", update, more, page_size=512)
    spilled("hot-65536", "pages of 64 KiB", update, more, page_size=65536, rows=900)
    spilled(
        "hot-shrunk",
        "the transaction made the file shorter",
        "DELETE FROM thing WHERE id > 20",
        "PRAGMA incremental_vacuum",
        update,
        setup=["PRAGMA auto_vacuum=2"],
    )
    no_sync = ["PRAGMA synchronous=OFF"]
    spilled("hot-torn", "the journal's end is missing", update, change=lambda kept: cut(kept["-journal"], 30000))
    spilled("hot-torn-no-sync", "the same, not synced", update, change=lambda kept: cut(kept["-journal"], 9000), pragmas=no_sync)
    spilled("hot-flipped", "a record's checksum does not fit", update, change=lambda kept: flip_record(kept["-journal"], 1))
    spilled("hot-flipped-no-sync", "the same", update, change=lambda kept: flip_record(kept["-journal"], 3), pragmas=no_sync)
    spilled("hot-old", "a journal that does not say the size of pages", update, change=lambda kept: kept["-journal"].__setitem__(slice(24, 28), bytes(4)))
    spilled("hot-bad-sector", "the size of sectors is no power of two", update, change=lambda kept: kept["-journal"].__setitem__(23, 3))
    spilled("not-hot", "nothing is in the file yet", "UPDATE thing SET name='unwritten' WHERE id=1", pragmas=["PRAGMA cache_size=100"])

    case = Case("finished", "a journal that was kept after the end of its transaction", mode="persist")
    case.transaction(update)
    case.keep()
    case.close()

    case = Case("emptied", "a journal that was emptied at the end of its transaction", mode="truncate")
    case.transaction(update)
    case.keep()
    case.close()

    garbage = lambda kept: kept.update({"-journal": bytearray(b"no journal at all" * 100)})
    case = Case("garbage-journal", "bytes that are no journal", mode="delete")
    case.keep(garbage)
    case.close()

    spilled(
        "several-files",
        "a transaction over several files: the journal names the one that tells whether it ended",
        update,
        change=lambda kept: name_super_journal(kept["-journal"], b"/tmp/x.db-mj0123459AB"),
        expect="file-log-unreadable",
    )

    tables = [f"CREATE TABLE t{i}(a)" for i in range(12)]
    case = Case("vacuum", "ended in the middle of a VACUUM that makes pages larger", 512, "delete", setup=tables)
    vacuum_until_killed(case.path)
    case.keep()
    case.close()


def vacuum_until_killed(path):
    """The process may write 400 kB to a file, and ends where SQLite goes on."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA page_size=65536")
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    db.execute("VACUUM")
    os._exit(1)


def flip_record(journal, index):
    for at in range(512 + index * 4104 + 4, 512 + index * 4104 + 4000):
        journal[at] ^= 0x11


def name_super_journal(journal, name):
    journal += b"\0" * (-len(journal) % 512)
    journal += struct.pack(">I", 0x40000000 // 4096 + 1) + name
    journal += struct.pack(">II", len(name), sum(name)) + bytes.fromhex("d9d505f920a163d7")


TARGET.mkdir(exist_ok=True)
for old in TARGET.glob("*.gz"):
    old.unlink()
write_ahead_logs()
journals()
lines = ",\n".join(json.dumps(case) for case in cases)
(TARGET / "cases.json").write_text(f"[\n{lines}\n]\n")
print(sum(file.stat().st_size for file in TARGET.glob("*")), "bytes")
