package org.crmkpi.demo;

/** One stay of a deal in a stage. */
record Stay(int sequence, Stage stage, long enteredAt, long leftAt) {}
