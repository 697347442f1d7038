/**
 * What is published: where each table is, what it was made from, and which versions belong
 * together.
 */
package org.crmkpi.warehouse;
