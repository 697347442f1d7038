package org.crmkpi.fits;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The fits that the tables may name. */
public final class Fits {
  private final Map<String, Fit> byName = new TreeMap<>();

  /** Fits whose names differ. */
  public Fits(List<Fit> fits) {
    fits.forEach(fit -> byName.put(fit.name(), fit));
  }

  /** Those of the job. */
  public static Fits shipped() {
    return new Fits(List.of(RepeatBuyingFit.FIT, HoldoutFit.FIT));
  }

  /** The fit of that name, if there is one. */
  public Optional<Fit> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All names, sorted. */
  public Set<String> names() {
    return byName.keySet();
  }
}
