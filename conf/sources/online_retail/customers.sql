-- Eight customers have lines from two countries: the country of the newest line counts.
select
  substring_index(CustomerID, '.', 1) as customer_id,
  max_by(Country, struct(InvoiceDate, row_ref)) as country,
  min(row_ref) as row_ref
from lines
where CustomerID is not null
group by substring_index(CustomerID, '.', 1)
