"""A backfill: computes tables and all that depend on them anew, without loading, and records the reason."""

from __future__ import annotations

from airflow.sdk import DAG, Param
from crm_kpi_job import RELEASE, common_arguments, crm_kpi

with DAG(
    dag_id="crm_backfill",
    description="Computes tables and those that depend on them anew, for a reason that is recorded.",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    tags=["crm-kpi"],
    params={
        "tables": Param(
            "customer_base",
            type="string",
            pattern="^[a-z][a-z0-9_]*(,[a-z][a-z0-9_]*)*$",
            title="Tables",
            description="Names separated by commas.",
        ),
        "reason": Param(
            "",
            type="string",
            title="Reason",
            description="Why; it is recorded with the run.",
        ),
    },
    doc_md=__doc__,
):
    crm_kpi(
        "backfill",
        [
            "backfill",
            "{{ params.tables }}",
            "--reason",
            "{{ params.reason or 'asked for in Airflow' }}",
            *common_arguments(),
        ],
        outlets=[RELEASE],
    )
