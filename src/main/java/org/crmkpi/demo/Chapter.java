package org.crmkpi.demo;

/** One subject of the company, written customer by customer. */
interface Chapter {

  /** Writes what this chapter knows about {@code customer}. */
  void tell(Customer customer);
}
