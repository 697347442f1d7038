"""The night: loads the sources, computes all tables and releases them together."""

from __future__ import annotations

from airflow.sdk import DAG, CronTriggerTimetable, Param
from crm_kpi_job import (
    RELEASE,
    SCHEDULE,
    ZONE,
    business_date,
    common_arguments,
    crm_kpi,
    deadline,
    source_arguments,
)

with DAG(
    dag_id="crm_nightly",
    description="Loads the CRM exports and releases all KPI tables of a business day together.",
    schedule=CronTriggerTimetable(SCHEDULE, timezone=ZONE),
    catchup=False,
    max_active_runs=1,
    deadline=deadline(),
    tags=["crm-kpi"],
    user_defined_macros={"business_date": business_date},
    params={
        "as_of": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Business date",
            description="Last business day that counts; empty: the day before the run.",
        ),
        "full": Param(
            False,
            type="boolean",
            title="Everything anew",
            description="Computes all tables anew and commits only what differs.",
        ),
    },
    doc_md=__doc__,
):
    crm_kpi(
        "run",
        [
            "run",
            *source_arguments(),
            "--as-of",
            "{{ business_date(dag_run, params.as_of) }}",
            *common_arguments(),
            "{{ '--full' if params.full else '' }}",
        ],
        outlets=[RELEASE],
    )
