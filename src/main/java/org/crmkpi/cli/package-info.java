/** The command line: stable, because others script against it. */
package org.crmkpi.cli;
