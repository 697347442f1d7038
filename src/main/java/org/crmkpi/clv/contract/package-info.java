/** How long contracts are renewed: the shifted-beta-geometric model. */
package org.crmkpi.clv.contract;
