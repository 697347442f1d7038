package org.crmkpi.demo;

import java.util.List;
import java.util.Locale;

/** The files of the fictional CRM and their columns, in the order in which they are written. */
enum Feed {
  ACCOUNTS(Kind.CHANGES, "account_id,name,parent_id,industry,country,created_at"),
  CONTACTS(Kind.CHANGES, "contact_id,account_id,customer_no,name,email,phone,created_at"),
  CUSTOMERS(
      Kind.CHANGES,
      "customer_no,kind,account_id,country,segment,channel,campaign_id,merged_into,created_at"),
  USERS(Kind.FULL, "user_id,name,team,manager_id,office,licence"),
  LEADS(
      Kind.CHANGES,
      "lead_id,source,campaign_id,owner_id,country,segment,created_at,qualified_at,"
          + "converted_at,opportunity_id,customer_no"),
  OPPORTUNITIES(
      Kind.CHANGES,
      "opportunity_id,pipeline,stage,status,lead_id,account_id,customer_no,owner_id,"
          + "product_id,source,country,segment,created_at,closed_at,expected_close_on,"
          + "amount,currency,win_percent,lost_reason"),
  OPPORTUNITY_STAGES(Kind.CHANGES, "opportunity_id,stage_sequence,stage,entered_at,left_at"),
  ORDERS(Kind.CHANGES, "order_id,customer_no,opportunity_id,channel,ordered_at,currency"),
  ORDER_LINES(Kind.CHANGES, "order_line_id,order_id,product_id,kind,quantity,amount,ordered_at"),
  RETURNS(
      Kind.CHANGES,
      "return_id,order_id,order_line_id,customer_no,product_id,returned_at,quantity,"
          + "amount,currency,reason"),
  PRODUCTS(Kind.FULL, "product_id,name,category,launched_on,list_price,unit_cost,currency"),
  SUBSCRIPTIONS(
      Kind.CHANGES,
      "subscription_id,customer_no,product_id,started_on,term_months,ends_on,"
          + "monthly_price,currency,auto_renew,status"),
  SUBSCRIPTION_EVENTS(
      Kind.CHANGES, "event_id,subscription_id,kind,happened_at,monthly_price,reason"),
  CAMPAIGNS(Kind.FULL, "campaign_id,name,channel,started_on,ended_on,budget,currency"),
  CAMPAIGN_MEMBERS(
      Kind.CHANGES, "campaign_id,member_id,customer_no,lead_id,added_at,reached,responded_at"),
  TOUCHES(Kind.JSON_CHANGES, "touch_id,customer_no,lead_id,campaign_id,channel,touched_at"),
  COSTS(Kind.CHANGES, "cost_id,kind,campaign_id,channel,incurred_on,amount,currency"),
  ACTIVITIES(
      Kind.CHANGES,
      "activity_id,kind,user_id,lead_id,opportunity_id,customer_no,happened_at,outcome"),
  CASES(
      Kind.CHANGES,
      "case_id,customer_no,order_id,agent_id,priority,subject,opened_at,closed_at,status"),
  CASE_EVENTS(Kind.CHANGES, "event_id,case_id,kind,agent_id,priority,is_public,happened_at"),
  SURVEY_RESPONSES(
      Kind.CHANGES, "survey_id,kind,customer_no,case_id,scale,score,asked_at,answered_at"),
  SESSIONS(
      Kind.JSON_CHANGES,
      "session_id,visitor_id,customer_no,channel,started_at,seconds,purchased,form_sent"),
  REFERRALS(Kind.CHANGES, "referral_id,referrer_no,referred_no,made_at,became_customer_at"),
  USER_EVENTS(Kind.CHANGES, "event_id,user_id,kind,entity,happened_at"),
  FX_RATES(Kind.FULL, "rate_on,from_currency,to_currency,rate"),
  QUOTAS(Kind.FULL, "user_id,month_start_on,amount,currency");

  /** How a feed is delivered and written. */
  enum Kind {
    FULL,
    CHANGES,
    JSON_CHANGES
  }

  private final Kind kind;
  private final String columns;

  Feed(Kind kind, String columns) {
    this.kind = kind;
    this.columns = columns;
  }

  /** Part of the file names. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isFull() {
    return kind == Kind.FULL;
  }

  boolean isJson() {
    return kind == Kind.JSON_CHANGES;
  }

  /** The header; a feed of changes ends with when the record changed and whether it is gone. */
  List<String> header() {
    String all = isFull() ? columns : columns + ",updated_at,is_deleted";
    return List.of(all.split(",", -1));
  }
}
