"""One release of a warehouse: every table as of the same night, read with DuckDB and never written."""

import os
import pathlib
import re

import duckdb
import pandas
from duckdb_extensions import import_extension

FOLDER = "CRM_KPI_WAREHOUSE"
PROJECT = pathlib.Path(__file__).resolve().parent.parent


class Release:
    """The tables of one night by their names; each is a view of the Delta version that belongs to the release."""

    def __init__(self, connection, release_id, as_of, versions):
        self._connection = connection
        self.id = release_id
        self.as_of = as_of
        self.versions = versions  # table -> (schema, Delta version)

    def __repr__(self):
        return f"release {self.id} of {len(self.versions)} tables, as of {self.as_of}"

    def sql(self, query: str) -> pandas.DataFrame:
        """The rows of a query over the tables of the release; amounts become floating point, so add up in SQL."""
        return self._connection.sql(query).df()

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """A table of the release, to look at or to filter on."""
        if name not in self.versions:
            raise LookupError(
                f"There is no table {name} in {self!r}.\n"
                f"Next: one of {', '.join(t for t, (schema, _) in sorted(self.versions.items()) if schema == 'crm_kpi')}."
            )
        return self._connection.table(name)


def release(release_id: str | None = None) -> Release:
    """The newest release, or an older one by its id, of the warehouse in CRM_KPI_WAREHOUSE, else that of the demo."""
    root = os.environ.get(FOLDER) or "warehouse/demo"
    if "://" not in root:
        root = str((PROJECT / root).resolve())
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    import_extension("delta", con=connection)
    connection.execute("load delta")

    try:
        rows = connection.execute(
            """
            select release_id, as_of, table_name, schema_name, table_version
            from delta_scan(?)
            qualify release_id = coalesce(?, max(release_id) over ())
            """,
            [f"{root}/crm_ops/releases", release_id],
        ).fetchall()
    except duckdb.IOException as reason:
        raise FileNotFoundError(
            f"The folder {root} is no warehouse: crm_ops/releases cannot be read ({str(reason).splitlines()[0]}).\n"
            f"Next: write one with `jobs/crm-kpi demo`, or set {FOLDER} to the folder of yours and start again."
        ) from None
    if not rows:
        raise LookupError(
            f"The warehouse {root} has no release {release_id or 'yet'}.\n"
            'Next: jobs/crm-kpi sql "select distinct release_id from releases" --warehouse ' + root
        )

    versions = {}
    for _, _, name, schema, version in rows:
        if not re.fullmatch(r"\w+", name + schema):
            raise ValueError(f"{root}/crm_ops/releases: {schema}.{name} is no name of a table.")
        path = f"{root}/{schema}/{name}".replace("'", "''")
        connection.execute(f"create view {name} as from delta_scan('{path}', version => {int(version)})")
        versions[name] = (schema, version)
    return Release(connection, rows[0][0], rows[0][1], versions)
