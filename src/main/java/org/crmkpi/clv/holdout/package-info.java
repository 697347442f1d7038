/** Which model of a segment is published: predictions against what the holdout period brought. */
package org.crmkpi.clv.holdout;
