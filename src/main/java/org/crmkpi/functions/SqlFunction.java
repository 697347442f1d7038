package org.crmkpi.functions;

import org.apache.spark.sql.expressions.UserDefinedFunction;

/**
 * A SQL function of ours as it is registered.
 *
 * @param version moves when the function gives another value than before, or calls mathematics that
 *     does: the tables that call it, and no others, are computed anew
 */
record SqlFunction(String name, int version, UserDefinedFunction code) {}
