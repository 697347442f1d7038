with recursive merges as (
  select customer_id, merged_into_customer_id
  from customers
  where merged_into_customer_id is not null
),

-- Every record that a merged record leads to, each once: a circle ends by itself.
reached as (
  select customer_id, merged_into_customer_id as reached_customer_id
  from merges
  union
  select reached.customer_id, merges.merged_into_customer_id
  from reached
    join merges on merges.customer_id = reached.reached_customer_id
)

select
  customer_id,
  max(reached_customer_id) filter (where survives) as surviving_customer_id,
  count(*) as merge_count
from (
  select *, reached_customer_id not in (select customer_id from merges) as survives
  from reached
) as reached_records
group by customer_id
having count(*) filter (where survives) = 1
