package org.crmkpi.demo;

/**
 * Somebody who showed interest.
 *
 * @param qualifiedAt {@link Times#NEVER} when sales never accepted the lead
 * @param convertedAt {@link Times#NEVER} when no customer came of it
 * @param dealId blank when no deal came of it
 */
record Lead(String id, long createdAt, long qualifiedAt, long convertedAt, String dealId) {}
