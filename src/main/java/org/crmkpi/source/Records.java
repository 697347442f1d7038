package org.crmkpi.source;

import java.io.Closeable;
import java.util.Iterator;

/** The records of one text file, in file order. */
interface Records extends Iterator<RawRecord>, Closeable {}
