#!/usr/bin/env python3
"""Makes a plant snapshot of any number of elements inside SQLite, by leaving elements out or copying them.
tests/fixtures/snapshots/plant-1k.bim.gz is the first thousand elements of the plant, made by this.

usage: resize_plant.py IN.bim OUT.bim ELEMENTS

Copies, with their aspects, get new ids (a fixed offset for each copy), no FederationGuid and a suffix to their code; the
spatial index does not get them. The definitions are never copied nor left out.
"""
import os
import shutil
import sqlite3
import sys

STEP = 1 << 24
TABLES = (
    ("bis_Element", "Id"),
    ("bis_GeometricElement3d", "ElementId"),
    ("bis_ElementMultiAspect", "ElementId"),
    ("bis_ElementUniqueAspect", "ElementId"),
)


def main(source, target, wanted):
    unfinished = target + ".part"
    shutil.copyfile(source, unfinished)
    db = sqlite3.connect(unfinished, isolation_level=None)
    for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-200000"):
        db.execute("pragma " + pragma)
    # The triggers call functions of the native engine; indexes are made faster once the rows are there.
    dropped = db.execute(
        "select type, name, sql from sqlite_master where type='trigger'"
        " or type='index' and sql is not null and tbl_name glob 'bis_*'"
    ).fetchall()
    db.execute("begin")
    for kind, name, _ in dropped:
        db.execute(f'drop {kind} "{name}"')
    db.execute("create temp table base as select ElementId Id, row_number() over (order by ElementId) n from bis_GeometricElement3d")
    count = db.execute("select count(*) from base").fetchone()[0]
    leave_out(db, wanted)
    for k in range(1, -(-wanted // count)):
        copy(db, k, wanted - k * count)
    for _, _, sql in sorted(dropped):
        db.execute(sql)
    db.execute("commit")
    if wanted < count:
        db.execute("vacuum")
    print(db.execute("select count(*) from bis_GeometricElement3d").fetchone()[0], "elements")
    db.close()
    os.replace(unfinished, target)


def leave_out(db, wanted):
    for table, key in TABLES + (("dgn_SpatialIndex", "ElementId"),):
        db.execute(f'delete from "{table}" where "{key}" in (select Id from base where n > ?)', (wanted,))


def copy(db, k, most):
    for table, key in TABLES:
        columns = [row[1] for row in db.execute(f'pragma table_info("{table}")')]
        listed = ",".join(expression(column, k) for column in columns)
        db.execute(
            f'insert into "{table}" select {listed} from "{table}" t join base on base.Id=t."{key}" where base.n <= ?',
            (most,),
        )


def expression(column, k):
    if column in ("Id", "ElementId"):
        return f't."{column}"+{k * STEP}'
    if column == "FederationGuid":
        return "null"
    return f"t.CodeValue||'-{k}'" if column == "CodeValue" else f't."{column}"'


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
