package org.crmkpi.run;

/** Hears how a night goes on; called from several threads, one call at a time. */
public interface Progress {
  /** A note about something other than a table, such as files that were loaded. */
  void note(String what);

  /** A table is done, for better or worse. */
  void finished(TableResult result, int done, int all);

  /** Hears everything and says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void note(String what) {}

        @Override
        public void finished(TableResult result, int done, int all) {}
      };
}
