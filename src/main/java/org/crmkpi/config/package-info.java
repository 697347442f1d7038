/** Reads settings strictly and says every failure in four parts: where, what, evidence, next. */
package org.crmkpi.config;
