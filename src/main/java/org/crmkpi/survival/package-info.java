/** How long until something happens, when some cases still wait: pure mathematics, no Spark. */
package org.crmkpi.survival;
