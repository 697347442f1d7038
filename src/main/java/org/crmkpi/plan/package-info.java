/** Decides what a night computes, and why. */
package org.crmkpi.plan;
