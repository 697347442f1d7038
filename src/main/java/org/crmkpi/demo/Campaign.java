package org.crmkpi.demo;

import java.time.LocalDate;

/** A campaign of one quarter in one channel. */
record Campaign(
    String id, String name, String channel, LocalDate startedOn, LocalDate endedOn, long weight) {}
