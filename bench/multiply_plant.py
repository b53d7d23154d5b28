#!/usr/bin/env python3
"""Copies the elements and aspects of a plant snapshot inside SQLite, for benchmarks on large files.

usage: multiply_plant.py IN.bim OUT.bim TIMES      (50,000 elements x 20 = one million)

Copies get new ids (a fixed offset for each copy), no FederationGuid and a suffix to their code; the spatial index does
not get them.
"""
import shutil
import sqlite3
import sys

STEP = 1 << 24


def main(source, target, times):
    shutil.copyfile(source, target)
    db = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-200000"):
        db.execute("pragma " + pragma)
    triggers = db.execute("select name, sql from sqlite_master where type='trigger'").fetchall()
    indexes = db.execute(
        "select name, sql from sqlite_master where type='index' and sql is not null and tbl_name glob 'bis_*'"
    ).fetchall()
    db.execute("begin")
    for name, _ in triggers:
        db.execute(f'drop trigger "{name}"')
    for name, _ in indexes:
        db.execute(f'drop index "{name}"')
    db.execute("create temp table base as select ElementId Id from bis_GeometricElement3d")
    for table in ("bis_Element", "bis_ElementMultiAspect"):
        assert db.execute(f"select coalesce(max(Id), 0) from {table}").fetchone()[0] < STEP
    for k in range(1, times):
        copy(db, "bis_Element", "Id", k)
        for table in ("bis_GeometricElement3d", "bis_ElementMultiAspect", "bis_ElementUniqueAspect"):
            copy(db, table, "ElementId", k)
    for _, sql in indexes + triggers:
        db.execute(sql)
    db.execute("commit")
    print(db.execute("select count(*) from bis_Element").fetchone()[0], "elements")


def copy(db, table, key, k):
    columns = [row[1] for row in db.execute(f'pragma table_info("{table}")')]

    def expression(column):
        if column in ("Id", "ElementId"):
            return f't."{column}"+{k * STEP}'
        if column == "FederationGuid":
            return "null"
        return f"t.CodeValue||'-{k}'" if column == "CodeValue" else f't."{column}"'

    listed = ",".join(map(expression, columns))
    db.execute(f'insert into "{table}" select {listed} from "{table}" t join base on base.Id=t."{key}"')


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
