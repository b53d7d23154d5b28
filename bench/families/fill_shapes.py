#!/usr/bin/env python3
"""Makes a snapshot of any number of elements with geometry, from the one that has every shape once.

usage: fill_shapes.py shapes.bim OUT.bim ELEMENTS [plant|every]

plant (unless told otherwise): as a plant is modelled. Of twenty elements eight are pipes with a centre line, three
elbows, two boxes, one a wall with an opening, one a turned profile with arcs, two meshes of 12 to 224 facets, two refer
to one of forty parts, one is a curve. No two of them have the same sizes, so that nothing is gained by measuring what
is equal once. every: the streams of the base again and again, with all that is rare and slow.
The same every time.
"""
import math
import os
import random
import shutil
import sqlite3
import struct
import sys

PARTS = 40
BATCH = 20000


# ---- FlatBuffers: a piece is (bytes, where in them a reference leads); offsets are relative, so it can be put anywhere.
def numbers(code, items):
    return struct.pack(f"<I{len(items)}{code}", len(items), *items), 0


def tables(items):
    out = bytearray(struct.pack("<I", len(items)) + bytes(4 * len(items)))
    for i, (data, entry) in enumerate(items):
        struct.pack_into("<I", out, 4 + 4 * i, len(out) + entry - (4 + 4 * i))
        out += data
    return bytes(out), 0


def table(fields):
    """{number: bytes that stand in it, or a piece that it refers to}"""
    count = max(fields, default=-1) + 1
    head = 4 + 2 * count
    places, out, references = [0] * count, bytearray(head) + struct.pack("<i", head), []
    for number, field in fields.items():
        places[number] = len(out) - head
        if isinstance(field, tuple):
            references.append((len(out), field))
            field = bytes(4)
        out += field
    struct.pack_into(f"<HH{count}H", out, 0, head, len(out) - head, *places)
    for at, (data, entry) in references:
        struct.pack_into("<I", out, at, len(out) + entry - at)
        out += data
    return bytes(out), head


def payload(piece):
    data, entry = piece
    return struct.pack("<I", 4 + entry) + data


def doubles(*values):
    return struct.pack(f"<{len(values)}d", *values)


CAPPED = struct.pack("<Q", 1)


def variant(kind, inner):
    return table({0: struct.pack("<B", kind), 1: inner})


def op(code, data):
    data += bytes(-len(data) % 8)
    return struct.pack("<II", code, len(data)) + data


def geometry(code, kind, inner):
    return op(code, b"bg0001fb" + payload(variant(kind, inner)))


def stream(*ops):
    data = b"".join(ops)
    data = struct.pack("<II", 0x0600, len(data)) + data
    out = b""
    for at in range(0, len(data), 32768):
        piece = data[at:at + 32768]
        length, size = b"", len(piece)
        while size > 127:
            length, size = length + bytes([size & 127 | 128]), size >> 7
        packed = length + bytes([size, 0xF4]) + struct.pack("<H", len(piece) - 1) + piece
        out += struct.pack("<H", len(packed) + 2) + packed
    return out


HEAD = op(1, struct.pack("<II", 1, 0))
SYMBOLOGY = op(4, payload(table({6: b"\0"})))


# ---- shapes: (ops, low corner, high corner)
def line(points):
    count, flat = len(points), [x for p in points for x in p]
    return op(5, payload(table({0: (struct.pack(f"<I{3 * count}d", count, *flat), 0), 1: b"\1"})))


def pipe(rng):
    r, h = rng.uniform(0.02, 0.6), rng.uniform(0.3, 12)
    cone = table({0: doubles(0, 0, 0, 0, 0, h, 1, 0, 0, 0, 1, 0, r, r) + CAPPED})
    return geometry(11, 6, cone) + line([(0, 0, 0), (0, 0, h)]), (-r, -r, 0), (r, r, h)


def elbow(rng):
    r = rng.uniform(0.02, 0.4)
    big, turn = r * rng.uniform(1.5, 5), rng.choice([math.pi / 2, math.pi / 4, rng.uniform(0.1, 3)])
    torus = table({0: doubles(0, 0, 0, 1, 0, 0, 0, 1, 0, big, r, turn) + CAPPED})
    out = big + r
    return geometry(11, 8, torus), (-out, -out, -r), (out, out, r)


def box(rng):
    x, y, z = rng.uniform(0.1, 6), rng.uniform(0.1, 6), rng.uniform(0.1, 3)
    return geometry(11, 9, table({0: doubles(0, 0, 0, 0, 0, z, 1, 0, 0, 0, 1, 0, x, y, x, y) + CAPPED})), (0, 0, 0), (x, y, z)


def collection(kind, members):
    return table({0: struct.pack("<i", kind), 1: tables(members)})


def rectangle(x0, y0, x1, y1):
    corners = numbers("d", [x0, y0, 0, x1, y0, 0, x1, y1, 0, x0, y1, 0, x0, y0, 0])
    return variant(5, collection(2, [variant(4, table({0: corners}))]))


def wall(rng):
    w, h, thick = rng.uniform(3, 12), rng.uniform(2.2, 5), rng.uniform(0.1, 0.5)
    opening = rectangle(0.5 + rng.random(), 0.6, 2 + rng.random() * 0.5, 1.9)
    profile = collection(4, [rectangle(0, 0, w, h), opening])
    return geometry(11, 10, table({0: profile, 1: doubles(0, 0, thick), 2: b"\1"})), (0, 0, 0), (w, h, thick)


def flange(rng):
    """A turned profile: a rectangle that is round on one side."""
    r, w, h = rng.uniform(0.05, 1), rng.uniform(0.02, 0.3), rng.uniform(0.02, 0.3)
    arc = table({0: doubles(r + w, 0, h / 2, 0, 0, -h / 2, h / 2, 0, 0, 0, math.pi)})
    path = numbers("d", [r + w, 0, h, r, 0, h, r, 0, 0, r + w, 0, 0])
    profile = collection(2, [variant(2, arc), variant(4, table({0: path}))])
    turn = doubles(0, 0, 0, 0, 0, 1, 2 * math.pi)
    body = table({0: profile, 1: turn[:48], 2: turn[48:], 4: b"\1"})
    out = r + w + h / 2
    return geometry(11, 11, body), (-out, -out, 0), (out, out, h)


def mesh(rng):
    sides, r, h = rng.randrange(3, 57), rng.uniform(0.1, 2), rng.uniform(0.1, 3)
    ring = [(r * math.cos(t), r * math.sin(t)) for t in (2 * math.pi * i / sides for i in range(sides))]
    points = [x for z in (0, h) for (a, b) in ring for x in (a, b, z)] + [0, 0, 0, 0, 0, h]
    corners, low, high = [], 2 * sides + 1, 2 * sides + 2
    for i in range(sides):
        a, b = i + 1, (i + 1) % sides + 1
        corners += [a, b, b + sides, 0, a, b + sides, a + sides, 0, b, a, low, 0, a + sides, b + sides, high, 0]
    body = table({0: numbers("d", points), 5: numbers("i", corners), 12: struct.pack("<i", 1)})
    return geometry(9, 13, body), (-r, -r, 0), (r, r, h)


def curve(rng):
    n = rng.randrange(4, 9)
    poles = [rng.uniform(-2, 2) for _ in range(3 * n)]
    knots = [0.0] * 4 + [i / (n - 3) for i in range(1, n - 3)] + [1.0] * 4
    spline = table({0: struct.pack("<i", 4), 2: numbers("d", poles), 4: numbers("d", knots)})
    return geometry(8, 5, collection(1, [variant(3, spline)])), (-2, -2, -2), (2, 2, 2)


def reference(rng, part, low, high):
    scale = rng.uniform(0.5, 2)
    ops = op(3, payload(table({0: struct.pack("<q", part), 1: doubles(0, 0, 0), 5: doubles(scale)})))
    return ops, tuple(x * scale for x in low), tuple(x * scale for x in high)


MIX = [pipe] * 8 + [elbow] * 3 + [box] * 2 + [wall, flange] + [mesh] * 2 + [None] * 2 + [curve]


class Shapes:
    def __init__(self, db, count):
        self.db, self.count, self.rng = db, count, random.Random(18)
        self.columns = {t: [row[1] for row in db.execute(f'pragma table_info("{t}")')] for t in TABLES}
        rows = lambda table: [dict(zip(self.columns[table], row)) for row in db.execute(f'select * from "{table}" order by 1')]
        self.base = [row for row in rows("bis_GeometricElement3d") if row["GeometryStream"] is not None]
        self.elements = {row["Id"]: row for row in rows("bis_Element")}
        self.part = next(row for row in rows("bis_DefinitionElement") if isinstance(row["js1"], bytes))
        self.next_id = max(self.elements) + 1

    def insert(self, table, rows):
        marks = ",".join("?" * len(self.columns[table]))
        self.db.executemany(f'insert into "{table}" values({marks})', [tuple(row[c] for c in self.columns[table]) for row in rows])

    def add_parts(self):
        self.parts, elements, parts = [], [], []
        for n in range(PARTS):
            ops, low, high = MIX[n % len(MIX)](self.rng) if MIX[n % len(MIX)] else mesh(self.rng)
            own, self.next_id = self.next_id, self.next_id + 1
            box = dict(zip((f"js{k}" for k in range(2, 8)), low + high))
            parts.append({**self.part, "ElementId": own, "js1": stream(HEAD, ops), **box})
            elements.append({**self.elements[self.part["ElementId"]], "Id": own, "CodeValue": f"Part/{n}", "FederationGuid": None})
            self.parts.append((own, low, high))
        self.insert("bis_Element", elements)
        self.insert("bis_DefinitionElement", parts)

    def shape(self, n):
        make = MIX[n % len(MIX)]
        ops, low, high = make(self.rng) if make else reference(self.rng, *self.parts[self.rng.randrange(PARTS)])
        return {"GeometryStream": stream(HEAD, SYMBOLOGY, ops),
                **dict(zip(("BBoxLow_X", "BBoxLow_Y", "BBoxLow_Z", "BBoxHigh_X", "BBoxHigh_Y", "BBoxHigh_Z"), low + high))}

    def fill(self, is_every):
        self.db.execute("delete from bis_GeometricElement3d")
        self.db.executemany("delete from bis_Element where Id=?", [(row["ElementId"],) for row in self.base])
        self.db.execute("delete from dgn_SpatialIndex")
        self.add_parts()
        side = math.ceil(math.sqrt(self.count))
        for first in range(0, self.count, BATCH):
            elements, shapes, boxes = [], [], []
            for n in range(first, min(first + BATCH, self.count)):
                own, self.next_id = self.next_id, self.next_id + 1
                template = self.base[n % len(self.base)] if is_every else self.base[0]
                place = {"Origin_X": n % side * 5.0, "Origin_Y": n // side * 5.0, "Origin_Z": n % 7 * 3.0, "Yaw": float(n % 360)}
                row = {**template, **({} if is_every else {**self.shape(n), "Pitch": 0.0, "Roll": 0.0}), **place, "ElementId": own, "InSpatialIndex": 1}
                element = self.elements[template["ElementId"]]
                elements.append({**element, "Id": own, "CodeValue": f"{element['CodeValue'] or ''}/{n}", "FederationGuid": None})
                shapes.append(row)
                reach = max([1] + [abs(row[f"BBox{end}_{axis}"] or 0) for end in ("Low", "High") for axis in "XYZ"]) * 1.75
                at = [place["Origin_" + axis] for axis in "XYZ"]
                boxes.append((own, *(x for p in at for x in (p - reach, p + reach))))
            self.insert("bis_Element", elements)
            self.insert("bis_GeometricElement3d", shapes)
            self.db.executemany("insert into dgn_SpatialIndex values(?,?,?,?,?,?,?)", boxes)


TABLES = ("bis_Element", "bis_GeometricElement3d", "bis_DefinitionElement")


def main(source, target, count, is_every):
    unfinished = target + ".part"
    shutil.copyfile(source, unfinished)
    os.chmod(unfinished, 0o644)
    db = sqlite3.connect(unfinished, isolation_level=None)
    for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-200000", "foreign_keys=off"):
        db.execute("pragma " + pragma)
    # The triggers call functions of the native engine.
    dropped = db.execute("select type, name, sql from sqlite_master where type='trigger'").fetchall()
    db.execute("begin")
    for kind, name, _ in dropped:
        db.execute(f'drop {kind} "{name}"')
    Shapes(db, count).fill(is_every)
    for _, _, sql in dropped:
        db.execute(sql)
    db.execute("commit")
    print(*db.execute("select count(*), sum(length(GeometryStream)) from bis_GeometricElement3d").fetchone())
    db.close()
    os.replace(unfinished, target)


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:] == ["every"])
