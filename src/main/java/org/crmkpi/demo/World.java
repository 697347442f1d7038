package org.crmkpi.demo;

/** What all customers of one company share. */
record World(
    DemoSettings settings,
    Timeline timeline,
    Season season,
    Products products,
    Campaigns campaigns,
    Staff staff) {

  static World of(DemoSettings settings) {
    Timeline timeline = new Timeline(settings.nights());
    return new World(
        settings,
        timeline,
        new Season(timeline),
        new Products(),
        new Campaigns(timeline),
        new Staff(settings.customers()));
  }

  long seed() {
    return settings.seed();
  }
}
