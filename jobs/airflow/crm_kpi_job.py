"""What the DAGs of crm-kpi share: settings, the two ways to start the job, exit codes, alerts.

All settings are environment variables of the Airflow processes, so that the DAG files stay as they are shipped:

CRM_KPI_HOME      project folder with jobs/crm-kpi; default: the folder two levels above this file
CRM_KPI_SOURCES   sources as on the command line, separated by blanks: "shop=/data/shop crm=/data/crm"
CRM_KPI_WAREHOUSE folder or URL of all tables; default: the setting in conf/crm.conf
CRM_KPI_ENV       environment, conf/env/NAME.conf; default: none
CRM_KPI_LAUNCHER  "local": jobs/crm-kpi on the worker; "spark": SparkSubmitOperator with the connection spark_default
CRM_KPI_SCHEDULE  cron expression of the night in CRM_KPI_ZONE; default: 30 2 * * *
CRM_KPI_ZONE      business zone; default: UTC
CRM_KPI_POOL      pool in which all tasks run; default: default_pool
CRM_KPI_HOURS     hours after which a night is stopped; default: 6
CRM_KPI_DEADLINE  hours after its start by which a night should be released; 0 for no alert; default: 3
CRM_KPI_RETRY_MINUTES  minutes between tries; default: 10
"""

from __future__ import annotations

import logging
import os
import re
import shlex
import signal
import subprocess
from collections import deque
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import Asset, AsyncCallback, BaseOperator, DeadlineAlert, DeadlineReference
from airflow.sdk.exceptions import AirflowException, AirflowFailException

log = logging.getLogger("crm_kpi")

HOME = Path(os.environ.get("CRM_KPI_HOME", Path(__file__).resolve().parents[2]))
SOURCES = shlex.split(os.environ.get("CRM_KPI_SOURCES", ""))
WAREHOUSE = os.environ.get("CRM_KPI_WAREHOUSE", "")
ENVIRONMENT = os.environ.get("CRM_KPI_ENV", "")
LAUNCHER = os.environ.get("CRM_KPI_LAUNCHER", "local")
SCHEDULE = os.environ.get("CRM_KPI_SCHEDULE", "30 2 * * *")
ZONE = os.environ.get("CRM_KPI_ZONE", "UTC")
POOL = os.environ.get("CRM_KPI_POOL", "default_pool")
TIMEOUT = timedelta(hours=float(os.environ.get("CRM_KPI_HOURS", "6")))
DEADLINE = timedelta(hours=float(os.environ.get("CRM_KPI_DEADLINE", "3")))
RETRY_DELAY = timedelta(minutes=float(os.environ.get("CRM_KPI_RETRY_MINUTES", "10")))

# The released KPI tables; DAGs that read them are scheduled on it.
RELEASE = Asset(name="crm_kpi_release", uri="crm-kpi://release/crm_kpi")

# 4: the outside world or resources failed; 6: another run holds the lock. Trying again may help; else it cannot.
RETRIED = {4, 6}
LAST_LINES = 40


def business_date(dag_run, as_of: str | None) -> str:
    """The day that is asked for, else the day before the run in the business zone."""
    if as_of:
        return date.fromisoformat(as_of).isoformat()
    return (dag_run.run_after.astimezone(ZoneInfo(ZONE)).date() - timedelta(days=1)).isoformat()


def common_arguments() -> list[str]:
    """Where the tables are and which settings hold, for every command."""
    return [
        *(["--warehouse", WAREHOUSE] if WAREHOUSE else []),
        *(["--env", ENVIRONMENT] if ENVIRONMENT else []),
    ]


def source_arguments() -> list[str]:
    """The sources of the night."""
    return [argument for source in SOURCES for argument in ("--source", source)]


def failed(exit_code: int, last_lines: str) -> AirflowException:
    """What is raised for an exit code: a failure that is tried again, or one that is not."""
    kind = AirflowException if exit_code in RETRIED else AirflowFailException
    return kind(f"crm-kpi ended with exit code {exit_code}\n{last_lines}")


class CrmKpiOperator(BaseOperator):
    """Runs jobs/crm-kpi on the worker. Its lines go to the log as they come."""

    template_fields = ("arguments",)

    def __init__(self, *, arguments: list[str], **kwargs):
        super().__init__(**kwargs)
        self.arguments = arguments
        self._process: subprocess.Popen | None = None

    def execute(self, context):
        arguments = [argument for argument in self.arguments if argument]
        log.info("jobs/crm-kpi %s", shlex.join(arguments))
        last: deque[str] = deque(maxlen=LAST_LINES)
        with subprocess.Popen(
            [HOME / "jobs" / "crm-kpi", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as process:
            self._process = process
            for line in process.stdout:
                last.append(line.rstrip())
                log.info("%s", last[-1])
        if process.returncode != 0:
            raise failed(process.returncode, "\n".join(last))

    def on_kill(self):
        """Tells the job to end; it commits nothing after that."""
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)


class CrmKpiSubmitOperator(SparkSubmitOperator):
    """Submits the job to the cluster of the connection spark_default, in client mode."""

    def __init__(self, *, arguments: list[str], **kwargs):
        entries = (HOME / "target" / "classpath").read_text().strip().split(":")
        spark_home = os.environ.get("SPARK_HOME", "")
        jars = [entry for entry in entries if not (Path(spark_home) / "jars" / Path(entry).name).exists()]
        log4j = (HOME / "src/main/resources/log4j2.properties").as_uri()
        super().__init__(
            application=str(HOME / "target" / "crm-kpi.jar"),
            java_class="org.crmkpi.cli.Main",
            jars=",".join(jars),
            conf={
                "spark.driver.extraJavaOptions": f"-Dcrm.home={shlex.quote(str(HOME))} -Dlog4j2.configurationFile={log4j}"
            },
            application_args=arguments,
            **kwargs,
        )

    def execute(self, context):
        self.application_args = [argument for argument in self.application_args if argument]
        try:
            super().execute(context)
        except AirflowException as error:
            code = re.search(r"Error code is: (\d+)", str(error))
            raise failed(int(code[1]) if code else 4, str(error)) from error


def crm_kpi(task_id: str, arguments: list[str], **kwargs) -> BaseOperator:
    """A task that runs a command of crm-kpi, as CRM_KPI_LAUNCHER says."""
    operator = CrmKpiSubmitOperator if LAUNCHER == "spark" else CrmKpiOperator
    return operator(
        task_id=task_id,
        arguments=arguments,
        pool=POOL,
        retries=3,
        retry_delay=RETRY_DELAY,
        execution_timeout=TIMEOUT,
        on_failure_callback=tell_failure,
        **kwargs,
    )


def tell_failure(context):
    """Says what the job said last. Replace the log by a notifier of your own."""
    ti = context["task_instance"]
    log.error("crm-kpi: %s of %s failed: %s", ti.task_id, ti.dag_id, context.get("exception"))


async def tell_late(context, **kwargs):
    """Says that a night is not released in time. Replace the log by a notifier of your own."""
    log.error("crm-kpi: not released in time: %s", context)


def deadline() -> DeadlineAlert | None:
    """The alert of a night that takes too long. `airflow dags test` of Airflow 3.3 fails with one."""
    if not DEADLINE:
        return None
    return DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=DEADLINE,
        callback=AsyncCallback(tell_late),
    )
