/** Maximum likelihood: from a likelihood with its gradient to an estimate with its intervals. */
package org.crmkpi.clv.fit;
