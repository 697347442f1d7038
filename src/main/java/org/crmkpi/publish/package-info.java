/**
 * Brings a release into databases that dashboards read: all of its tables in one transaction, so
 * that readers see the release before or this one and nothing between.
 */
package org.crmkpi.publish;
