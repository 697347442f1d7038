/**
 * What customers will be worth: probability models of buying, spending and leaving, fitted by
 * maximum likelihood. Pure mathematics: no Spark, none of the other packages. Times are whole days
 * wherever a name does not say otherwise.
 */
package org.crmkpi.clv;
