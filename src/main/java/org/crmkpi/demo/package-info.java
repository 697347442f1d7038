/**
 * A fictional company and the exports of its CRM, with planted truths that the KPIs must find
 * again.
 *
 * <p>Plain Java. Every customer's life is a pure function of the seed and the customer's number, so
 * rows are written as they are made, memory does not grow with the company, and the same settings
 * give the same bytes.
 */
package org.crmkpi.demo;
