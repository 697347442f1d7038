with recursive merged_records as (
  select
    customer_id,
    merged_into_customer_id
  from customers
  where merged_into_customer_id is not null
),

merge_chains (customer_id, reached_customer_id, passed_customer_ids, is_circle) as (
  select
    customer_id,
    merged_into_customer_id,
    array(customer_id),
    false
  from merged_records
  union all
  -- A chain that comes back to a record it has passed has no end; it is cut there.
  select
    c.customer_id,
    m.merged_into_customer_id,
    array_append(c.passed_customer_ids, m.customer_id),
    array_contains(c.passed_customer_ids, m.merged_into_customer_id)
  from merge_chains as c
    join merged_records as m on m.customer_id = c.reached_customer_id
  where not c.is_circle
)

select
  c.customer_id,
  c.reached_customer_id as surviving_customer_id,
  size(c.passed_customer_ids) as merge_count,
  case when c.is_circle then 'the record is merged in a circle' end as reject_reason
from merge_chains as c
  left join merged_records as m on m.customer_id = c.reached_customer_id
where m.customer_id is null or c.is_circle
