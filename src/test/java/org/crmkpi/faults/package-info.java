/** Real faults and the proof that nothing was lost, doubled or half shown. */
package org.crmkpi.faults;
