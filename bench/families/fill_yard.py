#!/usr/bin/env python3
"""Makes a yard snapshot of any number of parts inside SQLite, from the few parts of each class that the base has.

usage: fill_yard.py BASE.bim OUT.bim PARTS

Ids are as after years of work by two people: far from 1, in one order with the aspects, with gaps that differ by a
thousand, and most of them in a small part of their range; every eighth part got its aspects later. Some classes have
most of the parts. Every part has an Inspection and a Delivery, some have Visits; texts are missing, short, or longer
than a page; coordinates have all digits or three. The same every time.
"""
import json
import os
import random
import shutil
import sqlite3
import sys

BATCH = 20000
PARTS_OF_SHEET = 40
LATE = 4096  # aspects that came later come this many parts later, in another order
PART_TABLES = ("bis_GeometricElement3d", "bis_ElementMultiAspect", "bis_ElementUniqueAspect", "dgn_SpatialIndex")
WORDS = ("cast cured lifted loaded crack repaired ground sealed checked north gate crane wet dry frost").split()


class Ids:
    """One sequence for elements and aspects."""

    def __init__(self, rng, parts):
        self.rng, self.parts, self.last, self.count = rng, parts, 2 << 40, 0

    def next(self):
        self.last += 1
        return self.last

    def next_part(self):
        self.count += 1
        if self.count % 997 == 0:
            self.last += 1 << self.rng.randrange(4, 24)
        if self.count == self.parts * 3 // 5:
            self.last = 3 << 40  # the other one's
        return self.next()


class Yard:
    def __init__(self, db, parts):
        self.db, self.parts, self.rng = db, parts, random.Random(16)
        self.ids = Ids(self.rng, parts)
        self.columns = {t: [row[1] for row in db.execute(f'pragma table_info("{t}")')] for t in TABLES}
        self.rows = {t: [] for t in TABLES}
        self.templates = self.read_templates()
        self.late = []
        self.sheets = []

    def read_templates(self):
        """Rows of each class as {column: value}: the element's two, those of the aspects, and of a sheet."""
        element = {row[0]: row for row in self.db.execute("select * from bis_Element")}
        as_dict = lambda table, row: dict(zip(self.columns[table], row))
        rows = lambda table: [as_dict(table, row) for row in self.db.execute(f'select * from "{table}" order by 1')]
        self.inspection = rows("bis_ElementUniqueAspect")[0]
        self.delivery, self.visit = rows("bis_ElementMultiAspect")[:2]
        self.sheet = rows("bis_InformationRecordElement")[0]
        self.sheet_element = as_dict("bis_Element", element[self.sheet["ElementId"]])
        self.base_ids = [self.sheet["ElementId"]]
        by_class = {}
        for part in rows("bis_GeometricElement3d"):
            self.base_ids.append(part["ElementId"])
            row = as_dict("bis_Element", element[part["ElementId"]])
            by_class.setdefault(part["ECClassId"], []).append((row, part))
        kinds = list(by_class.values())
        self.rng.shuffle(kinds)
        # A few classes have most of the parts, and some hardly any.
        self.weights = [1 / (at + 1) for at in range(len(kinds))]
        return kinds

    def put(self, table, row):
        rows = self.rows[table]
        rows.append(tuple(row[column] for column in self.columns[table]))
        if len(rows) >= BATCH:
            self.flush(table)

    def flush(self, table):
        marks = ",".join("?" * len(self.columns[table]))
        self.db.executemany(f'insert into "{table}" values({marks})', self.rows[table])
        self.rows[table].clear()

    def fill(self):
        kinds = self.rng.choices(self.templates, self.weights, k=self.parts)
        for n, kind in enumerate(kinds):
            if n % PARTS_OF_SHEET == 0:
                self.add_sheet(n)
            self.add_part(n, kind[n % len(kind)])
            if n % LATE == LATE - 1:
                self.add_late()
        self.add_late()
        for table in TABLES:
            self.flush(table)

    def add_sheet(self, n):
        number = n // PARTS_OF_SHEET
        own = self.ids.next_part()
        self.sheets.append(own)
        self.put("bis_Element", {
            **self.sheet_element, "Id": own, "LastMod": self.day(), "CodeValue": f"Sheet {number}",
            "UserLabel": None, "FederationGuid": None})
        self.put("bis_InformationRecordElement", {
            **self.sheet, "ElementId": own, "js1": f"Drawing {number} of {number % 13} copies", "js2": self.day()})

    def add_part(self, n, template):
        element, part = template
        rng, chance = self.rng, self.rng.random()
        own = self.ids.next_part()
        self.put("bis_Element", {
            **element, "Id": own, "LastMod": self.day(),
            "CodeValue": None if n % 3 == 0 else f"{element['CodeValue'] or 'Part'}/{n}",
            "UserLabel": None if chance < 0.4 else f"{WORDS[n % len(WORDS)]} {n % 5000}",
            "FederationGuid": rng.randbytes(16) if chance < 0.15 else None,
            "JsonProperties": self.json_text(n)})
        number = self.coordinate
        self.put("bis_GeometricElement3d", {
            **part, "ElementId": own, "InSpatialIndex": n % 2,
            "Origin_X": number(2000), "Origin_Y": number(2000), "Origin_Z": number(20),
            "Yaw": float(n % 4 * 90) if chance < 0.3 else number(360), "Pitch": 0.0 if chance < 0.8 else number(90),
            "BBoxLow_X": -number(3) if n % 2 else 0.0, "BBoxLow_Y": -number(3) if n % 2 else 0.0, "BBoxLow_Z": 0.0,
            "BBoxHigh_X": number(3), "BBoxHigh_Y": number(3), "BBoxHigh_Z": number(8),
            # Mark, Mass, Cast, Released, Hook, Note, Sheet; then the class's own.
            "js2": f"{WORDS[n % 7][0].upper()}-{n % 9973}", "js3": None if n % 9 == 0 else number(4000),
            "js4": self.day() if n % 5 else None, "js5": n % 7 < 3 if n % 11 else None,
            "js6": number(4), "js7": number(4), "js8": 0.0, "js9": self.note(n),
            "js10": None if n % 20 == 0 else self.sheets[-1 - n % 3 % len(self.sheets)],
            "js11": None if n % 20 == 0 else part["js11"],
            "js13": n % 400, "js14": f"{part['js14']}.{n % 300}", "js15": number(12)})
        if n % 8 == 5:
            self.late.append((n, own))
        else:
            self.add_aspects(n, own)

    def add_late(self):
        self.rng.shuffle(self.late)
        for n, own in self.late:
            self.add_aspects(n, own)
        self.late.clear()

    def add_aspects(self, n, own):
        at = lambda: {"Id": self.ids.next(), "ElementId": own}
        self.put("bis_ElementUniqueAspect",
                 {**self.inspection, **at(), "ps1": "ABCDE"[n % 5] + str(n % 30), "ps2": self.day(), "ps3": n % 2})
        self.put("bis_ElementMultiAspect",
                 {**self.delivery, **at(), "ps1": f"Lot {n // 24}", "ps2": self.coordinate(24), "ps3": self.day()})
        for visit in range((n % 64).bit_count() - 4):  # most parts none, a few one or two
            self.put("bis_ElementMultiAspect",
                     {**self.visit, **at(), "ps1": f"V{n % 40} {visit}", "ps2": self.day()})

    def day(self):
        """A moment of ten years, to the millisecond."""
        return 2459000.5 + self.rng.randrange(3650 * 86_400_000) / 86_400_000

    def coordinate(self, most):
        value = self.rng.random() * most
        return round(value, 3) if self.rng.random() < 0.3 else value

    def text(self, length):
        words = self.rng.choices(WORDS, k=length // 6 + 1)
        return " ".join(words)[:length]

    def note(self, n):
        if n % 421 == 0:
            return self.text(self.rng.randrange(4000, 14000))  # over pages
        return self.text(20 + n % 60) if n % 5 == 1 else None

    def json_text(self, n):
        if n % 10 == 7:
            return None
        shop = {"code": f"S{n % 90}", "bay": n % 12}
        members = {"shop": shop, "weight": round(n % 4001 * 1.25, 2), "checked": n % 4 == 1}
        if n % 6 == 1:
            del members["weight"]
        if n % 3 == 2:
            members = {"tags": [WORDS[n % 5], WORDS[n % 11]], "owner": {"name": f"O{n % 17}"}, **members}
        if n % 1009 == 0:
            members = {"history": self.text(6000), **members}
        return json.dumps(members, separators=(",", ":"))


TABLES = ("bis_Element", "bis_GeometricElement3d", "bis_InformationRecordElement", "bis_ElementUniqueAspect",
          "bis_ElementMultiAspect")


def main(source, target, parts):
    unfinished = target + ".part"
    shutil.copyfile(source, unfinished)
    db = sqlite3.connect(unfinished, isolation_level=None)
    for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-200000", "foreign_keys=off"):
        db.execute("pragma " + pragma)
    # The triggers call functions of the native engine; indexes are made faster once the rows are there.
    dropped = db.execute(
        "select type, name, sql from sqlite_master where type='trigger'"
        " or type='index' and sql is not null and tbl_name glob 'bis_*'"
    ).fetchall()
    db.execute("begin")
    for kind, name, _ in dropped:
        db.execute(f'drop {kind} "{name}"')
    yard = Yard(db, parts)
    for table in PART_TABLES + ("bis_InformationRecordElement",):
        db.execute(f'delete from "{table}"')
    db.executemany("delete from bis_Element where Id=?", [(each,) for each in yard.base_ids])
    yard.fill()
    for _, _, sql in sorted(dropped):
        db.execute(sql)
    db.execute("commit")
    print(db.execute("select count(*) from bis_GeometricElement3d").fetchone()[0], "parts")
    db.close()
    os.replace(unfinished, target)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
