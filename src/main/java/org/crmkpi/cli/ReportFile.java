package org.crmkpi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Business;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.report.Report;
import org.crmkpi.report.ReportPage;
import org.crmkpi.report.Words;

/** The report as a file; whoever has an older one open never sees half of the new one. */
final class ReportFile {
  private ReportFile() {}

  /** Where the report of a warehouse goes when nobody says; only a local one has such a place. */
  static Path within(String root) {
    if (root.contains("://")) {
      throw CrmFailure.of(
          Category.INVOCATION,
          "report",
          "the warehouse is no local folder",
          root,
          "say where the file goes: --to report.html");
    }
    return Path.of(root, "report.html");
  }

  static void write(
      Path file, ReleaseQuery query, Catalogue catalogue, Business business, String language) {
    Words words = Words.of(language, business.text("reporting_currency"));
    String page = ReportPage.of(Report.of(query, catalogue, words));
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      Files.writeString(unfinished, page);
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw CrmFailure.because(
          unwritable,
          Category.OUTSIDE,
          file.toString(),
          "the report cannot be written",
          "make room, or choose another --to.");
    }
  }
}
