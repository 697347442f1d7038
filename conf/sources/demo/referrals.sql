select
  referral_id,
  referrer_no as referrer_customer_id,
  referred_no as referred_customer_id,
  -- The CRM notes a referral once who was referred is a customer.
  cast(null as string) as referred_lead_id,
  made_at,
  row_ref
from referrals
