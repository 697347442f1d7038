package org.crmkpi.clv.fit;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How a model is fitted to summaries of customers.
 *
 * @param <S> a summary of customers
 * @param sum several summaries as one
 * @param isLargeEnough whether a summary may be fitted at all
 * @param fit the estimate from a summary that is large enough
 */
public record Fitting<S>(
    Function<List<S>, S> sum, Predicate<S> isLargeEnough, Function<S, Estimate> fit) {}
